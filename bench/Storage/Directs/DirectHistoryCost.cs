using System.Runtime;
using ChatMux.Crowd.Measures;

namespace ChatMux.Storage.Directs;

/// <summary>What a conversation of two costs when it has few entries and when it has many, at the grain and without sockets.</summary>
internal static class DirectHistoryCost
{
    private const int Page = 30;

    private sealed record Thing(string Name, int PerRound, Func<FilledTalk, Random, Task> Do);

    // What makes the smaller one grow comes last.
    private static readonly Thing[] Things =
    [
        new($"newest page of {Page}", 100, (talk, _) => talk.Read(null, Page)),
        new($"page of {Page} in the middle", 100, (talk, _) => talk.Read(talk.Head / 2 + Page / 2, Page)),
        new($"page of {Page} anywhere", 100, (talk, random) => talk.Read(random.NextInt64(Page + 1, talk.Head), Page)),
        new($"page of {Page} changes, anywhere", 100, (talk, random) => talk.ReadChanges(random.NextInt64(talk.Head - FilledTalk.SpanOf(Page)), Page)),
        new("append a message, synced", 50, (talk, _) => talk.Post()),
    ];

    /// <summary>Measures and prints.</summary>
    public static async Task Print(int few, int many)
    {
        Console.WriteLine($"{Machine.Here}; {(GCSettings.IsServerGC ? "Server" : "Workstation")} GC{Environment.NewLine}Load average before: {Machine.Load}");
        await using var small = await FilledTalk.Of(few);
        await using var large = await FilledTalk.Of(many);
        var table = new Table($"A conversation of two with {few:N0} and with {many:N0} entries, synchronous=FULL", ["", .. Turns.Columns(few, many)]);
        // The runtime compiles what is used often once more, whatever comes first.
        foreach (var reading in Things[..^1])
            await Turns.Measure(reading.PerRound, small, large, reading.Do);
        foreach (var thing in Things)
            table.Add([thing.Name, .. await Turns.Measure(thing.PerRound, small, large, thing.Do)]);
        Console.WriteLine();
        Console.WriteLine(table);
        Console.WriteLine($"Appending came last and made them {small.Head:N0} and {large.Head:N0}. Load average after: {Machine.Load}; {Environment.WorkingSet >> 20} MB of memory in this process; on disk {small.Size} and {large.Size}");
    }
}
