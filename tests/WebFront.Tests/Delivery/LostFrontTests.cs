using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Tests.Delivery;

/// <summary>A front that is gone without a word, as after kill -9.</summary>
public sealed class LostFrontTests(OwnCluster own) : IClassFixture<OwnCluster>
{
    private readonly TestCluster _cluster = own.Cluster;

    [Fact]
    public async Task Who_comes_back_in_time_is_not_seen_leaving_and_who_does_not_is_gone_within_thirty_seconds()
    {
        var front = await _cluster.StartFront();
        await using var watcher = await TestBrowser.Enter(_cluster.One, "Watcher");
        await using var ada = await TestBrowser.Enter(front, "Ada");
        await using var bo = await TestBrowser.Enter(front, "Bo");
        await _cluster.PassUntil(watcher.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile == bo.Welcome.Me)), TimeSpan.FromSeconds(1));
        await front.Die();
        await _cluster.Pass(TimeSpan.FromSeconds(14));
        await ada.ComeBack(_cluster.Two);
        Assert.Superset(new HashSet<UserId> { ada.Welcome.Me.Id, bo.Welcome.Me.Id }, await Here(watcher));

        await _cluster.Pass(TimeSpan.FromSeconds(30 - 14));
        Assert.DoesNotContain(bo.Welcome.Me.Id, await Here(watcher));
        var gone = await watcher.Sees<LobbyChanged>(c => c.Gone.Contains(bo.Welcome.Me.Id));
        // The connection's own lease ends later, and must not bring anyone back.
        await _cluster.Pass(TimeSpan.FromSeconds(90));
        Assert.Contains(ada.Welcome.Me.Id, await Here(watcher));
        Assert.DoesNotContain(watcher.All<LobbyChanged>(), c => c.Gone.Contains(ada.Welcome.Me.Id));
        Assert.DoesNotContain(watcher.All<LobbyChanged>(), c => c.Version > gone.Version && c.Present.Any(p => p.Profile == bo.Welcome.Me));
    }

    [Fact]
    public async Task A_lobby_that_is_lost_together_with_a_front_shows_none_of_those_who_did_not_come_back()
    {
        var front = await _cluster.StartFront();
        await using var watcher = await TestBrowser.Enter(_cluster.One, "Watcher");
        await using var ada = await TestBrowser.Enter(front, "Ada");
        await front.Die();
        await _cluster.Silos.DeactivateAsync(_cluster.Grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key));
        await _cluster.Pass(TimeSpan.FromSeconds(30));
        var lobby = (await watcher.Call<LobbySnapshot>("GetLobby")).Value!;
        Assert.Contains(lobby.People, p => p.Profile == watcher.Welcome.Me);
        Assert.DoesNotContain(lobby.People, p => p.Profile == ada.Welcome.Me);
        await _cluster.Pass(TimeSpan.FromSeconds(60));
        Assert.DoesNotContain(ada.Welcome.Me.Id, await Here(watcher));
        Assert.DoesNotContain(watcher.All<LobbyChanged>(), c => c.Epoch == lobby.Epoch && c.Present.Any(p => p.Profile == ada.Welcome.Me));
    }

    private static async Task<HashSet<UserId>> Here(TestBrowser browser) =>
        [.. (await browser.Call<LobbySnapshot>("GetLobby")).Value!.People.Select(p => p.Profile.Id)];
}
