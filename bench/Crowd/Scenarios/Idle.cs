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
            "server", "MB at begin → end (most)", "KB/connection", "bytes/min to each", "bytes/min from each", "server cores", "server CPU ms/min for each");
        foreach (var kind in stage.Kinds)
            table.Add(await stage.On(kind, "idle", people, (place, clients) => Measure(stage, place, clients, window)));
        return table;
    }

    private static async Task<string[]> Measure(Stage stage, Place place, Client[] clients, TimeSpan window)
    {
        // The first tenth makes the server load what it needs for anyone.
        var (first, rest) = (clients[..(clients.Length / 10)], clients[(clients.Length / 10)..]);
        await stage.Gather(first);
        await stage.Pass(stage.Options.Settling);
        using var memory = new MemoryWatch(place.Server);
        var before = place.Server.Memory;
        await stage.Gather(rest);
        await stage.Pass(stage.Options.Settling);
        var each = (place.Server.Memory - before) / 1024.0 / rest.Length;

        var (bytesIn, bytesOut) = Bytes(clients);
        var meter = new Meter(place.Server);
        await stage.Pass(window);
        var usage = meter.Read();
        var (bytesInNow, bytesOutNow) = Bytes(clients);
        var minutesForEach = usage.Elapsed.TotalMinutes * clients.Length;
        return
        [
            place.Name, memory.ToString(), $"{each:N1}", $"{(bytesInNow - bytesIn) / minutesForEach:N0}", $"{(bytesOutNow - bytesOut) / minutesForEach:N0}",
            $"{usage.ServerCores:N3}", $"{usage.Server.TotalMilliseconds / minutesForEach:N2}",
        ];
    }

    private static (long In, long Out) Bytes(Client[] clients) =>
        (clients.Sum(client => client.Socket!.BytesIn), clients.Sum(client => client.Socket!.BytesOut));
}
