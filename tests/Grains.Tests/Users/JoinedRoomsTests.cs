using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Rooms;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Users;

public sealed class JoinedRoomsTests
{
    private readonly RoomId _tea = RoomId.Of(new string('1', 32));
    private readonly RoomId _ice = RoomId.Of(new string('2', 32));
    private readonly Queue<TaskCompletionSource<IReadOnlyList<RoomId>>> _reads = [];
    private readonly JoinedRooms _rooms;

    public JoinedRoomsTests() => _rooms = new JoinedRooms(() => _reads.Dequeue().Task);

    private TaskCompletionSource<IReadOnlyList<RoomId>> NextRead()
    {
        var read = new TaskCompletionSource<IReadOnlyList<RoomId>>();
        _reads.Enqueue(read);
        return read;
    }

    private static ConversationJoined Joined(RoomId room) =>
        new(new InboxConversation(ConversationId.Of(room), new RoomDescription(room, "Room", ConversationId.Of(room)), 0, 0, 0));

    private static ConversationLeft Left(RoomId room) => new(ConversationId.Of(room), LeftReason.Kicked);

    [Fact]
    public async Task It_reads_once_and_goes_on_by_what_it_hears()
    {
        NextRead().SetResult([_ice, _tea]);
        Assert.Equal([_tea, _ice], await _rooms.Get());
        Assert.True(_rooms.Hear(Left(_tea)));
        Assert.Equal([_ice], await _rooms.Get());
        _rooms.Hear(Joined(_tea));
        _rooms.Hear(Joined(_tea));
        Assert.Equal([_tea, _ice], await _rooms.Get());
    }

    [Fact]
    public async Task What_it_hears_before_it_has_read_holds_against_what_it_reads()
    {
        _rooms.Hear(Left(_tea));
        var read = NextRead();
        var (one, other) = (_rooms.Get(), _rooms.Get());
        _rooms.Hear(Joined(_ice));
        read.SetResult([_tea]);
        Assert.Equal([_ice], await one);
        Assert.Same(await one, await other);
    }

    [Fact]
    public async Task What_could_not_be_read_is_read_the_next_time()
    {
        NextRead().SetException(new TimeoutException());
        _rooms.Hear(Left(_tea));
        await Assert.ThrowsAsync<TimeoutException>(() => _rooms.Get());
        NextRead().SetResult([_tea, _ice]);
        Assert.Equal([_ice], await _rooms.Get());
    }

    [Fact]
    public void The_room_of_everyone_and_other_events_change_nothing()
    {
        Assert.False(_rooms.Hear(Joined(RoomDirectoryGrain.General)));
        Assert.False(_rooms.Hear(new LobbyPosition("e", 1)));
    }
}
