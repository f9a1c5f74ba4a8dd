using ChatMux.Grains.Connections;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Lobby;

namespace ChatMux.Grains.Tests.Lobby;

public sealed class LobbyGrainTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;

    private ILobbyGrain Lobby => _grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key);

    // What happens within a tick of the last version is told at the end of that tick.
    private async Task<bool> IsHere(Guest guest)
    {
        fixture.Time.Advance(LobbyGrain.Tick);
        return (await Lobby.GetSnapshot()).People.Any(p => p.Profile.Id == guest.Actor.User);
    }

    private async Task<FakeFront> Watch()
    {
        var front = new FakeFront(_grains);
        await Lobby.Subscribe(front.Id, front.Reference);
        return front;
    }

    [Fact]
    public async Task General_is_there_from_the_first_start() =>
        Assert.Contains((await Lobby.GetSnapshot()).Rooms, r => r.Name == "General");

    [Fact]
    public async Task Who_enters_is_seen_by_those_who_are_here()
    {
        var front = await Watch();
        var ada = await Guest.Enter(_grains, "Ada");
        await ada.Attach(device: DeviceKind.Phone);
        fixture.Time.Advance(LobbyGrain.Tick);
        var seen = await front.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile.Id == ada.Actor.User));
        var person = seen.Present.Single(p => p.Profile.Id == ada.Actor.User);
        Assert.Equal(("Ada", "#336699", true), (person.Profile.Name, person.Profile.Colour, person.Profile.Guest));
        Assert.Equal([DeviceKind.Phone], person.Devices);
    }

    [Fact]
    public async Task Who_closes_the_last_tab_leaves_after_the_grace_period()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        await ada.Attach();
        await ada.Connection.Detach(ada.AttachmentId);
        Assert.True(await IsHere(ada));
        fixture.Time.Advance(ConnectionGrain.Grace - TimeSpan.FromSeconds(2));
        Assert.True(await IsHere(ada));
        var front = await Watch();
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        await Until.Holds(async () =>
        {
            // Each look takes a tick: so many of them are longer than a front's lease.
            await Lobby.Subscribe(front.Id, front.Reference);
            return !await IsHere(ada);
        });
        // A lobby that fills shows it before it tells it.
        fixture.Time.Advance(LobbyGrain.Tick);
        var gone = await front.Sees<LobbyChanged>(c => c.Gone.Contains(ada.Actor.User));
        Assert.DoesNotContain(gone.Present, p => p.Profile.Id == ada.Actor.User);
    }

    [Fact]
    public async Task Nobody_outlives_a_front_that_takes_no_events_by_more_than_30_seconds()
    {
        var front = await Watch();
        var ada = await Guest.Enter(_grains, "Ada", front);
        var frozen = front.Frozen = new TaskCompletionSource();
        await ada.Attach();
        var died = fixture.Time.GetUtcNow();
        while (await IsHere(ada))
        {
            Assert.InRange(fixture.Time.GetUtcNow() - died, TimeSpan.Zero, TimeSpan.FromSeconds(30));
            fixture.Time.Advance(TimeSpan.FromMilliseconds(500));
        }
        Assert.InRange(fixture.Time.GetUtcNow() - died, Roster.FrontGrace, TimeSpan.FromSeconds(30));
        frozen.SetResult();
    }

    [Fact]
    public async Task A_reload_is_not_seen()
    {
        var front = await Watch();
        var ada = await Guest.Enter(_grains, "Ada");
        await ada.Attach();
        fixture.Time.Advance(LobbyGrain.Tick);
        await front.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile.Id == ada.Actor.User));
        await ada.Connection.Detach(ada.AttachmentId);
        await ada.Attach();
        fixture.Time.Advance(ConnectionGrain.Grace);
        Assert.True(await IsHere(ada));
        Assert.Single(front.All<LobbyChanged>(), c => c.Present.Any(p => p.Profile.Id == ada.Actor.User));
        Assert.DoesNotContain(front.All<LobbyChanged>(), c => c.Gone.Contains(ada.Actor.User));
    }

    [Fact]
    public async Task In_a_rush_there_is_one_event_a_tick()
    {
        var front = await Watch();
        var guests = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Guest.Enter(_grains, $"Guest {i}", front)));
        // What others left is told at the end of the first tick; from the end of the second on it is quiet.
        fixture.Time.Advance(LobbyGrain.Tick);
        await Lobby.GetSnapshot();
        fixture.Time.Advance(LobbyGrain.Tick);
        var before = (await Lobby.GetSnapshot()).Version;
        await Task.WhenAll(guests.Select(g => g.Attach()));
        fixture.Time.Advance(LobbyGrain.Tick);
        var users = guests.Select(g => g.Actor.User).ToHashSet();
        await front.Sees<LobbyChanged>(c => c.Version == before + 2);
        Assert.Equal(users, front.All<LobbyChanged>().SelectMany(c => c.Present).Select(p => p.Profile.Id).Where(users.Contains).ToHashSet());
        Assert.Equal(before + 2, (await Lobby.GetSnapshot()).Version);
    }

    [Fact]
    public async Task Versions_follow_each_other_and_the_snapshot_is_at_the_last()
    {
        var front = await Watch();
        var before = (await Lobby.GetSnapshot()).Version;
        fixture.Time.Advance(LobbyGrain.Tick);
        await (await Guest.Enter(_grains, "Ada")).Attach();
        var one = await Lobby.GetSnapshot();
        Assert.Equal(before + 1, one.Version);
        await (await Guest.Enter(_grains, "Bo")).Attach();
        Assert.Equal(one.Version, (await Lobby.GetSnapshot()).Version);
        fixture.Time.Advance(LobbyGrain.Tick);
        await front.Sees<LobbyChanged>(c => c.Version == before + 2);
        var two = await Lobby.GetSnapshot();
        Assert.Equal(before + 2, two.Version);
        Assert.Equal([one.Version, two.Version], front.All<LobbyChanged>().Select(c => c.Version).Where(v => v > before));
    }

    [Fact]
    public async Task A_lobby_that_fills_shows_all_that_it_has_and_tells_it_once_a_tick()
    {
        var filling = _grains.GetGrain<ILobbyGrain>("filling");
        var front = new FakeFront(_grains);
        await filling.Subscribe(front.Id, front.Reference);
        var users = Enumerable.Range(0, 3).Select(_ => HexId.New<UserId>()).ToArray();
        foreach (var user in users)
        {
            await filling.Touch(new Profile(user, "Ada", "#336699", true),
                [new ConnectionPresence(HexId.New<ConnectionId>(), HexId.New<SessionId>(), front.Id, DeviceKind.Desktop, true)], [], Availability.Available, visited: null);
            var early = await filling.GetSnapshot();
            Assert.Contains(early.People, person => person.Profile.Id == user);
            Assert.Equal(1, early.Version);
        }
        Assert.Empty(front.All<LobbyChanged>());
        fixture.Time.Advance(LobbyGrain.Tick);
        var change = await front.Sees<LobbyChanged>(c => c.Version == 2);
        Assert.Equal(users.ToHashSet(), change.Present.Select(person => person.Profile.Id).ToHashSet());
    }
}
