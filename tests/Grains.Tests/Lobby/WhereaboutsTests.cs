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

/// <summary>In which room everyone sees somebody.</summary>
public sealed class WhereaboutsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-27T12:00:00Z", null);
    private readonly Profile _ada = new(HexId.New<UserId>(), "Ada", "#336699", true);
    private readonly FrontId _front = HexId.New<FrontId>();
    private readonly LobbyRoom _tea = new(HexId.New<RoomId>(), "Tea");
    private readonly LobbyRoom _ice = new(HexId.New<RoomId>(), "Ice");
    private readonly RoomId _unlisted = HexId.New<RoomId>();
    private readonly Roster _roster = new();

    public WhereaboutsTests()
    {
        _roster.Show(_tea);
        _roster.Show(_ice);
        Changes();
    }

    private IReadOnlyList<Whereabouts> Changes()
    {
        var changes = _roster.TakeChanges("e", 1).Whereabouts;
        // Whoever follows the changes knows what a snapshot says.
        foreach (var (user, room) in changes)
            Assert.Equal(room, _roster.Whereabouts.SingleOrDefault(one => one.User == user)?.Room);
        return changes;
    }

    private void Touch(RoomId[] rooms, RoomId? visited = null, Availability availability = Availability.Available) => _roster.Touch(_ada,
        [new ConnectionPresence(HexId.New<ConnectionId>(), HexId.New<SessionId>(), _front, DeviceKind.Desktop, true)], rooms, availability, Start, visited);

    private Whereabouts In(RoomId? room) => new(_ada.Id, room);

    [Fact]
    public void Who_is_in_no_room_is_nowhere()
    {
        Touch([]);
        Assert.Empty(Changes());
        Touch([_unlisted], _unlisted);
        Assert.Empty(Changes());
        Assert.Empty(_roster.Whereabouts);
    }

    [Fact]
    public void Who_belongs_to_one_room_is_in_it_whatever_they_look_at()
    {
        Touch([_tea.Id], _unlisted);
        Assert.Equal([In(_tea.Id)], Changes());
        Touch([_tea.Id], _ice.Id);
        Assert.False(_roster.HasChanges);
    }

    [Fact]
    public void Of_several_rooms_it_is_the_one_that_was_looked_at_last()
    {
        RoomId[] both = [_tea.Id, _ice.Id];
        Touch(both, _ice.Id);
        Assert.Equal([In(_ice.Id)], Changes());
        // A user who was lost and is back does not know.
        Touch(both);
        Assert.False(_roster.HasChanges);
        Touch(both, _tea.Id);
        Assert.Equal([In(_tea.Id)], Changes());
        Touch([_ice.Id, _unlisted]);
        Assert.Equal([In(_ice.Id)], Changes());
        Touch([_unlisted]);
        Assert.Equal([In(null)], Changes());
        Touch([]);
        Assert.False(_roster.HasChanges);
    }

    [Fact]
    public void A_room_that_ends_lets_its_people_go_and_one_that_is_listed_takes_them_in()
    {
        Touch([_tea.Id], _tea.Id);
        Changes();
        _roster.Hide(_tea.Id);
        Assert.Equal([In(null)], Changes());
        _roster.Show(_tea);
        Assert.Equal([In(_tea.Id)], Changes());
        _roster.Show(_tea with { Name = "Green tea" });
        Assert.Empty(Changes());
    }

    [Fact]
    public void Who_goes_or_turns_invisible_is_nowhere_without_a_word_and_is_told_of_again_when_back()
    {
        Touch([_tea.Id], _tea.Id);
        Changes();
        Touch([_tea.Id], _tea.Id, Availability.Invisible);
        Assert.Empty(Changes());
        Assert.Empty(_roster.Whereabouts);
        // An invisible person moves unseen.
        Touch([_tea.Id, _ice.Id], _ice.Id, Availability.Invisible);
        Assert.False(_roster.HasChanges);
        Touch([_tea.Id, _ice.Id]);
        Assert.Equal([In(_ice.Id)], Changes());
        _roster.Expire(Start + Roster.TouchLease);
        Assert.Empty(Changes());
        Assert.Empty(_roster.Whereabouts);
        Touch([_tea.Id]);
        Assert.Equal([In(_tea.Id)], Changes());
    }

    [Fact]
    public void Whoever_is_back_before_it_was_told_that_they_went_is_where_they_are_now()
    {
        Touch([_tea.Id], _tea.Id);
        Changes();
        Touch([_tea.Id], _tea.Id, Availability.Invisible);
        Touch([]);
        Assert.Equal([In(null)], Changes());
        Touch([_tea.Id]);
        Changes();
        Touch([_tea.Id], _tea.Id, Availability.Invisible);
        Touch([_tea.Id, _ice.Id], _ice.Id);
        Assert.Equal([In(_ice.Id)], Changes());
    }
}
