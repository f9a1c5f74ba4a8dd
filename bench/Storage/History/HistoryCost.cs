using System.Diagnostics;
using ChatMux.Crowd.Measures;

namespace ChatMux.Storage.History;

/// <summary>What the log costs when it holds few messages and when it holds many.</summary>
internal static class HistoryCost
{
    private sealed record Thing(string Name, int PerRound, Func<FilledLog, Random, Task> Do);

    private static readonly Thing[] Things =
    [
        new("append a message, synced", 100, (log, _) => log.Append()),
        new("newest page of 50", 50, (log, _) => log.Log.ReadBefore(log.Room, long.MaxValue, 50)),
        new("page of 50 anywhere", 50, (log, random) => log.Log.ReadBefore(log.Room, random.NextInt64(50, log.Head), 50)),
        new("unread of 500 conversations", 5, (log, _) => log.CountUnread()),
        new("unread of 500, all of them unread", 5, (log, _) => log.CountAllUnread()),
        new("the same without 1,000 people", 1, (log, _) => log.CountAllUnread(log.Blocked)),
        new("search: a frequent word", 20, (log, _) => log.Search(Chatter.Word(3))),
        new("search: two words that are not", 20, (log, random) => log.Search($"{Chatter.Word(random.Next(100, 300))} {Chatter.Word(random.Next(100, 300))}")),
        new("search: a word that is nowhere", 20, (log, _) => log.Search("absent ")),
        new("search: a frequent word of an author", 20, (log, _) => log.Search(Chatter.Word(3), log.Author)),
        new("search: three letters of a word", 5, (log, random) => log.Search(Chatter.Word(random.Next(1, 300))[..2] + "b")),
        new("search: two letters of a word", 2, (log, random) => log.Search(Chatter.Word(random.Next(1, 300))[..2])),
    ];

    /// <summary>Measures and prints.</summary>
    public static async Task Print(int few, int many, Func<Task<LogHome>> open)
    {
        Console.WriteLine($"{Machine.Here}{Environment.NewLine}Load average before: {Machine.Load}");
        await using var fewLog = new FilledLog(await open(), few);
        await using var manyLog = new FilledLog(await open(), many);
        foreach (var log in new[] { fewLog, manyLog })
            await Fill(log);
        var table = new Table($"The log at {few:N0} and at {many:N0} messages", ["", .. Turns.Columns(few, many)]);
        foreach (var thing in Things)
            table.Add([thing.Name, .. await Turns.Measure(thing.PerRound, fewLog, manyLog, thing.Do)]);
        Console.WriteLine();
        Console.WriteLine(table);
        Console.WriteLine($"Load average after: {Machine.Load}; {Environment.WorkingSet >> 20} MB of memory in this process; on disk {await Size(fewLog)} and {await Size(manyLog)}");
    }

    private static async Task Fill(FilledLog log)
    {
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await log.Fill();
        Console.WriteLine($"{log.Messages:N0} messages written in {clock.Elapsed.TotalSeconds:N1} s, {log.Messages / clock.Elapsed.TotalSeconds:N0}/s, {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / log.Messages:N1} µs of processor time each; on disk {await Size(log)}");
    }

    private static async Task<string> Size(FilledLog log) => $"{await log.Bytes() / 1e6:N1} MB";
}
