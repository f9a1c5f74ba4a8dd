using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Presence;
using ChatMux.WebFront.Rooms;

namespace ChatMux.WebFront.Tests.Presence;

public sealed class PresenceTests(TestCluster cluster)
{
    private static async Task Set(TestBrowser browser, Availability availability) =>
        Assert.Equal(availability, (await browser.Call<OwnPresence>("SetAvailability", new SetAvailabilityCommand(availability))).Value?.Availability);

    private static async Task Idle(TestBrowser browser, bool idle) => Assert.NotNull((await browser.Call<Done>("SetIdle", new SetIdleCommand(idle))).Value);

    private static Task<LobbyChanged> Sees(TestBrowser watcher, TestBrowser person, PersonPresence presence) =>
        watcher.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile.Id == person.Welcome.Me.Id && p.Presence == presence));

    [Fact]
    public async Task How_one_appears_is_seen_at_the_other_front_and_by_the_own_tabs()
    {
        await using var watcher = await TestBrowser.Enter(cluster.Two, "Watcher");
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var elsewhere = await ada.OtherTab(cluster.Two);
        Assert.Equal(Availability.Available, ada.Welcome.Presence.Availability);
        Assert.Equal([ada.Connection, elsewhere.Connection], elsewhere.Welcome.Presence.Connections.Select(c => c.Connection).OrderBy(c => c != ada.Connection));
        await Sees(watcher, ada, PersonPresence.Online);
        await Idle(ada, true);
        await elsewhere.Sees<OwnPresenceChanged>(e => e.Presence.Connections.Any(c => c.Connection == ada.Connection && c.Idle));
        await Idle(elsewhere, true);
        await Sees(watcher, ada, PersonPresence.Idle);
        await Set(elsewhere, Availability.DoNotDisturb);
        await Sees(watcher, ada, PersonPresence.DoNotDisturb);
        await ada.Sees<OwnPresenceChanged>(e => e.Presence.Availability == Availability.DoNotDisturb);
        Assert.Equal((Availability.DoNotDisturb, 2), ((await ada.Call<OwnPresence>("GetPresence")).Value!.Availability, (await ada.Call<OwnPresence>("GetPresence")).Value!.Connections.Count(c => c.Idle)));
    }

    [Fact]
    public async Task Who_goes_to_another_room_is_seen_there_from_the_other_front()
    {
        await using var watcher = await TestBrowser.Enter(cluster.Two, "Watcher");
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        RoomId[] rooms = [HexId.New<RoomId>(), HexId.New<RoomId>()];
        foreach (var room in rooms)
            Assert.NotNull((await ada.Call<InboxConversation>("CreateRoom", new CreateRoomCommand(room, "Tea", ""))).Value);
        foreach (var room in rooms)
        {
            Assert.NotNull((await ada.Call<Done>("VisitRoom", new VisitRoomCommand(room))).Value);
            await watcher.Sees<LobbyChanged>(c => c.Whereabouts.Contains(new Whereabouts(ada.Welcome.Me.Id, room)));
        }
        await using var late = await TestBrowser.Enter(cluster.Two, "Late");
        Assert.Contains(new Whereabouts(ada.Welcome.Me.Id, rooms[1]), late.Welcome.Lobby.Whereabouts);
    }

    [Fact]
    public async Task Who_is_invisible_sees_and_is_not_seen_and_is_back_with_the_next_choice()
    {
        await using var watcher = await TestBrowser.Enter(cluster.Two, "Watcher");
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await Sees(watcher, ada, PersonPresence.Online);
        await Set(ada, Availability.Invisible);
        await watcher.Sees<LobbyChanged>(c => c.Gone.Contains(ada.Welcome.Me.Id));
        await using var elsewhere = await ada.OtherTab(cluster.Two);
        foreach (var lobby in new[] { elsewhere.Welcome.Lobby, (await watcher.Call<LobbySnapshot>("GetLobby")).Value! })
        {
            Assert.DoesNotContain(lobby.People, p => p.Profile.Id == ada.Welcome.Me.Id);
            Assert.Contains(lobby.People, p => p.Profile.Id == watcher.Welcome.Me.Id);
        }
        Assert.Equal(Availability.Invisible, elsewhere.Welcome.Presence.Availability);
        await Set(elsewhere, Availability.DoNotDisturb);
        await Sees(watcher, ada, PersonPresence.DoNotDisturb);
    }

    [Fact]
    public async Task A_tab_that_attaches_without_input_is_idle_from_the_start()
    {
        await using var watcher = await TestBrowser.Enter(cluster.Two, "Watcher");
        await using var ada = new TestBrowser();
        await ada.SignIn(cluster.One, "Ada");
        await ada.Open(cluster.One);
        var me = (await ada.Call<Welcome>("Attach", new AttachCommand(ada.Connection, DeviceKind.Phone, 1, null, Idle: true))).Value!;
        Assert.True(Assert.Single(me.Presence.Connections).Idle);
        var seen = await watcher.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile.Id == me.Me.Id));
        Assert.Equal(PersonPresence.Idle, seen.Present.Single(p => p.Profile.Id == me.Me.Id).Presence);
    }
}
