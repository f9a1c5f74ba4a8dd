using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Wire;

namespace ChatMux.Crowd.Scenarios;

/// <summary>Clients that all come at once. Whoever is not let in tries again as the real client does.</summary>
internal sealed class Rush
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _failures = [];

    /// <summary>From the moment at which each was to come to the moment at which they were in.</summary>
    public Histogram Delays { get; } = new();

    /// <summary>How many attempts came to nothing, and why.</summary>
    public string Failures => _failures.IsEmpty ? "0" : string.Join(", ", _failures.CountBy(why => why).Select(why => $"{why.Value}: {why.Key}"));

    /// <summary>When it began, by <see cref="Stopwatch"/>.</summary>
    public long Begin { get; } = Stopwatch.GetTimestamp();

    /// <summary>All come, at once or spread over a time; returns how long it took until all were in.</summary>
    public async Task<TimeSpan> Come(Stage stage, IReadOnlyCollection<Client> clients, TimeSpan over = default)
    {
        await Task.WhenAll(clients.Select((client, i) => Task.Run(() => Come(stage, client, over * i / clients.Count))));
        return Stopwatch.GetElapsedTime(Begin);
    }

    private async Task Come(Stage stage, Client client, TimeSpan after)
    {
        var due = Begin + (long)(after.TotalSeconds * Stopwatch.Frequency);
        if (after > TimeSpan.Zero)
            await stage.Pass(after);
        for (var pause = FirstPause; !await TryCome(client); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            await stage.Pass(pause * Random.Shared.NextDouble());
        Delays.RecordSince(due);
    }

    private async Task<bool> TryCome(Client client)
    {
        try
        {
            await client.Come();
            return true;
        }
        catch (Exception problem) when (problem is NotLetInException or SocketException)
        {
            client.Dispose();
            _failures.Enqueue(problem.Message);
            return false;
        }
    }
}
