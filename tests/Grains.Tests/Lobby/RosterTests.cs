using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Lobby;

namespace ChatMux.Grains.Tests.Lobby;

public sealed class RosterTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-22T12:00:00Z", null);
    private readonly Profile _ada = new(HexId.New<UserId>(), "Ada", "#336699", true);
    private readonly FrontId _one = HexId.New<FrontId>();
    private readonly FrontId _two = HexId.New<FrontId>();
    private readonly Roster _roster = new();

    private static ConnectionPresence On(FrontId front, DeviceKind device = DeviceKind.Desktop) =>
        new(HexId.New<ConnectionId>(), HexId.New<SessionId>(), front, device, true);

    private LobbyChanged Changes() => _roster.TakeChanges("e", 1);

    [Fact]
    public void Two_tabs_are_one_person_with_each_kind_of_device_once()
    {
        _roster.Touch(_ada, [On(_one, DeviceKind.Phone), On(_two), On(_two)], [], Availability.Available, Start);
        var person = Assert.Single(Changes().Present);
        Assert.Equal([DeviceKind.Desktop, DeviceKind.Phone], person.Devices);
    }

    [Fact]
    public void A_touch_that_says_nothing_new_is_no_change()
    {
        _roster.Touch(_ada, [On(_one)], [], Availability.Available, Start);
        Changes();
        _roster.Touch(_ada, [On(_two)], [], Availability.Available, Start);
        Assert.False(_roster.HasChanges);
    }

    [Fact]
    public void A_person_without_connections_is_gone()
    {
        _roster.Touch(_ada, [On(_one)], [], Availability.Available, Start);
        Changes();
        _roster.Touch(_ada, [], [], Availability.Available, Start);
        Assert.Equal([_ada.Id], Changes().Gone);
    }

    [Fact]
    public void A_person_who_is_not_touched_any_more_goes()
    {
        _roster.Touch(_ada, [On(_one)], [], Availability.Available, Start);
        Changes();
        _roster.Expire(Start + Roster.TouchLease - TimeSpan.FromTicks(1));
        Assert.False(_roster.HasChanges);
        _roster.Expire(Start + Roster.TouchLease);
        Assert.Equal([_ada.Id], Changes().Gone);
    }

    [Fact]
    public void People_outlive_their_front_by_the_grace_period_only()
    {
        _roster.Touch(_ada, [On(_one)], [], Availability.Available, Start);
        Changes();
        _roster.FrontLost(_one, Start);
        _roster.Expire(Start + Roster.FrontGrace - TimeSpan.FromTicks(1));
        Assert.False(_roster.HasChanges);
        _roster.Expire(Start + Roster.FrontGrace);
        Assert.Equal([_ada.Id], Changes().Gone);
    }

    [Fact]
    public void Someone_who_moved_to_another_front_in_time_never_leaves()
    {
        _roster.Touch(_ada, [On(_one)], [], Availability.Available, Start);
        Changes();
        _roster.FrontLost(_one, Start);
        _roster.Touch(_ada, [On(_two)], [], Availability.Available, Start + TimeSpan.FromSeconds(5));
        _roster.Expire(Start + TimeSpan.FromSeconds(30));
        Assert.False(_roster.HasChanges);
    }

    [Fact]
    public void A_front_that_was_only_frozen_keeps_its_people()
    {
        _roster.Touch(_ada, [On(_one)], [], Availability.Available, Start);
        Changes();
        _roster.FrontLost(_one, Start);
        _roster.FrontBack(_one);
        _roster.Expire(Start + TimeSpan.FromSeconds(30));
        Assert.False(_roster.HasChanges);
    }

    [Fact]
    public void Leaving_a_dead_front_does_not_count_as_a_touch()
    {
        _roster.Touch(_ada, [On(_one), On(_two, DeviceKind.Phone)], [], Availability.Available, Start);
        _roster.FrontLost(_one, Start);
        _roster.Expire(Start + TimeSpan.FromSeconds(20));
        Assert.Equal([DeviceKind.Phone], Assert.Single(Changes().Present).Devices);
        _roster.Expire(Start + Roster.TouchLease);
        Assert.Equal([_ada.Id], Changes().Gone);
    }

    private static LobbyRoom Room(string name) => new(HexId.New<RoomId>(), name);

    [Fact]
    public void A_room_counts_those_of_its_people_who_are_here()
    {
        var (tea, ice) = (Room("Tea"), Room("Ice"));
        var bo = _ada with { Id = HexId.New<UserId>() };
        _roster.Show(tea);
        _roster.Show(ice);
        _roster.Touch(_ada, [On(_one), On(_two)], [tea.Id], Availability.Available, Start);
        _roster.Touch(bo, [On(_one)], [tea.Id, ice.Id], Availability.Available, Start);
        Assert.Equal([new RoomCount(tea.Id, 2), new RoomCount(ice.Id, 1)], Changes().Counts);
        _roster.Touch(bo, [On(_one)], [ice.Id], Availability.Available, Start);
        Assert.Equal([new RoomCount(tea.Id, 1)], Changes().Counts);
        _roster.Touch(bo, [], [], Availability.Available, Start);
        Assert.Equal([new RoomCount(ice.Id, 0)], Changes().Counts);
        Assert.Equal([new RoomCount(tea.Id, 1)], _roster.Counts);
        _roster.Touch(_ada, [On(_one)], [tea.Id], Availability.Available, Start);
        Assert.False(_roster.HasChanges);
    }

    [Fact]
    public void Who_goes_by_losing_their_front_or_their_touches_is_counted_no_longer()
    {
        var tea = Room("Tea");
        var bo = _ada with { Id = HexId.New<UserId>() };
        _roster.Show(tea);
        _roster.Touch(_ada, [On(_one)], [tea.Id], Availability.Available, Start);
        _roster.Touch(bo, [On(_two)], [tea.Id], Availability.Available, Start);
        Changes();
        _roster.FrontLost(_one, Start);
        _roster.Expire(Start + Roster.FrontGrace);
        Assert.Equal([new RoomCount(tea.Id, 1)], Changes().Counts);
        _roster.Expire(Start + Roster.TouchLease);
        Assert.Equal([new RoomCount(tea.Id, 0)], Changes().Counts);
        Assert.Empty(_roster.Counts);
    }

    [Fact]
    public void Of_a_room_that_is_not_listed_no_count_is_told()
    {
        var tea = Room("Tea");
        _roster.Touch(_ada, [On(_one)], [tea.Id], Availability.Available, Start);
        Assert.Empty(Changes().Counts);
        Assert.Empty(_roster.Counts);
        _roster.Show(tea);
        Assert.Equal([new RoomCount(tea.Id, 1)], Changes().Counts);
        _roster.Touch(_ada, [On(_one)], [], Availability.Available, Start);
        _roster.Hide(tea.Id);
        Assert.Empty(Changes().Counts);
    }
}
