using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Rooms;

namespace ChatMux.Grains.Users;

/// <summary>
/// The rooms that one user is in: read from the inbox once, and from then on as the events say that the user is told. Before it was
/// read, and while it is, what the events say holds against what is read: the inbox may not have heard of it.
/// </summary>
internal sealed class JoinedRooms(Func<Task<IReadOnlyList<RoomId>>> read)
{
    private readonly Dictionary<ConversationId, ConversationJoined?> _heard = [];
    private IReadOnlyList<RoomId>? _rooms;
    private Task<IReadOnlyList<RoomId>>? _reading;

    /// <summary>The rooms, sorted, without the one that everyone belongs to. Fails as the reading does, and reads again the next time.</summary>
    public Task<IReadOnlyList<RoomId>> Get()
    {
        if (_rooms is { } known)
            return Task.FromResult(known);
        return _reading is null or { IsCompleted: true } ? _reading = Read() : _reading;
    }

    private async Task<IReadOnlyList<RoomId>> Read()
    {
        var rooms = await read();
        foreach (var (conversation, joined) in _heard)
            rooms = With(rooms, conversation, joined);
        _heard.Clear();
        return _rooms = With(rooms);
    }

    /// <summary>Notes what the user is told. Answers whether the rooms may be others now.</summary>
    public bool Hear(ServerEvent told)
    {
        switch (told)
        {
            case ConversationJoined joined when joined.Conversation.Room.Id != RoomDirectoryGrain.General:
                Hear(joined.Conversation.Conversation, joined);
                return true;
            case ConversationLeft left:
                Hear(left.Conversation, null);
                return true;
            default:
                return false;
        }
    }

    private void Hear(ConversationId conversation, ConversationJoined? joined)
    {
        if (_rooms is { } known)
            _rooms = With(known, conversation, joined);
        else
            _heard[conversation] = joined;
    }

    private static IReadOnlyList<RoomId> With(IReadOnlyList<RoomId> rooms, ConversationId conversation, ConversationJoined? joined) => With(
        rooms.Where(room => ConversationId.Of(room) != conversation).Concat(joined is null ? [] : [joined.Conversation.Room.Id]));

    private static IReadOnlyList<RoomId> With(IEnumerable<RoomId> rooms) => [.. rooms.OrderBy(room => room.Value, StringComparer.Ordinal)];
}
