using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <inheritdoc cref="IInboxGrain"/>
public sealed class InboxGrain(IMessageLog log) : Grain, IInboxGrain
{
    // This grain is the only writer of its user's cursors, so what it has read stays true.
    private Dictionary<ConversationId, long> _cursors = [];

    private UserId Owner => UserId.Of(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        _cursors = new Dictionary<ConversationId, long>(await log.GetCursors(Owner));

    /// <inheritdoc/>
    public async Task<Result<InboxSnapshot>> Open(Actor actor)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        var rooms = await GrainFactory.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List();
        var conversations = await Task.WhenAll(rooms.Select(room => OpenRoom(actor, room)));
        return new InboxSnapshot([.. conversations.OfType<InboxConversation>()]);
    }

    /// <inheritdoc/>
    public async Task<Result<ReadPosition>> MarkRead(Actor actor, ConversationId conversation, long sequence)
    {
        if (actor.User != Owner || !_cursors.TryGetValue(conversation, out var readUpTo))
            return RefusalCode.NotFound;
        var head = await GrainFactory.GetGrain<IConversationGrain>(conversation.Value).GetHead(actor);
        if (head.Refusal is { } refusal)
            return refusal;
        var upTo = head.Value!.Head;
        var moves = Math.Min(sequence, upTo) > readUpTo;
        if (moves)
            await MoveCursor(conversation, readUpTo = Math.Min(sequence, upTo));
        var position = new ReadPosition(conversation, readUpTo, await CountUnread(conversation, upTo), upTo);
        if (moves)
            await GrainFactory.GetGrain<IUserGrain>(Owner.Value).Notify(new ReadMoved(position), except: actor.Connection);
        return position;
    }

    private async Task<InboxConversation?> OpenRoom(Actor actor, RoomDescription room)
    {
        var head = await GrainFactory.GetGrain<IConversationGrain>(room.Conversation.Value).GetHead(actor);
        if (head.Value is not { } position)
            return null;
        if (!_cursors.ContainsKey(room.Conversation))
            await MoveCursor(room.Conversation, position.Head);
        var unread = await CountUnread(room.Conversation, position.Head);
        return new InboxConversation(room.Conversation, room, position.Head, _cursors[room.Conversation], unread);
    }

    // Up to a head that goes with the count: what is on disk may have grown since.
    private async Task<int> CountUnread(ConversationId conversation, long head) =>
        _cursors[conversation] >= head ? 0 : await log.CountUnread(conversation, Owner, _cursors[conversation], head, Limits.UnreadCap);

    private async Task MoveCursor(ConversationId conversation, long sequence)
    {
        await log.MoveCursor(Owner, conversation, sequence);
        _cursors[conversation] = sequence;
    }
}
