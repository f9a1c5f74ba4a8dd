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

    /// <summary>From the beginning to the moment at which each was in.</summary>
    public Histogram Delays { get; } = new();

    /// <summary>How many attempts came to nothing, and why.</summary>
    public string Failures => _failures.IsEmpty ? "0" : string.Join(", ", _failures.CountBy(why => why).Select(why => $"{why.Value}: {why.Key}"));

    /// <summary>When it began, by <see cref="Stopwatch"/>.</summary>
    public long Begin { get; } = Stopwatch.GetTimestamp();

    /// <summary>All come; returns how long it took until all were in.</summary>
    public async Task<TimeSpan> Come(Stage stage, IEnumerable<Client> clients)
    {
        await Task.WhenAll(clients.Select(client => Task.Run(() => Come(stage, client))));
        return Stopwatch.GetElapsedTime(Begin);
    }

    private async Task Come(Stage stage, Client client)
    {
        for (var pause = FirstPause; !await TryCome(client); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            await stage.Pass(pause * Random.Shared.NextDouble());
        Delays.RecordSince(Begin);
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
