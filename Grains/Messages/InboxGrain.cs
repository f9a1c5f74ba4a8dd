using System.Collections.Immutable;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Rooms;

namespace ChatMux.Grains.Messages;

/// <summary>What is stored of an inbox beside the read cursors.</summary>
public sealed record InboxState
{
    /// <summary>The rooms that the user has joined, in that order: an index, of which each room holds the truth.</summary>
    public IReadOnlyList<RoomId> Rooms { get; init; } = [];

    /// <summary>With whom the user has a conversation of two, in the order of their first entries.</summary>
    public ImmutableList<UserId> Directs { get; init; } = [];

    /// <summary>What of a conversation the user wants to be told of, where that is not everything.</summary>
    public ImmutableDictionary<ConversationId, NoticeLevel> Levels { get; init; } = ImmutableDictionary<ConversationId, NoticeLevel>.Empty;

    /// <summary>Forgets what belongs to a room that was left.</summary>
    public InboxState Without(RoomId room) =>
        this with { Rooms = [.. Rooms.Where(other => other != room)], Levels = Levels.Remove(ConversationId.Of(room)) };
}

/// <inheritdoc cref="IInboxGrain"/>
public sealed partial class InboxGrain(
    [PersistentState("inbox", GrainStorage.Name)] IPersistentState<InboxState> state, IMessageLog log, TimeProvider time) : Grain, IInboxGrain
{
    // Who somebody is tells their own grain; whoever asks for the inbox does not wait for one that hangs.
    private static readonly TimeSpan ProfilePatience = TimeSpan.FromSeconds(2);

    // This grain is the only writer of its user's cursors, so what it has read stays true.
    private Dictionary<ConversationId, ReadCursor> _cursors = [];

    private UserId Owner => UserId.Of(this.GetPrimaryKeyString());

    private IReadOnlyList<RoomId> Joined => state.State.Rooms;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _cursors = new Dictionary<ConversationId, ReadCursor>(await log.GetCursors(Owner));
        foreach (var with in state.State.Directs)
            AddDirect(with);
    }

    /// <inheritdoc/>
    public async Task<Result<InboxSnapshot>> Open(Actor actor)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        var rooms = await Task.WhenAll(Joined.Prepend(RoomDirectoryGrain.General).Select(room => Room(room).Describe(actor)));
        // A room says who its members are; one that does not know its user was left.
        var left = Joined.Except(rooms.Select(room => room.Value?.Id).OfType<RoomId>()).ToArray();
        if (left.Length > 0)
            await state.Store(left.Aggregate(state.State, (inbox, room) => inbox.Without(room)));
        // The user counts as one of those who are in it, and other connections may show it.
        foreach (var room in left)
            await Notify(new ConversationLeft(ConversationId.Of(room)));
        var blocked = Blocked(actor);
        var conversations = await Task.WhenAll(
            rooms.Select(room => room.Value).OfType<RoomDescription>().Select(room => OpenRoom(actor, room, blocked)));
        return new InboxSnapshot([.. conversations.OfType<InboxConversation>()])
        {
            Directs = await Task.WhenAll(state.State.Directs.Select(with => OpenDirect(with, blocked))),
        };
    }

    /// <inheritdoc/>
    public async Task<Result<ReadPosition>> MarkRead(Actor actor, ConversationId conversation, long sequence, long rewinds)
    {
        var head = await GetHead(actor, conversation);
        if (head.Value is not { Head: var upTo })
            return head.Refusal!;
        var cursor = _cursors[conversation];
        var read = new ReadCursor(Math.Min(sequence, upTo), rewinds);
        if (rewinds == cursor.Rewinds && read.Sequence > cursor.Sequence)
            await MoveCursor(conversation, read);
        var position = await CountTo(conversation, upTo, Blocked(actor));
        // A repeat tells the others too: the first time it may have failed after the cursor had moved.
        if (read == _cursors[conversation])
            await Notify(new ReadMoved(position), except: actor.Connection);
        return position;
    }

    /// <inheritdoc/>
    public async Task<Result<ReadPosition>> MarkUnread(Actor actor, ConversationId conversation, long message, long rewinds)
    {
        if (message < 1)
            return RefusalCode.Malformed;
        var head = await GetHead(actor, conversation);
        if (head.Value is not { Head: var upTo })
            return head.Refusal!;
        var cursor = _cursors[conversation];
        // Counted even if the cursor stands further back: reading that is on its way must not undo it.
        if (rewinds == cursor.Rewinds)
            await MoveCursor(conversation, new ReadCursor(Math.Min(message - 1, cursor.Sequence), rewinds + 1));
        var position = await CountTo(conversation, upTo, Blocked(actor));
        await Notify(new ReadMoved(position), except: actor.Connection);
        return position;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> SetNoticeLevel(Actor actor, ConversationId conversation, NoticeLevel level)
    {
        if (!Enum.IsDefined(level))
            return RefusalCode.Malformed;
        if ((await GetHead(actor, conversation)).Refusal is { } refusal)
            return refusal;
        var levels = level == NoticeLevel.All ? state.State.Levels.Remove(conversation) : state.State.Levels.SetItem(conversation, level);
        if (levels != state.State.Levels)
            await state.Store(state.State with { Levels = levels });
        await Notify(new NoticeLevelChanged(conversation, level));
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task<Result<InboxConversation>> CreateRoom(Actor actor, RoomId room, string name, string topic, bool temporary) =>
        Enter(actor, room, () => Room(room).Create(actor, name, topic, temporary));

    /// <inheritdoc/>
    public Task<Result<InboxConversation>> JoinRoom(Actor actor, RoomId room) =>
        Enter(actor, room, () => Room(room).Join(actor));

    /// <inheritdoc/>
    public async Task<Result<Done>> LeaveRoom(Actor actor, RoomId room)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        var left = await Room(room).Leave(actor);
        if (left.Refusal is { } refusal)
            return refusal;
        await Drop(room);
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomId>> GetRooms() => Task.FromResult(Joined);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ConversationId>> GetConversations() =>
        Task.FromResult<IReadOnlyList<ConversationId>>([.. _cursors.Keys.Where(conversation => !IsDirect(conversation))]);

    /// <inheritdoc/>
    public async Task Forget()
    {
        // Also those that were left: who owned one and left it owns it still.
        await Task.WhenAll(_cursors.Keys.Where(conversation => !IsDirect(conversation)).Select(conversation => RoomId.Of(conversation.Value))
            .Union(Joined).Select(room => Room(room).Forget(Owner)));
        await log.ForgetCursors(Owner);
        _cursors.Clear();
        _directs.Clear();
        if (state.RecordExists)
            await state.ClearStateAsync();
    }

    // The room is asked first and the list written last, so the list never has a room that was not entered. A repeat
    // finishes what an earlier attempt left undone.
    private async Task<Result<InboxConversation>> Enter(Actor actor, RoomId room, Func<Task<Result<RoomDescription>>> enter)
    {
        if (actor.User != Owner)
            return RefusalCode.NotFound;
        // A call that was on its way when its user was removed.
        if ((await GrainFactory.Grain<IUserGrain>(Owner.Value).GetProfile()).Refusal is { } gone)
            return gone;
        // Who was put out of it has it in the list still.
        if (Joined.Contains(room) && (await Room(room).Describe(actor)).Refusal is not null)
            await state.Store(state.State.Without(room));
        var isNew = room != RoomDirectoryGrain.General && !Joined.Contains(room);
        if (isNew && Joined.Count >= Limits.RoomsPerUser)
            return RefusalCode.TooManyRooms;
        var entered = await enter();
        if (entered.Refusal is { } refusal)
            return refusal;
        if (await OpenRoom(actor, entered.Value!, Blocked(actor), anew: isNew) is not { } conversation)
            return RefusalCode.NotFound;
        if (isNew)
            await state.Store(state.State with { Rooms = [.. Joined, room] });
        await Notify(new ConversationJoined(conversation));
        // Who is put out after this is told so after it; who was before may have been told so before they were told that they are in.
        if ((await Room(room).Describe(actor)).Refusal is { } putOut)
        {
            await Drop(room);
            return putOut;
        }
        return conversation;
    }

    private async Task Drop(RoomId room)
    {
        if (Joined.Contains(room))
            await state.Store(state.State.Without(room));
        await Notify(new ConversationLeft(ConversationId.Of(room)));
    }

    private async Task<InboxConversation?> OpenRoom(
        Actor actor, RoomDescription room, Lazy<Task<IReadOnlyList<UserId>>> blocked, bool anew = false)
    {
        var head = await GrainFactory.Grain<IConversationGrain>(room.Conversation.Value).GetHead(actor);
        if (head.Value is not { } position)
            return null;
        if (!_cursors.TryGetValue(room.Conversation, out var cursor) || anew)
            await MoveCursor(room.Conversation, cursor with { Sequence = position.Head });
        var read = await CountTo(room.Conversation, position.Head, blocked);
        return new InboxConversation(room.Conversation, room, position.Head, read.ReadUpTo, read.Unread)
        {
            Mentions = read.Mentions,
            Rewinds = read.Rewinds,
            Level = state.State.Levels.GetValueOrDefault(room.Conversation),
        };
    }

    // Up to a head that goes with the count: what is on disk may have grown since.
    private async Task<ReadPosition> CountTo(ConversationId conversation, long head, Lazy<Task<IReadOnlyList<UserId>>> blocked)
    {
        var (read, rewinds) = _cursors[conversation];
        if (read >= head)
            return new ReadPosition(conversation, read, 0, head) { Rewinds = rewinds };
        var without = await blocked.Value;
        var unread = await log.CountUnread(conversation, Owner, read, head, Limits.UnreadCap, without);
        var mentions = unread == 0 ? 0 : await log.CountMentions(conversation, Owner, read, head, Limits.UnreadCap, without);
        return new ReadPosition(conversation, read, unread, head) { Mentions = mentions, Rewinds = rewinds };
    }

    // Asked for once for all conversations, and not at all when there is nothing to count.
    private Lazy<Task<IReadOnlyList<UserId>>> Blocked(Actor actor) =>
        new(async () => (await GrainFactory.Grain<IFriendListGrain>(Owner.Value).GetBlocked(actor)).Value!.People);

    private async Task<Result<ConversationPosition>> GetHead(Actor actor, ConversationId conversation)
    {
        if (actor.User != Owner || !_cursors.ContainsKey(conversation))
            return RefusalCode.NotFound;
        return IsDirect(conversation)
            ? new ConversationPosition(conversation, await log.GetHead(conversation))
            : await GrainFactory.Grain<IConversationGrain>(conversation.Value).GetHead(actor);
    }

    private async Task MoveCursor(ConversationId conversation, ReadCursor cursor)
    {
        await log.MoveCursor(Owner, conversation, cursor);
        _cursors[conversation] = cursor;
    }

    private Task Notify(ServerEvent serverEvent, ConnectionId? except = null) =>
        GrainFactory.Grain<IUserGrain>(Owner.Value).Notify(serverEvent, except);

    private IRoomGrain Room(RoomId room) => GrainFactory.Grain<IRoomGrain>(room.Value);
}
