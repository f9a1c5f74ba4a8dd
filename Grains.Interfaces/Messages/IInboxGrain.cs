using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>A user's conversations and how far the user has read each: what waits while the user is away.</summary>
[Alias("IInboxGrain")]
public interface IInboxGrain : IGrainWithStringKey
{
    /// <summary>
    /// The conversations with unread counts: of the rooms that everyone belongs to, and of those that the user has joined.
    /// A conversation seen for the first time counts as read up to now. No count has messages of people whom the user has blocked.
    /// </summary>
    [Alias("Open")]
    Task<Result<InboxSnapshot>> Open(Actor actor);

    /// <summary>
    /// Moves the read cursor forward; a smaller number changes nothing, a greater one than the head counts as the head, and what was read
    /// before the cursor was last moved back does not count. The user's other connections learn of it by <see cref="ReadMoved"/>. Refused with <see cref="RefusalCode.NotFound"/> for a
    /// conversation that is not in the inbox. Answers how far the user has read by then.
    /// </summary>
    [Alias("MarkRead")]
    Task<Result<ReadPosition>> MarkRead(Actor actor, ConversationId conversation, long sequence, long rewinds = 0);

    /// <summary>
    /// Moves the read cursor back, to before a message. The user's other connections learn of it by <see cref="ReadMoved"/>. A repeat, which
    /// is one with fewer rewinds than the cursor has, changes nothing. Refused with <see cref="RefusalCode.Malformed"/> for what is no
    /// number of a message, otherwise as <see cref="MarkRead"/>. Answers how far the user has read by then.
    /// </summary>
    [Alias("MarkUnread")]
    Task<Result<ReadPosition>> MarkUnread(Actor actor, ConversationId conversation, long message, long rewinds);

    /// <summary>
    /// Sets what of a conversation the user wants to be told of. All of the user's connections learn of it by
    /// <see cref="NoticeLevelChanged"/>. Refused with <see cref="RefusalCode.NotFound"/> for a conversation that is not in the inbox.
    /// </summary>
    [Alias("SetNoticeLevel")]
    Task<Result<Done>> SetNoticeLevel(Actor actor, ConversationId conversation, NoticeLevel level);

    /// <summary>
    /// Creates a room (<see cref="IRoomGrain.Create"/>) and goes on as <see cref="JoinRoom"/> does. Refused, beside what
    /// these two are refused with: <see cref="RefusalCode.InvalidName"/>, <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("CreateRoom")]
    Task<Result<InboxConversation>> CreateRoom(Actor actor, RoomId room, string name, string topic = "", bool temporary = false);

    /// <summary>
    /// Joins a room and puts its chat into the inbox, read up to now. All of the user's connections learn of it by
    /// <see cref="ConversationJoined"/>. Repeating it does no harm. Refused with <see cref="RefusalCode.NotFound"/>,
    /// <see cref="RefusalCode.Banned"/>, <see cref="RefusalCode.RoomFull"/>, <see cref="RefusalCode.TooManyRooms"/>.
    /// </summary>
    [Alias("JoinRoom")]
    Task<Result<InboxConversation>> JoinRoom(Actor actor, RoomId room);

    /// <summary>
    /// Leaves a room. All of the user's connections learn of it by <see cref="ConversationLeft"/>. Repeating it does no
    /// harm. Refused with <see cref="RefusalCode.NotFound"/> for a room that is not there, or that everyone belongs to.
    /// </summary>
    [Alias("LeaveRoom")]
    Task<Result<Done>> LeaveRoom(Actor actor, RoomId room);

    /// <summary>
    /// Called by an <see cref="IDirectConversationGrain"/> before it acknowledges the first entry: from then on the conversation with this person is
    /// in the inbox, nothing of it read. Repeating it does no harm.
    /// </summary>
    [Alias("NoteDirect")]
    Task NoteDirect(UserId with);

    /// <summary>
    /// With whom the user has a conversation of two. Called by <see cref="IRemovalGrain"/>, for the user's own export, and when the user's chain of devices
    /// has changed. Interleaves: it only reads.
    /// </summary>
    [AlwaysInterleave]
    [Alias("GetDirects")]
    Task<IReadOnlyList<UserId>> GetDirects();

    /// <summary>
    /// Asked by the user's <see cref="IUserGrain"/>: the rooms that the user has joined, of which one may have let the user go meanwhile.
    /// Interleaves: the inbox may be waiting for the user.
    /// </summary>
    [AlwaysInterleave]
    [Alias("GetRooms")]
    Task<IReadOnlyList<RoomId>> GetRooms();

    /// <summary>Every conversation that the user was ever in. Called by <see cref="IRemovalGrain"/>, and for the user's own export.</summary>
    [Alias("GetConversations")]
    Task<IReadOnlyList<ConversationId>> GetConversations();

    /// <summary>Called by <see cref="IRemovalGrain"/>: leaves every room and forgets what was read.</summary>
    [Alias("Forget")]
    Task Forget();
}

/// <summary>A user's conversations.</summary>
[GenerateSerializer, Immutable, Alias("InboxSnapshot")]
public sealed record InboxSnapshot([property: Id(0)] IReadOnlyList<InboxConversation> Conversations)
{
    /// <summary>The conversations with one other person in which something was written, in no order.</summary>
    [Id(1)] public IReadOnlyList<DirectConversation> Directs { get; init; } = [];
}

/// <summary>A user's conversation with one other person.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="With">The other one; without a name when their account has ended, or when it could not be found out in time.</param>
/// <param name="Head">The number of its last entry.</param>
/// <param name="ReadUpTo">The number of the last entry that the user has read.</param>
/// <param name="Unread">Messages of the other above that and up to the head, counted to <see cref="Limits.UnreadCap"/>; none of somebody whom the user has blocked.</param>
[GenerateSerializer, Immutable, Alias("DirectConversation")]
public sealed record DirectConversation(
    [property: Id(0)] ConversationId Conversation,
    [property: Id(1)] Profile With,
    [property: Id(2)] long Head,
    [property: Id(3)] long ReadUpTo,
    [property: Id(4)] int Unread)
{
    /// <summary>How often the cursor was moved back: a position with more of them is a later one.</summary>
    [Id(5)] public long Rewinds { get; init; }

    /// <summary>What of it the user wants to be told of.</summary>
    [Id(6)] public NoticeLevel Level { get; init; }
}

/// <summary>One conversation of a user.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Room">The room whose chat it is.</param>
/// <param name="Head">The number of its last message, 0 for none.</param>
/// <param name="ReadUpTo">The number of the last message that the user has read.</param>
/// <param name="Unread">Messages of others above that and up to the head, counted to <see cref="Limits.UnreadCap"/>.</param>
[GenerateSerializer, Immutable, Alias("InboxConversation")]
public sealed record InboxConversation(
    [property: Id(0)] ConversationId Conversation,
    [property: Id(1)] RoomDescription Room,
    [property: Id(2)] long Head,
    [property: Id(3)] long ReadUpTo,
    [property: Id(4)] int Unread)
{
    /// <summary>How many of the unread messages call the user, counted to <see cref="Limits.UnreadCap"/>.</summary>
    [Id(5)] public int Mentions { get; init; }

    /// <summary>How often the cursor was moved back: a position with more of them is a later one.</summary>
    [Id(6)] public long Rewinds { get; init; }

    /// <summary>What of it the user wants to be told of.</summary>
    [Id(7)] public NoticeLevel Level { get; init; }
}

/// <summary>How far a user has read a conversation, and what is left to read.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="ReadUpTo">The number of the last message that the user has read.</param>
/// <param name="Unread">Messages of others above that and up to the head, counted to <see cref="Limits.UnreadCap"/>.</param>
/// <param name="Head">
/// The number of the last message when they were counted: messages are announced on their own way, so that the browser may
/// know of more or of less.
/// </param>
[GenerateSerializer, Immutable, Alias("ReadPosition")]
public sealed record ReadPosition(
    [property: Id(0)] ConversationId Conversation,
    [property: Id(1)] long ReadUpTo,
    [property: Id(2)] int Unread,
    [property: Id(3)] long Head)
{
    /// <summary>How many of the unread messages call the user, counted to <see cref="Limits.UnreadCap"/>.</summary>
    [Id(4)] public int Mentions { get; init; }

    /// <summary>How often the cursor was moved back: a position with more of them is a later one, with the same number the one further on.</summary>
    [Id(5)] public long Rewinds { get; init; }
}

/// <summary>What of a conversation the user wants to be told of has changed. Travels in the mailbox.</summary>
[GenerateSerializer, Immutable, Alias("NoticeLevelChanged")]
public sealed record NoticeLevelChanged([property: Id(0)] ConversationId Conversation, [property: Id(1)] NoticeLevel Level) : ServerEvent;

/// <summary>The user has read further on another of their connections, or marked something as unread there. Travels in the mailbox.</summary>
[GenerateSerializer, Immutable, Alias("ReadMoved")]
public sealed record ReadMoved([property: Id(0)] ReadPosition Position) : ServerEvent;

/// <summary>The user has joined a conversation. Travels in the mailbox; the front that passes it on makes the browser follow.</summary>
[GenerateSerializer, Immutable, Alias("ConversationJoined")]
public sealed record ConversationJoined([property: Id(0)] InboxConversation Conversation) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 512;
}

/// <summary>The user does not belong to a conversation any more. Travels in the mailbox.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Reason">How that came.</param>
/// <param name="By">Who kicked or banned the user.</param>
[GenerateSerializer, Immutable, Alias("ConversationLeft")]
public sealed record ConversationLeft(
    [property: Id(0)] ConversationId Conversation,
    [property: Id(1)] LeftReason Reason = LeftReason.Left,
    [property: Id(2)] Profile? By = null) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 512;
}

/// <summary>Why somebody does not belong to a conversation any more.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LeftReason>))]
public enum LeftReason
{
    /// <summary>They left.</summary>
    [JsonStringEnumMemberName("left")] Left,

    /// <summary>They were taken out and may come back.</summary>
    [JsonStringEnumMemberName("kicked")] Kicked,

    /// <summary>They were taken out and may not come back.</summary>
    [JsonStringEnumMemberName("banned")] Banned,

    /// <summary>The room is no more.</summary>
    [JsonStringEnumMemberName("roomGone")] RoomGone,
}
