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
        var cases = new List<Case>();
        foreach (var kind in stage.Kinds)
            cases.Add(await stage.On(kind, "storm", people, (place, clients) => Measure(stage, place, clients)));
        foreach (var one in cases)
            table.Add(one.Cells(cases[^1]));
        return table;
    }

    private static async Task<Case> Measure(Stage stage, Place place, Client[] clients)
    {
        await stage.Gather(clients);
        await stage.Pass(stage.Options.Settling);
        var meter = new Meter(place.Server);
        var rush = new Rush();
        foreach (var client in clients)
            client.Dispose();
        var back = await rush.Come(stage, clients);
        return new Case(place.Name, rush, back, meter.Read(), clients);
    }

    private sealed record Case(string Server, Rush Rush, TimeSpan Back, Usage Usage, Client[] Clients)
    {
        public string[] Cells(Case ceiling) =>
        [
            Server,
            Ratio.Of(this, ceiling, one => one.Back.TotalSeconds, "N2"),
            $"{Rush.Delays.Milliseconds(0.5):N0}", $"{Rush.Delays.Milliseconds(0.99):N0}",
            Clients[0] is ChatMuxBrowser ? $"{Clients.Cast<ChatMuxBrowser>().Count(browser => browser.Resumed)}" : "", Rush.Failures,
            Ratio.Of(this, ceiling, one => one.Usage.Server.TotalSeconds, "N2"),
            $"{Usage.Driver.TotalSeconds:N2}", $"{Clients.Sum(client => client.Socket!.BytesIn) / 1e6:N1}",
        ];
    }
}
