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
    public async Task<Result<Done>> MarkRead(Actor actor, ConversationId conversation, long sequence)
    {
        if (actor.User != Owner || !_cursors.TryGetValue(conversation, out var readUpTo))
            return RefusalCode.NotFound;
        var head = await GrainFactory.GetGrain<IConversationGrain>(conversation.Value).GetHead(actor);
        if (head.Refusal is { } refusal)
            return refusal;
        var upTo = head.Value!.Head;
        var moved = Math.Min(sequence, upTo);
        if (moved <= readUpTo)
            return Done.Instance;
        await MoveCursor(conversation, moved);
        var unread = await log.CountUnread(conversation, Owner, moved, upTo, Limits.UnreadCap);
        await GrainFactory.GetGrain<IUserGrain>(Owner.Value)
            .Notify(new ReadMoved(conversation, moved, unread, upTo), except: actor.Connection);
        return Done.Instance;
    }

    private async Task<InboxConversation?> OpenRoom(Actor actor, RoomDescription room)
    {
        var head = await GrainFactory.GetGrain<IConversationGrain>(room.Conversation.Value).GetHead(actor);
        if (head.Value is not { } position)
            return null;
        if (!_cursors.ContainsKey(room.Conversation))
            await MoveCursor(room.Conversation, position.Head);
        var readUpTo = _cursors[room.Conversation];
        var unread = readUpTo >= position.Head ? 0 : await log.CountUnread(room.Conversation, Owner, readUpTo, position.Head, Limits.UnreadCap);
        return new InboxConversation(room.Conversation, room, position.Head, readUpTo, unread);
    }

    private async Task MoveCursor(ConversationId conversation, long sequence)
    {
        await log.MoveCursor(Owner, conversation, sequence);
        _cursors[conversation] = sequence;
    }
}
