using System.Diagnostics;
using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>
/// A crowd comes, at once and then spread over ten seconds, and each wants to see who else is there and how. The bare hub has no list: there
/// they only come.
/// </summary>
internal sealed class Arrivals : IScenario
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "arrivals";

    public async Task<Table> Play(Stage stage)
    {
        var people = stage.Options.Crowd(2000);
        var there = people / 20;
        var table = new Table($"arrivals: {people} people, signed in before; {there} are there already",
            ["server", "come within s", "all attached s", "p50 ms", "p99 ms", "all see all s", "who see all", "lists fetched again", "failed attempts",
            "server CPU s", "crowd CPU s", "MB to the crowd", .. Witnesses.Columns, "server MB at begin → end (most)"]);
        foreach (var over in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(stage.Options.Smoke ? 1 : 10) })
        {
            var cases = new List<Case>();
            foreach (var kind in stage.Kinds)
                cases.Add(await stage.On(kind, $"arrivals within {over.TotalSeconds:N0} s", people + there, (place, clients) => Measure(stage, place, clients, there, over)));
            foreach (var one in cases)
                table.Add(one.Cells(cases[^1]));
        }
        return table;
    }

    private static async Task<Case> Measure(Stage stage, Place place, Client[] clients, int there, TimeSpan over)
    {
        // Those who are there already have made the server load what it needs for anyone.
        var lists = place is ChatMuxPlace chatMux ? new CompleteLists(clients.Cast<ChatMuxBrowser>(), chatMux.Numbers) : null;
        await stage.Gather(clients[..there]);
        await stage.Pass(stage.Options.Settling);
        using var memory = new MemoryWatch(place.Server);
        var witnesses = new Witnesses(clients[..there]);
        var meter = new Meter(place.Server);
        var rush = new Rush();
        var attached = await rush.Come(stage, clients[there..], over);
        var complete = lists is not null && await stage.Until(() => lists.Missing == 0, Patience)
            ? Stopwatch.GetElapsedTime(rush.Begin, lists.Last) : (TimeSpan?)null;
        witnesses.Stop();
        return new Case(place.Name, over, rush, attached, lists, complete, meter.Read(), clients.Sum(client => client.Socket!.BytesIn), witnesses, memory.ToString());
    }

    private sealed record Case(
        string Server, TimeSpan Over, Rush Rush, TimeSpan Attached, CompleteLists? Lists, TimeSpan? Complete, Usage Usage, long Bytes, Witnesses Witnesses,
        string Memory)
    {
        public string[] Cells(Case ceiling) =>
        [
            Server, $"{Over.TotalSeconds:N0}",
            Ratio.Of(this, ceiling, one => one.Attached.TotalSeconds, "N2"),
            $"{Rush.Delays.Milliseconds(0.5):N0}", $"{Rush.Delays.Milliseconds(0.99):N0}",
            Complete is { } complete ? $"{complete.TotalSeconds:N2}" : "", Lists is null ? "" : $"{Lists.Complete}", Lists is null ? "" : $"{Lists.Fetches}",
            Rush.Failures,
            Ratio.Of(this, ceiling, one => one.Usage.Server.TotalSeconds, "N2"),
            $"{Usage.Driver.TotalSeconds:N2}", $"{Bytes / 1e6:N1}", .. Witnesses.Cells, Memory,
        ];
    }
}
