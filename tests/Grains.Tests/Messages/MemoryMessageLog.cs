using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>The message log's contract without a disk; can be told to fail, or to hold a commit.</summary>
internal sealed class MemoryMessageLog : IMessageLog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConversationId, List<LogEntry>> _entries = [];
    private readonly Dictionary<(UserId, ConversationId), ReadCursor> _cursors = [];

    /// <summary>The next append throws this, once.</summary>
    public Exception? FailNext { get; set; }

    /// <summary>The next append writes, and throws this all the same, once.</summary>
    public Exception? FailAfterNext { get; set; }

    /// <summary>While set, appends wait for it.</summary>
    public TaskCompletionSource? Held { get; set; }

    /// <summary>Runs when an append begins to wait for <see cref="Held"/>.</summary>
    public Action? OnHeld { get; set; }

    /// <summary>While set, pages that have been read wait for it.</summary>
    public TaskCompletionSource? HeldPage { get; set; }

    /// <summary>How many turns of others come into the middle of an append.</summary>
    public int Turns { get; set; }

    /// <summary>How many appends were asked for.</summary>
    public int Appends { get; private set; }

    public async Task<AppendOutcome> Append(ConversationId conversation, IReadOnlyList<LogEntry> entries)
    {
        if (Held is { } held)
        {
            OnHeld?.Invoke();
            await held.Task;
        }
        for (var turn = 0; turn < Turns; turn++)
            await Task.Yield();
        lock (_lock)
        {
            Appends++;
            if (FailNext is { } failure)
            {
                FailNext = null;
                throw failure;
            }
            var log = Of(conversation);
            if (log.Any(e => e.Target == 0 && entries.Any(n => n.Target == 0 && n.Device == e.Device && n.Id == e.Id)))
                return AppendOutcome.DuplicateId;
            if (log.Any(e => entries.Any(n => n.Sequence == e.Sequence)))
                return AppendOutcome.SequenceTaken;
            foreach (var entry in entries)
                Add(log, entry);
            if (FailAfterNext is { } late)
            {
                FailAfterNext = null;
                throw late;
            }
            return AppendOutcome.Appended;
        }
    }

    public Task<long> GetHead(ConversationId conversation) => Read(conversation, log => log.Count == 0 ? 0 : log[^1].Sequence);

    public async Task<IReadOnlyList<LogEntry>> ReadBefore(ConversationId conversation, long before, int count)
    {
        var page = await Read<IReadOnlyList<LogEntry>>(conversation, log => [.. log.Where(e => e.Target == 0 && e.Sequence < before).TakeLast(count)]);
        if (HeldPage is { } held)
        {
            PageRead.TrySetResult();
            await held.Task;
        }
        return page;
    }

    /// <summary>A page waits.</summary>
    public TaskCompletionSource PageRead { get; } = new();

    public Task<IReadOnlyList<LogEntry>> ReadAfter(ConversationId conversation, long after, int count) =>
        Read<IReadOnlyList<LogEntry>>(conversation, log => [.. log.Where(e => e.Sequence > after).Take(count)]);

    public Task<IReadOnlyList<LogEntry>> ReadMessages(ConversationId conversation, IReadOnlyCollection<long> sequences) =>
        Read<IReadOnlyList<LogEntry>>(conversation, log => [.. log.Where(e => e.Kind == LogEntryKind.Message && sequences.Contains(e.Sequence))]);

    public Task<IReadOnlyList<LogEntry>> ReadActs(ConversationId conversation, long before, int count) => Read<IReadOnlyList<LogEntry>>(
        conversation, log => [.. log.Where(e => e.Kind is LogEntryKind.Act or LogEntryKind.Removal && e.Sequence < before).Reverse().Take(count)]);

    public Task<IReadOnlyList<LogEntry>> ReadSealedChanges(ConversationId conversation, long after, int count) => Read<IReadOnlyList<LogEntry>>(
        conversation, log => [.. log.Where(e => e.Kind == LogEntryKind.SealedChange && e.Sequence > after).Take(count)]);

    public Task Rewrite(ConversationId conversation, long sequence, ReadOnlyMemory<byte> body) => Read(conversation, log =>
    {
        var at = log.FindIndex(e => e.Sequence == sequence);
        return log[at] = log[at] with { Body = body };
    });

    public Task<FoundMessages> Search(ConversationId conversation, WordQuery query, long before, int count) => Read(conversation, log =>
    {
        var found = log.Where(e => e.Target == 0 && e.Sequence < before && query.Matches(e)).Reverse().ToArray();
        return new FoundMessages([.. found.Take(count)], found.Length > count ? found[count - 1].Sequence : null);
    });

    public Task<LogEntry?> Find(ConversationId conversation, DeviceId device, MessageId id) =>
        Read(conversation, log => log.FirstOrDefault(e => e.Target == 0 && e.Device == device && e.Id == id));

    public Task<int> CountUnread(ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId>? without) =>
        Count(conversation, after, upTo, cap, e => e.Kind == LogEntryKind.Message && e.Author != reader && without?.Contains(e.Author) != true);

    public Task<int> CountMentions(ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId>? without) =>
        Count(conversation, after, upTo, cap, e => e.Target == 0 && Calls(e, reader) && without?.Contains(e.Author) != true);

    private Task<int> Count(ConversationId conversation, long after, long upTo, int cap, Func<LogEntry, bool> counts) =>
        Read(conversation, log => Math.Min(cap, log.Count(e => e.Sequence > after && e.Sequence <= upTo && counts(e))));

    private static bool Calls(LogEntry entry, UserId reader) =>
        entry.Author != reader && entry.Mentions is { } mentions && (mentions.Everyone || mentions.Users.Contains(reader));

    public Task EraseAuthor(ConversationId conversation, UserId author) => EraseWhere(conversation, e => e.Author == author && e.Kind is LogEntryKind.Message or LogEntryKind.Edit or LogEntryKind.SealedChange);

    public Task Erase(ConversationId conversation) => EraseWhere(conversation, _ => true);

    public Task<IReadOnlyList<LogEntry>> ReadAuthor(ConversationId conversation, UserId author, long after, int count) =>
        Read<IReadOnlyList<LogEntry>>(conversation, log => [.. log.Where(e => e.Kind == LogEntryKind.Message && e.Author == author && e.Sequence > after).Take(count)]);

    public Task ForgetCursors(UserId user)
    {
        lock (_lock)
            foreach (var key in _cursors.Keys.Where(k => k.Item1 == user).ToArray())
                _cursors.Remove(key);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<ConversationId, ReadCursor>> GetCursors(UserId user)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyDictionary<ConversationId, ReadCursor>>(
                _cursors.Where(c => c.Key.Item1 == user).ToDictionary(c => c.Key.Item2, c => c.Value));
    }

    public Task MoveCursor(UserId user, ConversationId conversation, ReadCursor cursor)
    {
        lock (_lock)
        {
            var held = _cursors.GetValueOrDefault((user, conversation));
            if ((cursor.Rewinds, cursor.Sequence).CompareTo((held.Rewinds, held.Sequence)) >= 0)
                _cursors[(user, conversation)] = cursor;
        }
        return Task.CompletedTask;
    }

    private static void Add(List<LogEntry> log, LogEntry entry)
    {
        log.Add(entry.Target == 0 ? entry : entry with { State = default });
        if (entry.Target == 0)
            return;
        var target = log.FindIndex(e => e.Sequence == entry.Target);
        var gone = entry.Deletes;
        log[target] = log[target] with
        {
            State = entry.State,
            Body = gone ? default : log[target].Body,
            Mentions = entry.Mentions ?? log[target].Mentions,
        };
        for (var i = 0; gone && i < log.Count; i++)
            if (log[i].Target == entry.Target && log[i].Kind == LogEntryKind.Edit)
                log[i] = log[i] with { Body = default };
    }

    private Task EraseWhere(ConversationId conversation, Func<LogEntry, bool> erased)
    {
        lock (_lock)
            _entries[conversation] = [.. Of(conversation).Select(e => erased(e) ? e with { Body = default, State = default, Mentions = null } : e)];
        return Task.CompletedTask;
    }

    private Task<T> Read<T>(ConversationId conversation, Func<List<LogEntry>, T> read)
    {
        lock (_lock)
            return Task.FromResult(read(Of(conversation)));
    }

    private List<LogEntry> Of(ConversationId conversation) =>
        _entries.TryGetValue(conversation, out var log) ? log : _entries[conversation] = [];
}
