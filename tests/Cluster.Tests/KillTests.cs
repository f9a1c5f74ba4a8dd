using System.Diagnostics;

namespace ChatMux.Cluster.Tests;

/// <summary>The server dies without a word while people write.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 10;

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_once_under_its_number()
    {
        await using var place = new Place();
        var authors = Enumerable.Range(1, 6).Select(i => new Author($"Author {i}")).ToArray();
        var server = place.Embedded();
        await Come(authors, server);
        for (var round = 1; round <= Rounds; round++)
        {
            var acknowledged = await Kill(server, authors, messages: Random.Shared.Next(20, 200));
            var watch = Stopwatch.StartNew();
            server = place.Embedded();
            await Come(authors, server);
            var back = watch.Elapsed;
            var onDisk = (await authors[0].Browser.ReadAll()).Count;
            var again = (await Task.WhenAll(authors.Select(author => author.SendRest()))).Sum();
            var history = await authors[0].Browser.ReadAll();
            output.WriteLine($"Round {round}: {acknowledged} acknowledged in all, {onDisk} on disk, {again} sent again, {history.Count} in the end; back in {back.TotalSeconds:F1} s.");
            history.AssertExact(authors);
        }
        foreach (var author in authors)
            await author.DisposeAsync();
    }

    private static async Task Come(Author[] authors, ChatProcess server)
    {
        var address = await server.Ready();
        await Task.WhenAll(authors.Select(author => author.Come(address)));
    }

    /// <summary>Kills the server when so many messages have been acknowledged. Returns how many ever were.</summary>
    private static async Task<int> Kill(ChatProcess server, Author[] authors, int messages)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var acknowledged = 0;
        var writing = Task.WhenAll(authors.Select(author => author.WriteUntilGone(() =>
        {
            if (Interlocked.Increment(ref acknowledged) == messages)
                enough.SetResult();
        })));
        await Task.WhenAny(enough.Task, writing);
        await server.Kill();
        await writing;
        return authors.Sum(author => author.Receipts.Count);
    }
}
