namespace ChatMux.WebFront.Tests;

/// <summary>Many browsers, spread evenly over fronts, each a person of its own.</summary>
internal sealed class Crowd(IReadOnlyList<LightBrowser> members) : IAsyncDisposable
{
    public IReadOnlyList<LightBrowser> Members => members;

    public static async Task<Crowd> Enter(int size, params TestFront[] fronts)
    {
        var crowd = new Crowd([.. Enumerable.Range(0, size).Select(_ => new LightBrowser())]);
        // Some at a time: what is tried here is not how fast people can enter.
        await Parallel.ForAsync(0, size, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (i, _) =>
        {
            await crowd.Members[i].SignIn(fronts[i % fronts.Length], $"Guest {i}");
            await crowd.Members[i].Open(fronts[i % fronts.Length]);
            Assert.Null((await crowd.Members[i].Attach()).Refusal);
        });
        return crowd;
    }

    /// <summary>Waits until each member has heard of the message with this number.</summary>
    public Task Hears(long sequence) =>
        Task.WhenAll(members.Select(m => m.Sees<Grains.Interfaces.Messages.MessagePosted>(p => p.Message.Sequence == sequence)));

    public async ValueTask DisposeAsync()
    {
        foreach (var member in members)
            await member.DisposeAsync();
    }
}
