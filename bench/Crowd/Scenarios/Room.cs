using System.Diagnostics;
using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>One great room in which some talk and everyone listens; then the same with some who do not read what they get.</summary>
internal sealed class Room : IScenario
{
    private const int MessagesPerSecond = 50;
    private const int TextLength = 300;
    private const int Deaf = 10;

    // As little as the system allows: the rest of what the deaf do not read is the server's.
    private const int DeafReceiveBuffer = 2048;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Name => "room";

    public async Task<Table> Play(Stage stage)
    {
        var members = stage.Options.Crowd(1000);
        var table = new Table($"room: {members} members, {MessagesPerSecond} messages/s of {TextLength} characters, {stage.Options.RoomWindow.TotalSeconds:N0} s",
            "server", "not reading", "delivered/s", "of expected", "p50 ms", "p99 ms", "p99 to all reading", "server µs/delivery", "server cores", "crowd cores",
            "MB at begin → end (most)", "MB live", "missed", "refused", "those who did not read, reading again");
        var cases = new List<(Case All, Case Some)>();
        foreach (var kind in stage.Kinds)
        {
            cases.Add((
                await stage.On(kind, "room: all read", members, (place, clients) => Measure(stage, place, clients, deaf: 0)),
                await stage.On(kind, $"room: {Deaf} do not read", members, (place, clients) => Measure(stage, place, clients, Deaf))));
        }
        foreach (var (all, some) in cases)
        {
            table.Add(all.Cells(all, cases[^1].All));
            table.Add(some.Cells(all, cases[^1].Some));
        }
        return table;
    }

    private static async Task<Case> Measure(Stage stage, Place place, Client[] clients, int deaf)
    {
        var (listeners, notReading) = (clients[deaf..], clients[..deaf]);
        foreach (var client in notReading)
            client.ReceiveBuffer = DeafReceiveBuffer;
        await stage.Gather(clients);
        var speakers = new Speakers(listeners, MessagesPerSecond, TextLength);
        await speakers.Talk(stage, stage.Options.WarmUp);

        var liveBefore = await LiveHeap.Of(place.Server);
        using var memory = new MemoryWatch(place.Server);
        var (begin, before) = (Stopwatch.GetTimestamp(), speakers.Said);
        var hearing = new Hearing(listeners, begin);
        var ears = notReading.Select(client => new DeafEar(client, begin)).ToArray();
        var meter = new Meter(place.Server);
        await speakers.Talk(stage, stage.Options.RoomWindow);
        var usage = meter.Read();
        var said = speakers.Said - before;
        await stage.Until(() => hearing.Delays.Count == said * listeners.Length, Patience);
        var held = memory.ToString();
        var live = $"{liveBefore >> 20} → {await LiveHeap.Of(place.Server) >> 20}";
        var outcomes = await Task.WhenAll(ears.Select(ear => ear.ReadAgain(stage, said, Patience)));
        return new Case(place.Name, deaf, usage, hearing.Delays, said * listeners.Length, held, live,
            listeners.OfType<ChatMuxBrowser>().Sum(one => one.Missed), speakers.Refused,
            string.Join(", ", outcomes.CountBy(outcome => outcome).Select(outcome => $"{outcome.Value} {outcome.Key}")));
    }

    private sealed record Case(
        string Server, int Deaf, Usage Usage, Histogram Delays, long Expected, string Resident, string Live, long Missed, long Refused, string Outcomes)
    {
        private double P99 => Delays.Milliseconds(0.99);

        public string[] Cells(Case allReading, Case ceiling) =>
        [
            Server, $"{Deaf}", $"{Delays.Count / Usage.Elapsed.TotalSeconds:N0}", $"{100.0 * Delays.Count / Expected:N2} %",
            Ratio.Of(this, ceiling, one => one.Delays.Milliseconds(0.5), "N1"),
            Ratio.Of(this, ceiling, one => one.P99, "N1"),
            this == allReading ? "" : $"{P99 / allReading.P99:N2}×",
            Ratio.Of(this, ceiling, one => one.Usage.Server.TotalMicroseconds / one.Delays.Count, "N1"),
            $"{Usage.ServerCores:N2}", $"{Usage.DriverCores:N2}", Resident, Live, $"{Missed}", $"{Refused}", Outcomes,
        ];
    }
}
