using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>The network breaks for everyone, and everyone comes back at once to go on where they were.</summary>
internal sealed class Storm : IScenario
{
    public string Name => "storm";

    public async Task<Table> Play(Stage stage)
    {
        var people = stage.Options.Crowd(1000);
        var table = new Table($"storm: {people} people lose their sockets and come back",
            "server", "all back s", "p50 ms", "p99 ms", "resumed", "failed attempts", "server CPU s", "crowd CPU s", "MB to the crowd");
        foreach (var kind in stage.Kinds)
            table.Add(await stage.On(kind, "storm", people, (place, clients) => Measure(stage, place, clients)));
        return table;
    }

    private static async Task<string[]> Measure(Stage stage, Place place, Client[] clients)
    {
        await stage.Gather(clients);
        await stage.Pass(stage.Options.Settling);
        var meter = new Meter(place.Server);
        var rush = new Rush();
        foreach (var client in clients)
            client.Dispose();
        var back = await rush.Come(stage, clients);
        var usage = meter.Read();
        return
        [
            place.Name, $"{back.TotalSeconds:N2}", $"{rush.Delays.Milliseconds(0.5):N0}", $"{rush.Delays.Milliseconds(0.99):N0}",
            place is ChatMuxPlace ? $"{clients.Cast<ChatMuxBrowser>().Count(browser => browser.Resumed)}" : "", $"{rush.Failures}",
            $"{usage.Server.TotalSeconds:N2}", $"{usage.Driver.TotalSeconds:N2}", $"{clients.Sum(client => client.Socket!.BytesIn) / 1e6:N1}",
        ];
    }
}
