using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// The append-only store of all messages and read cursors. Knows nothing of what a message says. Every write is on disk
/// (synced) when its task completes; writes that come while another commit runs share the next one.
/// </summary>
public interface IMessageLog
{
    /// <summary>
    /// Appends rows of one conversation with consecutive numbers, all or none. The primary key (conversation, sequence)
    /// fences a second activation; (conversation, device, id) is unique.
    /// </summary>
    Task<AppendOutcome> Append(ConversationId conversation, IReadOnlyList<LogEntry> entries);

    /// <summary>The number of the last entry, 0 when there is none.</summary>
    Task<long> GetHead(ConversationId conversation);

    /// <summary>At most <paramref name="count"/> messages, acts and sealed changes below <paramref name="before"/>, the newest of them, ascending.</summary>
    Task<IReadOnlyList<LogEntry>> ReadBefore(ConversationId conversation, long before, int count);

    /// <summary>At most <paramref name="count"/> entries of every kind above <paramref name="after"/>, the oldest of them, ascending.</summary>
    Task<IReadOnlyList<LogEntry>> ReadAfter(ConversationId conversation, long after, int count);

    /// <summary>Those of the numbers that are messages.</summary>
    Task<IReadOnlyList<LogEntry>> ReadMessages(ConversationId conversation, IReadOnlyCollection<long> sequences);

    /// <summary>At most <paramref name="count"/> acts and removals below <paramref name="before"/>, the newest first.</summary>
    Task<IReadOnlyList<LogEntry>> ReadActs(ConversationId conversation, long before, int count);

    /// <summary>
    /// At most <paramref name="count"/> sealed changes above <paramref name="after"/>, the oldest of them, ascending; a cost that does not grow with
    /// the conversation.
    /// </summary>
    Task<IReadOnlyList<LogEntry>> ReadSealedChanges(ConversationId conversation, long after, int count);

    /// <summary>Gives an act or a removal another body.</summary>
    Task Rewrite(ConversationId conversation, long sequence, ReadOnlyMemory<byte> body);

    /// <summary>
    /// At most <paramref name="count"/> messages below <paramref name="before"/> that have the words, newest first. Edited messages are found by
    /// what they say now, deleted and erased ones by nothing; an empty query finds nothing.
    /// </summary>
    Task<FoundMessages> Search(ConversationId conversation, WordQuery query, long before, int count);

    /// <summary>The entry that a device gave this id, or null.</summary>
    Task<LogEntry?> Find(ConversationId conversation, DeviceId device, MessageId id);

    /// <summary>
    /// How many messages of others there are above <paramref name="after"/> and up to <paramref name="upTo"/>, counted to
    /// <paramref name="cap"/>; what the people <paramref name="without"/> wrote does not count, null for nobody. The cost does not grow with the
    /// conversation, but with how many these people are, and at most with what they and the reader wrote in the range.
    /// </summary>
    Task<int> CountUnread(ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId>? without = null);

    /// <summary>
    /// How many messages in the same range call the reader, counted to <paramref name="cap"/>, and without the same people: a cost that grows with
    /// what calls the reader alone.
    /// </summary>
    Task<int> CountMentions(ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId>? without = null);

    /// <summary>Empties the body of everything that an author wrote in a conversation, and forgets what became of it; a cost that grows with how much that is.</summary>
    Task EraseAuthor(ConversationId conversation, UserId author);

    /// <summary>The same for everything that was written in a conversation, acts included.</summary>
    Task Erase(ConversationId conversation);

    /// <summary>Messages of an author in a conversation above <paramref name="after"/>, at most <paramref name="count"/>, ascending.</summary>
    Task<IReadOnlyList<LogEntry>> ReadAuthor(ConversationId conversation, UserId author, long after, int count);

    /// <summary>Forgets all of a user's read cursors, and by what the user was called.</summary>
    Task ForgetCursors(UserId user);

    /// <summary>All of a user's read cursors.</summary>
    Task<IReadOnlyDictionary<ConversationId, ReadCursor>> GetCursors(UserId user);

    /// <summary>Moves a cursor forward, or back if it is moved back once more; anything older changes nothing.</summary>
    Task MoveCursor(UserId user, ConversationId conversation, ReadCursor cursor);
}

/// <summary>How far somebody has read.</summary>
/// <param name="Sequence">The number of the last entry that was read.</param>
/// <param name="Rewinds">How often the cursor was moved back before it came there.</param>
public readonly record struct ReadCursor(long Sequence, long Rewinds = 0);

/// <summary>What kind of entry a row of the log is. Stored: never renumber.</summary>
public enum LogEntryKind
{
    /// <summary>A message, the kind that unread counts count.</summary>
    Message = 1,

    /// <summary>Another text for a message.</summary>
    Edit = 2,

    /// <summary>A message is no more: its body and those of its edits are emptied with this.</summary>
    Deletion = 3,

    /// <summary>Somebody reacts to a message, or no longer.</summary>
    Reaction = 4,

    /// <summary>What somebody did in the room: stands among the messages and counts as none.</summary>
    Act = 5,

    /// <summary>A <see cref="Deletion"/> by somebody else than the author.</summary>
    Removal = 6,

    /// <summary>Something was done to a sealed message: which, and what, is sealed as well. Stands among the messages and counts as none.</summary>
    SealedChange = 7,
}

/// <summary>One row of the log.</summary>
/// <param name="Sequence">Its number in the conversation, from 1.</param>
/// <param name="Id">The id that the author's device gave it; a change has none.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Device">On which device.</param>
/// <param name="SentAtMs">When the server took it, in milliseconds since 1970 UTC.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Body">Its content, which the log does not read.</param>
public sealed record LogEntry(
    long Sequence,
    MessageId Id,
    UserId Author,
    DeviceId Device,
    long SentAtMs,
    LogEntryKind Kind,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>The number of the message that a change is about; 0 for everything that has its place among the messages.</summary>
    public long Target { get; init; }

    /// <summary>Whether it is a change of a message that the server can read.</summary>
    public bool IsChange => ChangesAnother(Kind);

    /// <summary>Whether an entry of this kind is a change of a message that the server can read, and has no place among the messages.</summary>
    public static bool ChangesAnother(LogEntryKind kind) => kind is not (LogEntryKind.Message or LogEntryKind.Act or LogEntryKind.SealedChange);

    /// <summary>Whether it takes the text out of its target.</summary>
    public bool Deletes => Kind is LogEntryKind.Deletion or LogEntryKind.Removal;

    /// <summary>Of a message: what its changes have made of it, empty for nothing. Of a change that is appended: what it makes of its target.</summary>
    public ReadOnlyMemory<byte> State { get; init; }

    /// <summary>Of what is appended: who is called by the message, or from now on by the target of a change; null for no difference. Never read back.</summary>
    public LogMentions? Mentions { get; init; }
}

/// <summary>Who is called by a message.</summary>
/// <param name="Everyone">Whether everybody in the conversation is.</param>
/// <param name="Users">Otherwise who, without the author.</param>
public sealed record LogMentions(bool Everyone, IReadOnlyCollection<UserId> Users)
{
    /// <summary>Everybody.</summary>
    public static readonly LogMentions OfEveryone = new(true, []);
}

/// <summary>What a search found.</summary>
/// <param name="Entries">The messages, newest first.</param>
/// <param name="Before">The number below which there may be more, whether some were found or none; null when there are no more.</param>
public sealed record FoundMessages(IReadOnlyList<LogEntry> Entries, long? Before);

/// <summary>How an append ended.</summary>
public enum AppendOutcome
{
    /// <summary>All rows are on disk.</summary>
    Appended,

    /// <summary>A row's number is taken: another activation wrote. Nothing was appended; reload the head.</summary>
    SequenceTaken,

    /// <summary>A row's (device, id) is there already. Nothing was appended.</summary>
    DuplicateId,
}
