using ChatMux.Grains.Interfaces.Lobby;

namespace ChatMux.WebFront.Tests.Lobby;

public sealed class LobbyTests(TestCluster cluster)
{
    [Fact]
    public async Task Who_enters_through_one_front_is_seen_on_the_other()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.Two, "Bo");
        await ada.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile == bo.Welcome.Me));
        // The welcome holds the lobby's last version; what is newer by less than a tick follows as a change.
        if (bo.Welcome.Lobby.People.All(p => p.Profile != ada.Welcome.Me))
            await bo.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile == ada.Welcome.Me));
        Assert.Contains((await ada.Call<LobbySnapshot>("GetLobby")).Value!.People, p => p.Profile == bo.Welcome.Me);
    }

    [Fact]
    public async Task Diffs_go_on_from_the_snapshot_without_a_gap()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var version = ada.Welcome.Lobby.Version;
        for (var i = 0; i < 3; i++)
        {
            await using var guest = await TestBrowser.Enter(cluster.Two, $"Guest {i}");
            await ada.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile == guest.Welcome.Me));
        }
        var later = ada.All<LobbyChanged>().Where(c => c.Version > version).Select(c => c.Version).ToArray();
        Assert.Equal(Enumerable.Range(1, later.Length).Select(i => version + i), later);
    }
}
