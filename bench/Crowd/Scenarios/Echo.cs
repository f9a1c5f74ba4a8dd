using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>Clients of the bare hub get back what they say: what this machine and this crowd can do at all, before any server does anything.</summary>
internal sealed class Echo : IScenario
{
    public string Name => "echo";

    public async Task<Table> Play(Stage stage)
    {
        var table = new Table("echo: the bare hub gives back what it gets", "clients", "messages/s", "p50 ms", "p99 ms", "server µs/message", "crowd µs/message");
        var kind = new PlaceKind(CeilingPlace.Title, CeilingPlace.Open);
        foreach (var people in stage.Options.Smoke ? new[] { 2 } : [1, 10, 100])
            table.Add(await stage.On(kind, $"echo: {people}", people, (place, clients) => Measure(stage, place, clients)));
        return table;
    }

    private static async Task<string[]> Measure(Stage stage, Place place, Client[] clients)
    {
        foreach (var client in clients.Cast<CeilingClient>())
            client.Says = CeilingSays.Echo;
        await stage.Gather(clients);
        var loop = new ClosedLoop(clients, (_, _) => true);
        var usage = await loop.Run(stage, place.Server);
        var count = loop.Delays.Count;
        return
        [
            $"{clients.Length}", $"{count / usage.Elapsed.TotalSeconds:N0}", $"{loop.Delays.Milliseconds(0.5):N2}", $"{loop.Delays.Milliseconds(0.99):N2}",
            $"{usage.Server.TotalMicroseconds / count:N1}", $"{usage.Driver.TotalMicroseconds / count:N1}",
        ];
    }
}
