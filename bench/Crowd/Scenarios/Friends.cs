using System.Diagnostics;
using ChatMux.Crowd.Clients;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Scenarios;

/// <summary>
/// People with accounts and friends, none of whom is here, come at once: each wants to see who is here and how, and of each friend whether
/// they are, or when they last were. The bare hub knows nobody, so it does not play.
/// </summary>
internal sealed class Friends : IScenario
{
    private const int ActingAtOnce = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "friends";

    public async Task<Table> Play(Stage stage)
    {
        var people = stage.Options.Crowd(2000);
        var (there, friends) = (people / 20, stage.Options.Smoke ? 4 : 10);
        var table = new Table($"friends: {people} people with {friends} friends each at once; {there} guests are there already",
            ["server", "all attached s", "p50 ms", "p99 ms", "all see all s", "who see all", "all friend lists complete s", "p50 ms", "p99 ms", "who have theirs",
            "lists refused", "failed attempts", "server CPU s", "crowd CPU s", "kB to each who came", .. Witnesses.Columns, "server MB at begin → end (most)"]);
        foreach (var kind in stage.Kinds.Where(kind => kind.Name != CeilingPlace.Title))
        {
            table.Add(await stage.On(kind, "friends", place => Invite((ChatMuxPlace)place, people, there),
                (place, clients) => Measure(stage, (ChatMuxPlace)place, clients, people, there, friends)));
        }
        return table;
    }

    // The guests, the people in the tabs in which they make friends, and the same people in those in which they come.
    private static async Task<Client[]> Invite(ChatMuxPlace place, int people, int there)
    {
        var guests = await place.Invite(there);
        var tabs = await place.SignUp(people);
        return [.. guests, .. tabs, .. tabs.Select(tab => tab.OtherTab())];
    }

    private static async Task<string[]> Measure(Stage stage, ChatMuxPlace place, Client[] clients, int people, int there, int friends)
    {
        var (guests, before, comers) = (clients[..there], clients[there..(there + people)], clients[(there + people)..]);
        Stage.Say("  making friends");
        await stage.Gather(before);
        await MakeFriends(stage, [.. before.Cast<ChatMuxBrowser>()], friends);
        foreach (var tab in before)
            tab.Dispose();

        foreach (var guest in guests.Cast<ChatMuxBrowser>())
            guest.Lobby = new LobbyView(place.Numbers);
        await stage.Gather(guests);
        if (!await stage.Until(() => guests.Cast<ChatMuxBrowser>().All(guest => guest.Lobby!.Count == there), Patience))
            throw new InvalidOperationException("Those who have left are still in the list of people.");
        await stage.Pass(stage.Options.Settling);

        Stage.Say("  all come");
        var lists = new CompleteLists(guests.Concat(comers).Cast<ChatMuxBrowser>(), place.Numbers);
        var complete = new CompleteFriends(comers.Cast<ChatMuxBrowser>(), place.Numbers, friends);
        using var memory = new MemoryWatch(place.Server);
        var witnesses = new Witnesses(guests);
        var meter = new Meter(place.Server);
        var rush = new Rush();
        complete.Begin(rush.Begin);
        var attached = await rush.Come(stage, comers);
        await stage.Until(() => lists.Missing + complete.Missing == 0, Patience);
        witnesses.Stop();
        var usage = meter.Read();
        return
        [
            place.Name, $"{attached.TotalSeconds:N2}", $"{rush.Delays.Milliseconds(0.5):N0}", $"{rush.Delays.Milliseconds(0.99):N0}",
            lists.Missing == 0 ? $"{Stopwatch.GetElapsedTime(rush.Begin, lists.Last).TotalSeconds:N2}" : "", $"{lists.Complete}",
            complete.Missing == 0 ? $"{complete.Delays.Milliseconds(1) / 1000:N2}" : "",
            $"{complete.Delays.Milliseconds(0.5):N0}", $"{complete.Delays.Milliseconds(0.99):N0}", $"{complete.Complete}", $"{complete.Refused}",
            rush.Failures, $"{usage.Server.TotalSeconds:N2}", $"{usage.Driver.TotalSeconds:N2}",
            $"{comers.Average(client => client.Socket!.BytesIn) / 1e3:N1}", .. witnesses.Cells, memory.ToString(),
        ];
    }

    // On a ring, and not the nearest ones, so that friends come neither together nor in one order.
    private static async Task MakeFriends(Stage stage, ChatMuxBrowser[] people, int friends)
    {
        var step = people.Length / (friends + 1);
        await All(stage, people.Length, async (i, k) => await people[i].AskToBeFriends(people[(i + k * step) % people.Length]), friends / 2);
        await All(stage, people.Length, async (i, k) => await people[(i + k * step) % people.Length].AcceptAsFriend(people[i]), friends / 2);
    }

    private static async Task All(Stage stage, int people, Func<int, int, Task> act, int times)
    {
        // One turn after the other: nobody makes two calls at once.
        for (var k = 1; k <= times; k++)
            await Parallel.ForAsync(0, people, new ParallelOptions { MaxDegreeOfParallelism = ActingAtOnce, CancellationToken = stage.End }, async (i, _) => await act(i, k));
    }
}
