using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using Npgsql;
using NpgsqlTypes;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>
/// What is written in one transaction: for each table the rows of all writes, as columns. Of what is written several times, like the
/// state of a message that is changed twice, the last one counts.
/// </summary>
internal sealed class LogBatch
{
    private readonly List<(ConversationId Conversation, LogEntry Entry, long First)> _entries = [];
    private readonly Dictionary<ConversationId, (long First, long Last)> _runs = [];
    private readonly Dictionary<(ConversationId, long), ReadOnlyMemory<byte>> _states = [];
    private readonly Dictionary<(ConversationId, long), (LogMentions Mentions, UserId Author)> _mentions = [];
    private readonly HashSet<(ConversationId, long)> _calledBefore = [];
    private readonly Dictionary<(ConversationId, long), long> _deleted = [];
    private readonly Dictionary<(ConversationId, long), (UserId Author, IReadOnlyList<string> Words)?> _words = [];
    private readonly Dictionary<(UserId, ConversationId), ReadCursor> _cursors = [];

    /// <summary>Whose words change.</summary>
    public IEnumerable<ConversationId> Conversations => _words.Keys.Select(message => message.Item1).Distinct();

    public void Add(ConversationId conversation, IReadOnlyList<LogEntry> entries)
    {
        // Those of one conversation go on from each other, or else the first of them is asked for in the table and found missing.
        var first = _runs.TryGetValue(conversation, out var run) && run.Last + 1 == entries[0].Sequence ? run.First : entries[0].Sequence;
        _runs[conversation] = (first, entries[^1].Sequence);
        foreach (var entry in entries)
        {
            _entries.Add((conversation, entry, first));
            if (entry.IsChange) AddChange(conversation, entry);
            else AddMessage(conversation, entry);
        }
    }

    public void Add(UserId reader, ConversationId conversation, ReadCursor cursor)
    {
        var held = _cursors.GetValueOrDefault((reader, conversation), new ReadCursor(-1, -1));
        if ((cursor.Rewinds, cursor.Sequence).CompareTo((held.Rewinds, held.Sequence)) > 0) _cursors[(reader, conversation)] = cursor;
    }

    /// <summary>The statements, in an order in which each finds what it needs.</summary>
    public void FillIn(NpgsqlBatch batch, IReadOnlyDictionary<ConversationId, int> numbers)
    {
        if (_entries.Count > 0) Insert(batch);
        var states = _states.ToArray();
        if (states.Length > 0) Run(batch, LogSql.SetStates, [.. Keys(_states.Keys), Column(NpgsqlDbType.Bytea, states.Select(state => state.Value.ToArray()))]);
        if (_calledBefore.Count > 0) Run(batch, LogSql.ClearMentions, Keys(_calledBefore));
        InsertMentions(batch);
        if (_deleted.Count > 0)
        {
            Run(batch, LogSql.EmptyMessages, Keys(_deleted.Keys));
            Run(batch, LogSql.EmptyEdits, [.. Keys(_deleted.Keys), Column(NpgsqlDbType.Bigint, _deleted.Values)]);
        }
        SetWords(batch, numbers);
        if (_cursors.Count > 0) MoveCursors(batch);
    }

    private void AddMessage(ConversationId conversation, LogEntry entry)
    {
        if (entry.Mentions is { } mentions) _mentions[(conversation, entry.Sequence)] = (mentions, entry.Author);
        if (entry.Kind == LogEntryKind.Message && !entry.Body.IsEmpty)
            _words[(conversation, entry.Sequence)] = (entry.Author, MessageWords.Of(entry.Body.Span, default));
    }

    private void AddChange(ConversationId conversation, LogEntry entry)
    {
        var target = (conversation, entry.Target);
        _states[target] = entry.State;
        if (entry.Mentions is { } mentions)
        {
            _mentions[target] = (mentions, entry.Author);
            _calledBefore.Add(target);
        }
        if (entry.Deletes)
        {
            _deleted[target] = entry.Sequence;
            _words[target] = null;
        }
        else if (entry.Kind == LogEntryKind.Edit)
        {
            _words[target] = (entry.Author, MessageWords.Of(entry.Body.Span, entry.State.Span));
        }
    }

    private void Insert(NpgsqlBatch batch) => Run(batch, LogSql.Insert,
    [
        Column(NpgsqlDbType.Uuid, _entries.Select(row => LogSql.Uuid(row.Conversation))),
        Column(NpgsqlDbType.Bigint, _entries.Select(row => row.Entry.Sequence)),
        Column(NpgsqlDbType.Bigint, _entries.Select(row => row.First)),
        Column(NpgsqlDbType.Bigint, _entries.Select(row => row.Entry.Target)),
        Column(NpgsqlDbType.Uuid, _entries.Select(row => row.Entry.IsChange ? Guid.Empty : LogSql.Uuid(row.Entry.Id))),
        Column(NpgsqlDbType.Uuid, _entries.Select(row => LogSql.Uuid(row.Entry.Device))),
        Column(NpgsqlDbType.Uuid, _entries.Select(row => LogSql.Uuid(row.Entry.Author))),
        Column(NpgsqlDbType.Bigint, _entries.Select(row => row.Entry.SentAtMs)),
        Column(NpgsqlDbType.Smallint, _entries.Select(row => (short)row.Entry.Kind)),
        Column(NpgsqlDbType.Bytea, _entries.Select(row => row.Entry.Body.ToArray())),
    ]);

    private void InsertMentions(NpgsqlBatch batch)
    {
        var rows = _mentions.SelectMany(message =>
            Called(message.Value.Mentions).Select(called => (Called: called, Message: message.Key, message.Value.Author))).ToArray();
        if (rows.Length == 0) return;
        Run(batch, LogSql.InsertMentions,
        [
            Column(NpgsqlDbType.Uuid, rows.Select(row => row.Called)),
            .. Keys(rows.Select(row => row.Message)),
            Column(NpgsqlDbType.Uuid, rows.Select(row => LogSql.Uuid(row.Author))),
        ]);
    }

    private static IEnumerable<Guid> Called(LogMentions mentions) => mentions.Everyone ? [LogSql.Everyone] : mentions.Users.Select(LogSql.Uuid);

    private void SetWords(NpgsqlBatch batch, IReadOnlyDictionary<ConversationId, int> numbers)
    {
        var gone = _words.Where(message => message.Value is null).Select(message => message.Key).ToArray();
        if (gone.Length > 0)
        {
            Run(batch, WordSql.Remove,
                [Column(NpgsqlDbType.Integer, gone.Select(key => numbers[key.Item1])), Column(NpgsqlDbType.Bigint, gone.Select(key => key.Item2))]);
        }
        var said = _words.Where(message => message.Value is not null).Select(message => (message.Key, message.Value!.Value)).ToArray();
        if (said.Length == 0) return;
        Run(batch, WordSql.Set,
        [
            Column(NpgsqlDbType.Integer, said.Select(message => numbers[message.Key.Item1])),
            Column(NpgsqlDbType.Bigint, said.Select(message => message.Key.Item2)),
            Column(NpgsqlDbType.Text, said.Select(m => WordSql.Vector(numbers[m.Key.Item1], m.Key.Item2, m.Value.Author, m.Value.Words))),
        ]);
    }

    private void MoveCursors(NpgsqlBatch batch) => Run(batch, LogSql.MoveCursors,
    [
        Column(NpgsqlDbType.Uuid, _cursors.Keys.Select(key => LogSql.Uuid(key.Item1))),
        Column(NpgsqlDbType.Uuid, _cursors.Keys.Select(key => LogSql.Uuid(key.Item2))),
        Column(NpgsqlDbType.Bigint, _cursors.Values.Select(cursor => cursor.Sequence)),
        Column(NpgsqlDbType.Bigint, _cursors.Values.Select(cursor => cursor.Rewinds)),
    ]);

    private static NpgsqlParameter[] Keys(IEnumerable<(ConversationId Conversation, long Sequence)> messages)
    {
        var keys = messages.ToArray();
        return [Column(NpgsqlDbType.Uuid, keys.Select(key => LogSql.Uuid(key.Conversation))), Column(NpgsqlDbType.Bigint, keys.Select(key => key.Sequence))];
    }

    private static NpgsqlParameter<T[]> Column<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. values] };

    private static void Run(NpgsqlBatch batch, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }
}
