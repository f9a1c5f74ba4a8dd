using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>Pairs of people, each pair in a room of its own, both talking as fast as the server takes it.</summary>
internal sealed class Pairs : IScenario
{
    public string Name => "pairs";

    public async Task<Table> Play(Stage stage)
    {
        var table = new Table("pairs: rooms of two, both talk without a breath (350 characters a message)",
            "server", "pairs", "messages/s", "p50 ms", "p99 ms", "server µs/message", "crowd µs/message", "server cores", "refused");
        int[] sizes = stage.Options is { Smoke: true } ? [2] : stage.Options.People is { } people ? [people / 2] : [1, 10, 50];
        foreach (var pairs in sizes)
        {
            var cases = new List<Case>();
            foreach (var kind in stage.Kinds)
                cases.Add(await stage.On(kind, $"pairs: {pairs}", 2 * pairs, (place, clients) => Measure(stage, place, clients)));
            foreach (var one in cases)
                table.Add(one.Cells(pairs, cases[^1]));
        }
        return table;
    }

    private static async Task<Case> Measure(Stage stage, Place place, Client[] clients)
    {
        await stage.Gather(clients);
        foreach (var pair in clients.Chunk(2))
            await place.Pair(pair[0], pair[1]);
        // Numbers 2n and 2n + 1 are a pair.
        var loop = new ClosedLoop(clients, (client, author) => (client.Number ^ 1) == author);
        var usage = await loop.Run(stage, place.Server);
        return new Case(place.Name, loop.Delays, usage, loop.Refused);
    }

    private sealed record Case(string Server, Histogram Delays, Usage Usage, long Refused)
    {
        public string[] Cells(int pairs, Case ceiling) =>
        [
            Server, $"{pairs}",
            Ratio.Of(this, ceiling, one => one.Delays.Count / one.Usage.Elapsed.TotalSeconds, "N0"),
            Ratio.Of(this, ceiling, one => one.Delays.Milliseconds(0.5), "N2"),
            Ratio.Of(this, ceiling, one => one.Delays.Milliseconds(0.99), "N2"),
            Ratio.Of(this, ceiling, one => one.Usage.Server.TotalMicroseconds / one.Delays.Count, "N1"),
            $"{Usage.Driver.TotalMicroseconds / Delays.Count:N1}", $"{Usage.ServerCores:N2}", $"{Refused}",
        ];
    }
}
