using System.Collections.Concurrent;
using System.Diagnostics;
using ChatMux.Crowd.Clients;

namespace ChatMux.Crowd.Scenarios;

/// <summary>Those who are there already while others come: what that costs each of them.</summary>
internal sealed class Witnesses
{
    private readonly Client[] _clients;
    private readonly long[] _before;
    private readonly Dictionary<Client, ConcurrentQueue<long>> _diffs;
    private long[] _during = [];

    /// <summary>Looks at them from now on.</summary>
    public Witnesses(Client[] clients)
    {
        _clients = clients;
        _before = Bytes();
        _diffs = clients.ToDictionary(client => client, _ => new ConcurrentQueue<long>());
        foreach (var browser in clients.OfType<ChatMuxBrowser>())
            browser.LobbyDiffCame = Note;
    }

    /// <summary>The columns of <see cref="Cells"/>.</summary>
    public static string[] Columns => ["diffs to each who was there", "in one second at most", "kB to each who was there"];

    /// <summary>Diffs of the list of people that each got, how many of them came within a second at most, and what came over the socket in all.</summary>
    public string[] Cells
    {
        get
        {
            var kilobytes = $"{_during.Average() / 1e3:N1}";
            if (_clients[0] is not ChatMuxBrowser)
                return ["", "", kilobytes];
            var (least, most) = (_diffs.Values.Min(diffs => diffs.Count), _diffs.Values.Max(diffs => diffs.Count));
            return [least == most ? $"{most}" : $"{least} to {most}", $"{_diffs.Values.Max(MostInASecond)}", kilobytes];
        }
    }

    /// <summary>Looks no longer.</summary>
    public void Stop()
    {
        foreach (var browser in _clients.OfType<ChatMuxBrowser>())
            browser.LobbyDiffCame = null;
        _during = [.. Bytes().Zip(_before, (now, before) => now - before)];
    }

    // In whichever second, counted from when the first of them came. What was late crowds together with what was not.
    private static int MostInASecond(ConcurrentQueue<long> diffs)
    {
        var moments = diffs.ToArray();
        return moments.Select((moment, i) => moments.Skip(i).Count(later => later - moment < Stopwatch.Frequency)).DefaultIfEmpty().Max();
    }

    private void Note(ChatMuxBrowser browser) => _diffs[browser].Enqueue(Stopwatch.GetTimestamp());

    private long[] Bytes() => [.. _clients.Select(client => client.Socket!.BytesIn)];
}
