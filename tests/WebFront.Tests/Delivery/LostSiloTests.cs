using System.Diagnostics;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using Orleans.TestingHost;

namespace ChatMux.WebFront.Tests.Delivery;

/// <summary>One of two silos is gone without a word, and with it what its grains held in memory.</summary>
[Collection<Alone>]
public sealed class LostSiloTests(ITestOutputHelper output)
{
    private const int People = 20;
    private static readonly TimeSpan HealsWithin = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_that_a_lost_silo_held_is_rebuilt_within_five_seconds_without_a_reload(bool lobbyLost)
    {
        await using var cluster = await TestCluster.StartOwn();
        var people = new List<TestBrowser>();
        for (var i = 0; i < People; i++)
            people.Add(await TestBrowser.Enter(i % 2 == 0 ? cluster.One : cluster.Two, $"Person {i}"));
        await using var tab = people[0].OtherTab();
        await tab.ComeBack(cluster.Two);
        await cluster.Pass(TimeSpan.FromSeconds(1));
        var withLobby = await SiloOf(cluster, cluster.Grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key));
        var silo = cluster.Silos.Silos.First(s => s.SiloAddress.Equals(withLobby) == lobbyLost);
        var resyncing = new List<TestBrowser>();
        foreach (var person in people)
            if (silo.SiloAddress.Equals(await SiloOf(cluster, cluster.Grains.GetGrain<IConnectionGrain>(person.Connection.Value)))
                || silo.SiloAddress.Equals(await SiloOf(cluster, cluster.Grains.GetGrain<IUserGrain>(person.Welcome.Me.Id.Value))))
                resyncing.Add(person);

        await Kill(cluster, silo);
        var (begun, clock) = (Stopwatch.GetTimestamp(), cluster.Time.GetUtcNow());
        var healed = Heals(people, resyncing);
        await cluster.PassBesideUntil(Task.WhenAll(healed.Select(h => h.Done)), HealsWithin);
        Assert.Empty(healed.Where(h => !h.Done.IsCompletedSuccessfully).Select(h => h.What));
        output.WriteLine($"healed {Stopwatch.GetElapsedTime(begun).TotalSeconds:f1} s after the cluster knew, "
            + $"{(cluster.Time.GetUtcNow() - clock).TotalSeconds:f1} s by the cluster's clock; {resyncing.Count} of {People} browsers had to resync");

        Assert.DoesNotContain(people, p => p.Closed.Task.IsCompleted);
        foreach (var author in people.Take(2))
        {
            var sequence = (await author.Says("as before")).Value!.Sequence;
            foreach (var person in people)
            {
                await person.Sees<MessagePosted>(m => m.Message.Sequence == sequence);
                Assert.Single(person.All<MessagePosted>(), m => m.Message.Sequence == sequence);
            }
            await tab.MarksRead(sequence);
            await people[0].Sees<ReadMoved>(m => m.Position.ReadUpTo == sequence);
        }
        foreach (var person in people)
            await person.DisposeAsync();
    }

    private static List<(string What, Task Done)> Heals(List<TestBrowser> people, List<TestBrowser> resyncing) => [
        .. resyncing.Select(person => ($"{person.Welcome.Me.Name} resyncs", (Task)person.Sees<ResyncNeeded>(patience: TimeSpan.FromSeconds(60)))),
        .. people.Take(2).Select(asking => ($"{asking.Welcome.Me.Name} sees all", ListsAll(asking, people))),
        .. people.Take(2).Select(author => ($"{author.Welcome.Me.Name} reaches all", Reaches(author, people)))];

    // A silo that is killed inside a process takes calls for a while that it never answers, when its successor is known
    // already. No process does; so the fronts' calls wait until it is gone.
    private static async Task Kill(TestCluster cluster, InProcessSiloHandle silo)
    {
        foreach (var front in new[] { cluster.One, cluster.Two })
            front.Line.Freeze();
        await cluster.Silos.KillSiloAsync(silo);
        // Asking makes the other silo read the membership table; by itself it would only after some missed probes.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await cluster.Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).ContainsKey(silo.SiloAddress))
            await Task.Delay(20, limit.Token);
        foreach (var front in new[] { cluster.One, cluster.Two })
            front.Line.Thaw();
    }

    private static async Task<SiloAddress?> SiloOf(TestCluster cluster, IAddressable grain) =>
        await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);

    private static async Task ListsAll(TestBrowser asking, List<TestBrowser> people)
    {
        var all = people.Select(p => p.Welcome.Me.Id).ToHashSet();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await asking.Call<LobbySnapshot>("GetLobby")).Value is not { } lobby || !all.IsSubsetOf(lobby.People.Select(p => p.Profile.Id)))
            await Task.Delay(50, limit.Token); // the lobby tells changes, and not that it is complete
    }

    // As the client does: sends again what was not taken, and fetches what it was told of but did not get.
    private static async Task Reaches(TestBrowser author, List<TestBrowser> people)
    {
        var id = HexId.New<MessageId>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Result<SendReceipt> sent;
        while ((sent = await author.Says("while it heals", id)).Refusal is { Code: RefusalCode.Unavailable })
            await Task.Delay(50, limit.Token);
        var sequence = sent.Value!.Sequence;
        await Task.WhenAll(people.Select(person => person.Sees<ServerEvent>(e => e switch
        {
            MessagePosted posted => posted.Message.Sequence == sequence,
            ConversationPosition position => position.Conversation == person.General && position.Head >= sequence,
            _ => false,
        }, TimeSpan.FromSeconds(60))));
    }
}
