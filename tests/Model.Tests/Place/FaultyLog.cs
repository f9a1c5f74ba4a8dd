using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ReadCursor = ChatMux.Grains.Messages.ReadCursor;

namespace ChatMux.Model.Tests.Place;

/// <summary>A message log that does not write its third batch and says that it did.</summary>
internal sealed class FaultyLog(IMessageLog log) : IMessageLog
{
    private const int MistakeAt = 3;

    private int _appends;

    public Task<AppendOutcome> Append(ConversationId conversation, IReadOnlyList<LogEntry> entries) =>
        Interlocked.Increment(ref _appends) == MistakeAt ? Task.FromResult(AppendOutcome.Appended) : log.Append(conversation, entries);

    public Task<long> GetHead(ConversationId conversation) => log.GetHead(conversation);

    public Task<IReadOnlyList<LogEntry>> ReadBefore(ConversationId conversation, long before, int count) =>
        log.ReadBefore(conversation, before, count);

    public Task<IReadOnlyList<LogEntry>> ReadAfter(ConversationId conversation, long after, int count) =>
        log.ReadAfter(conversation, after, count);

    public Task<IReadOnlyList<LogEntry>> ReadMessages(ConversationId conversation, IReadOnlyCollection<long> sequences) =>
        log.ReadMessages(conversation, sequences);

    public Task<LogEntry?> Find(ConversationId conversation, DeviceId device, MessageId id) => log.Find(conversation, device, id);

    public Task<int> CountUnread(ConversationId conversation, UserId reader, long after, long upTo, int cap) =>
        log.CountUnread(conversation, reader, after, upTo, cap);

    public Task<int> CountMentions(ConversationId conversation, UserId reader, long after, long upTo, int cap) =>
        log.CountMentions(conversation, reader, after, upTo, cap);

    public Task EraseAuthor(ConversationId conversation, UserId author) => log.EraseAuthor(conversation, author);

    public Task Erase(ConversationId conversation) => log.Erase(conversation);

    public Task<IReadOnlyList<LogEntry>> ReadAuthor(ConversationId conversation, UserId author, long after, int count) =>
        log.ReadAuthor(conversation, author, after, count);

    public Task ForgetCursors(UserId user) => log.ForgetCursors(user);

    public Task<IReadOnlyDictionary<ConversationId, ReadCursor>> GetCursors(UserId user) => log.GetCursors(user);

    public Task MoveCursor(UserId user, ConversationId conversation, ReadCursor cursor) => log.MoveCursor(user, conversation, cursor);
}
