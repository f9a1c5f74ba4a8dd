using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Lobby;

namespace ChatMux.Grains.Tests.Presence;

/// <summary>What the lobby tells of how people appear.</summary>
public sealed class RosterPresenceTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-22T12:00:00Z", null);
    private readonly Profile _ada = new(HexId.New<UserId>(), "Ada", "#336699", false, "ada");
    private readonly FrontId _front = HexId.New<FrontId>();
    private readonly LobbyRoom _tea = new(HexId.New<RoomId>(), "Tea");
    private readonly Roster _roster = new();

    public RosterPresenceTests()
    {
        _roster.Show(_tea);
        Changes();
    }

    private ConnectionPresence Tab(bool idle = false, DeviceKind device = DeviceKind.Desktop) =>
        new(HexId.New<ConnectionId>(), HexId.New<SessionId>(), _front, device, true, idle);

    private void Touch(Availability availability, params ConnectionPresence[] tabs) => _roster.Touch(_ada, tabs, [_tea.Id], availability, Start);

    private LobbyChanged Changes() => _roster.TakeChanges("e", 1);

    private void AssertToldToNobody()
    {
        Assert.False(_roster.HasChanges);
        Assert.Empty(_roster.People);
        Assert.Empty(_roster.Counts);
        Assert.Empty(_roster.Find([_ada.Id]));
    }

    [Fact]
    public void Who_comes_stays_and_goes_invisible_is_told_to_nobody()
    {
        var tab = Tab();
        Touch(Availability.Invisible, tab);
        AssertToldToNobody();
        Assert.True(_roster.Has(_ada.Id));
        Touch(Availability.Invisible, tab with { Idle = true }, Tab(device: DeviceKind.Phone));
        AssertToldToNobody();
        Touch(Availability.Invisible);
        AssertToldToNobody();
        Assert.False(_roster.Has(_ada.Id));
    }

    [Fact]
    public void Who_is_invisible_and_lost_with_the_front_or_no_longer_touched_is_told_to_nobody()
    {
        Touch(Availability.Invisible, Tab());
        _roster.FrontLost(_front, Start);
        _roster.Expire(Start + Roster.FrontGrace);
        AssertToldToNobody();
        Assert.False(_roster.Has(_ada.Id));
        _roster.FrontBack(_front);
        Touch(Availability.Invisible, Tab());
        _roster.Expire(Start + Roster.TouchLease);
        AssertToldToNobody();
        Assert.False(_roster.Has(_ada.Id));
    }

    [Fact]
    public void Who_turns_invisible_goes_as_if_they_had_left()
    {
        var tab = Tab();
        Touch(Availability.Available, tab);
        Changes();
        Touch(Availability.Invisible, tab);
        var changed = Changes();
        Assert.Empty(changed.Present);
        Assert.Equal([_ada.Id], changed.Gone);
        Assert.Equal([new RoomCount(_tea.Id, 0)], changed.Counts);
        Touch(Availability.Invisible);
        AssertToldToNobody();
    }

    [Fact]
    public void Who_turns_visible_comes_as_if_they_had_just_arrived()
    {
        var tab = Tab();
        Touch(Availability.Invisible, tab);
        Touch(Availability.DoNotDisturb, tab);
        var changed = Changes();
        Assert.Equal(PersonPresence.DoNotDisturb, Assert.Single(changed.Present).Presence);
        Assert.Empty(changed.Gone);
        Assert.Equal([new RoomCount(_tea.Id, 1)], changed.Counts);
        Assert.Equal(changed.Present, _roster.People);
    }

    [Fact]
    public void Each_change_of_how_one_appears_is_a_change_of_that_person_alone()
    {
        var (tab, other) = (Tab(), Tab());
        Touch(Availability.Available, tab, other);
        Changes();
        Touch(Availability.Available, tab with { Idle = true }, other);
        Assert.False(_roster.HasChanges);
        var steps = new (Availability, bool Idle, PersonPresence Seen)[]
        {
            (Availability.Available, true, PersonPresence.Idle),
            (Availability.Available, false, PersonPresence.Online),
            (Availability.DoNotDisturb, false, PersonPresence.DoNotDisturb),
        };
        foreach (var (availability, idle, seen) in steps)
        {
            Touch(availability, tab with { Idle = true }, other with { Idle = idle });
            var changed = Changes();
            Assert.Equal((_ada.Id, seen), (Assert.Single(changed.Present).Profile.Id, changed.Present[0].Presence));
            Assert.Empty(changed.Gone);
            Assert.Empty(changed.Counts);
        }
        // Not to be disturbed is that also with nobody at the keyboard.
        Touch(Availability.DoNotDisturb, tab with { Idle = true }, other with { Idle = true });
        Assert.False(_roster.HasChanges);
    }

    [Theory]
    [InlineData(Availability.Available)]
    [InlineData(Availability.DoNotDisturb)]
    [InlineData(Availability.Invisible)]
    public void A_touch_that_says_nothing_new_is_no_change(Availability availability)
    {
        Touch(availability, Tab(idle: true), Tab(device: DeviceKind.Phone));
        Changes();
        var before = _roster.People.SingleOrDefault();
        Touch(availability, Tab(device: DeviceKind.Phone), Tab(idle: true));
        Assert.False(_roster.HasChanges);
        Assert.Same(before, _roster.People.SingleOrDefault());
    }

    [Fact]
    public void A_new_status_is_told_of_who_is_seen_only()
    {
        var tab = Tab();
        void TouchAs(string status, Availability availability) => _roster.Touch(_ada with { Status = status }, [tab], [], availability, Start);
        TouchAs("here", Availability.Available);
        Changes();
        TouchAs("still here", Availability.Available);
        Assert.Equal("still here", Assert.Single(Changes().Present).Profile.Status);
        TouchAs("hidden", Availability.Invisible);
        Changes();
        TouchAs("well hidden", Availability.Invisible);
        Assert.False(_roster.HasChanges);
    }

    [Fact]
    public void Who_is_seen_by_one_tab_after_the_front_of_the_others_died_is_as_that_tab_is()
    {
        var dead = HexId.New<FrontId>();
        Touch(Availability.Available, Tab(idle: true), Tab(device: DeviceKind.Phone) with { Front = dead });
        Assert.Equal(PersonPresence.Online, Assert.Single(Changes().Present).Presence);
        _roster.FrontLost(dead, Start);
        _roster.Expire(Start + Roster.FrontGrace);
        var person = Assert.Single(Changes().Present);
        Assert.Equal(PersonPresence.Idle, person.Presence);
        Assert.Equal([DeviceKind.Desktop], person.Devices);
    }
}
