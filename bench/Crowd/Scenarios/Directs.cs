using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Sealed;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>
/// Pairs of friends who write sealed messages to each other without a breath, while many others are there. Sealing is the browsers' work and
/// done before. The bare hub knows nobody, so it does not play.
/// </summary>
internal sealed class Directs : IScenario
{
    // What is made of about three lines of chat.
    private const int Padded = 512;

    // The server takes one call of a socket after the other: what more there is on its way waits for its turn.
    private static readonly int[] Windows = [1, 2, 4];

    public string Name => "directs";

    public async Task<Table> Play(Stage stage)
    {
        var (others, pairs) = (stage.Options.Crowd(1000), stage.Options.Smoke ? 2 : 10);
        var table = new Table($"directs: {pairs} pairs of friends write sealed messages (padded to {Padded} bytes) to each other, {others} others are there",
            "server", "window of each", "receipts/s", "p50 ms", "p99 ms", "delivered/s", "p50 ms", "p99 ms", "server µs/message", "crowd µs/message", "server cores", "crowd cores",
            "server MB at begin → end (most)", "refused", "missed", "resyncs");
        foreach (var kind in stage.Kinds.Where(kind => kind.Name != CeilingPlace.Title))
        {
            foreach (var window in stage.Options.Smoke ? Windows[..2] : Windows)
            {
                table.Add(await stage.On(kind, $"directs: window {window}", place => Invite((ChatMuxPlace)place, others, pairs),
                    (place, clients) => Measure(stage, place, clients, others, window)));
            }
        }
        return table;
    }

    private static async Task<Client[]> Invite(ChatMuxPlace place, int others, int pairs) =>
        [.. await place.Invite(others), .. await place.SignUp(2 * pairs)];

    private static async Task<string[]> Measure(Stage stage, Place place, Client[] clients, int others, int window)
    {
        await stage.Gather(clients);
        var writers = clients[others..].Cast<ChatMuxBrowser>().ToArray();
        foreach (var pair in writers.Chunk(2))
            await Meet(pair[0], pair[1]);
        await stage.Pass(stage.Options.Settling);

        var loop = new SealedLoop(writers, window);
        var (usage, memory) = await loop.Run(stage, place.Server);
        var seconds = usage.Elapsed.TotalSeconds;
        return
        [
            place.Name, $"{window}",
            $"{loop.Receipts.Count / seconds:N0}", $"{loop.Receipts.Milliseconds(0.5):N2}", $"{loop.Receipts.Milliseconds(0.99):N2}",
            $"{loop.Deliveries.Count / seconds:N0}", $"{loop.Deliveries.Milliseconds(0.5):N2}", $"{loop.Deliveries.Milliseconds(0.99):N2}",
            $"{usage.Server.TotalMicroseconds / loop.Receipts.Count:N1}", $"{usage.Driver.TotalMicroseconds / loop.Receipts.Count:N1}",
            $"{usage.ServerCores:N2}", $"{usage.DriverCores:N2}", memory,
            $"{loop.Refused}", $"{writers.Sum(writer => writer.Missed)}", $"{writers.Sum(writer => writer.Resyncs)}",
        ];
    }

    private static async Task Meet(ChatMuxBrowser one, ChatMuxBrowser other)
    {
        await one.AskToBeFriends(other);
        await other.AcceptAsFriend(one);
        var pair = new SealedPair(one.User, other.User);
        foreach (var writer in new[] { one, other })
            await writer.BringDevice(pair.DeviceOf(writer.User), pair.GenesisOf(writer.User));
        await one.BeginEpoch(other.User, pair.Epoch);
        foreach (var (writer, friend) in new[] { (one, other), (other, one) })
            writer.TurnTo(friend.User, pair.Conversation, pair.EnvelopeOf(writer.User, Padded));
    }
}
