using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>Many are there and nobody does anything: what it costs to be there.</summary>
internal sealed class Idle : IScenario
{
    public string Name => "idle";

    public async Task<Table> Play(Stage stage)
    {
        var people = stage.Options.Crowd(2000);
        // Pings come every 5 s, and the front looks after its connections every 20 s.
        var window = stage.Options.Smoke ? stage.Options.Window : 6 * stage.Options.Window;
        var table = new Table($"idle: {people} people who do nothing, {window.TotalSeconds:N0} s",
            "server", "MB", "KB/connection", "of that live objects", "bytes/min to each", "bytes/min from each", "server cores", "server CPU ms/min for each");
        var cases = new List<Case>();
        foreach (var kind in stage.Kinds)
            cases.Add(await stage.On(kind, "idle", people, (place, clients) => Measure(stage, place, clients, window)));
        foreach (var one in cases)
            table.Add(one.Cells(cases[^1]));
        return table;
    }

    private static async Task<Case> Measure(Stage stage, Place place, Client[] clients, TimeSpan window)
    {
        // The first tenth makes the server load what it needs for anyone.
        var (first, rest) = (clients[..(clients.Length / 10)], clients[(clients.Length / 10)..]);
        await stage.Gather(first);
        var before = await Memory(stage, place.Server);
        await stage.Gather(rest);
        var after = await Memory(stage, place.Server);

        var (bytesIn, bytesOut) = Bytes(clients);
        var meter = new Meter(place.Server);
        await stage.Pass(window);
        var usage = meter.Read();
        var (bytesInNow, bytesOutNow) = Bytes(clients);
        return new Case(place.Name, clients.Length, rest.Length, before, after, usage, bytesInNow - bytesIn, bytesOutNow - bytesOut);
    }

    private static (long In, long Out) Bytes(Client[] clients) =>
        (clients.Sum(client => client.Socket!.BytesIn), clients.Sum(client => client.Socket!.BytesOut));

    private static async Task<Held> Memory(Stage stage, ServerGroup server)
    {
        await stage.Pass(stage.Options.Settling);
        return new Held(server.Memory, await LiveHeap.Of(server));
    }

    private sealed record Held(long Resident, long Live);

    private sealed record Case(string Server, int People, int Added, Held Before, Held After, Usage Usage, long BytesIn, long BytesOut)
    {
        private double Minutes => Usage.Elapsed.TotalMinutes * People;

        public string[] Cells(Case ceiling) =>
        [
            Server, $"{After.Resident >> 20}",
            Ratio.Of(this, ceiling, one => one.Each(held => held.Resident), "N1"),
            Ratio.Of(this, ceiling, one => one.Each(held => held.Live), "N1"),
            Ratio.Of(this, ceiling, one => one.BytesIn / one.Minutes, "N0"), Ratio.Of(this, ceiling, one => one.BytesOut / one.Minutes, "N0"),
            $"{Usage.ServerCores:N3}", Ratio.Of(this, ceiling, one => one.Usage.Server.TotalMilliseconds / one.Minutes, "N2"),
        ];

        private double Each(Func<Held, long> part) => (part(After) - part(Before)) / 1024.0 / Added;
    }
}
