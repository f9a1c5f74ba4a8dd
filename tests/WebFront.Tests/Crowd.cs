using System.Diagnostics;
using ChatMux.Grains.Interfaces.Messages;

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

    /// <summary>One says something; completes when all of these have heard it.</summary>
    /// <returns>The message's number, and how long it took to reach each of them.</returns>
    public static async Task<(long Sequence, TimeSpan[] Delays)> Hear(IEnumerable<LightBrowser> hearers, LightBrowser author, string text)
    {
        var said = Stopwatch.GetTimestamp();
        var hearing = hearers.Select(async hearer =>
        {
            await hearer.Sees<MessagePosted>(m => m.Message.Text == text);
            return Stopwatch.GetElapsedTime(said);
        }).ToArray();
        var answer = await author.Says(text);
        Assert.Null(answer.Refusal);
        return (answer.Value!.Sequence, await Task.WhenAll(hearing));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in members)
            await member.DisposeAsync();
    }
}
