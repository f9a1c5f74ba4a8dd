using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ReadCursor = ChatMux.Grains.Messages.ReadCursor;

namespace ChatMux.Model.Tests.Place;

/// <summary>A message log that makes a mistake with the third batch that comes to it, or the third with changes, and some with all after it.</summary>
internal sealed class FaultyLog(IMessageLog log, Fault fault) : IMessageLog
{
    private const int MistakeAt = 3;

    private int _appends;

    public static bool Makes(Fault fault) => fault is Fault.LoseWrite or Fault.LoseChange or Fault.DoubleChange or Fault.ForgeChange or Fault.LoseState;

    public Task<AppendOutcome> Append(ConversationId conversation, IReadOnlyList<LogEntry> entries)
    {
        if ((fault != Fault.LoseWrite && entries[0].Kind == LogEntryKind.Message) || Interlocked.Increment(ref _appends) < MistakeAt)
            return log.Append(conversation, entries);
        // The next change of the same message would make good a state that was lost once, and a retry a change.
        if (_appends > MistakeAt && fault is not (Fault.LoseState or Fault.LoseChange or Fault.DoubleChange))
            return log.Append(conversation, entries);
        return fault switch
        {
            Fault.DoubleChange => log.Append(conversation, [.. entries, entries[^1] with { Sequence = entries[^1].Sequence + 1 }]),
            Fault.ForgeChange => log.Append(conversation, [.. entries.Select(entry => entry with { Author = HexId.New<UserId>() })]),
            Fault.LoseState => log.Append(conversation, [.. entries.Select(entry => entry with { State = default })]),
            _ => Task.FromResult(AppendOutcome.Appended),
        };
    }

    public Task<long> GetHead(ConversationId conversation) => log.GetHead(conversation);

    public Task<IReadOnlyList<LogEntry>> ReadBefore(ConversationId conversation, long before, int count) =>
        log.ReadBefore(conversation, before, count);

    public Task<IReadOnlyList<LogEntry>> ReadAfter(ConversationId conversation, long after, int count) =>
        log.ReadAfter(conversation, after, count);

    public Task<FoundMessages> Search(ConversationId conversation, WordQuery query, long before, int count) => log.Search(conversation, query, before, count);

    public Task<IReadOnlyList<LogEntry>> ReadMessages(ConversationId conversation, IReadOnlyCollection<long> sequences) =>
        log.ReadMessages(conversation, sequences);

    public Task<IReadOnlyList<LogEntry>> ReadActs(ConversationId conversation, long before, int count) => log.ReadActs(conversation, before, count);

    public Task<IReadOnlyList<LogEntry>> ReadSealedChanges(ConversationId conversation, long after, int count) =>
        log.ReadSealedChanges(conversation, after, count);

    public Task Rewrite(ConversationId conversation, long sequence, ReadOnlyMemory<byte> body) => log.Rewrite(conversation, sequence, body);

    public Task<LogEntry?> Find(ConversationId conversation, DeviceId device, MessageId id) => log.Find(conversation, device, id);

    public Task<int> CountUnread(ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId>? without) =>
        log.CountUnread(conversation, reader, after, upTo, cap, without);

    public Task<int> CountMentions(ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId>? without) =>
        log.CountMentions(conversation, reader, after, upTo, cap, without);

    public Task EraseAuthor(ConversationId conversation, UserId author) => log.EraseAuthor(conversation, author);

    public Task Erase(ConversationId conversation) => log.Erase(conversation);

    public Task<IReadOnlyList<LogEntry>> ReadAuthor(ConversationId conversation, UserId author, long after, int count) =>
        log.ReadAuthor(conversation, author, after, count);

    public Task ForgetCursors(UserId user) => log.ForgetCursors(user);

    public Task<IReadOnlyDictionary<ConversationId, ReadCursor>> GetCursors(UserId user) => log.GetCursors(user);

    public Task MoveCursor(UserId user, ConversationId conversation, ReadCursor cursor) => log.MoveCursor(user, conversation, cursor);
}
