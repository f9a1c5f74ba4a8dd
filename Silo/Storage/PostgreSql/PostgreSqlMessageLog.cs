using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using Npgsql;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>
/// The message log in PostgreSQL, written by every silo of a cluster. A faulted append or cursor is an unknown outcome (the connection
/// broke before the answer came): reload the head before writing again.
/// </summary>
public sealed class PostgreSqlMessageLog : IMessageLog, IAsyncDisposable
{
    private const int ErasedAtOnce = 1_000;

    // Goes through everything that was ever changed in a conversation.
    private const int SecondsToErase = 300;

    private readonly NpgsqlDataSource _database;
    private readonly ConversationNumbers _numbers;
    private readonly LogWriter _writer;

    /// <summary>Begins to take writes; the database has its schema already.</summary>
    public PostgreSqlMessageLog(NpgsqlDataSource database, ILogger<PostgreSqlMessageLog> logger)
    {
        _database = database;
        _numbers = new ConversationNumbers(database);
        _writer = new LogWriter(database, _numbers, logger);
    }

    /// <inheritdoc/>
    public async Task<AppendOutcome> Append(ConversationId conversation, IReadOnlyList<LogEntry> entries)
    {
        for (var i = 1; i < entries.Count; i++)
        {
            if (entries[i].Sequence != entries[i - 1].Sequence + 1) throw new ArgumentException("not consecutive", nameof(entries));
        }
        return entries.Count == 0 ? AppendOutcome.Appended : await _writer.Write(new LogAppend(conversation, entries)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task MoveCursor(UserId user, ConversationId conversation, ReadCursor cursor) => _writer.Write(new CursorMove(user, conversation, cursor));

    /// <inheritdoc/>
    public async Task<long> GetHead(ConversationId conversation) => (long)(await Scalar(LogSql.Head, Of(conversation)).ConfigureAwait(false))!;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogEntry>> ReadBefore(ConversationId conversation, long before, int count)
    {
        var entries = await Entries(LogSql.ReadBefore, Of(conversation), before, count).ConfigureAwait(false);
        entries.Reverse();
        return entries;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogEntry>> ReadAfter(ConversationId conversation, long after, int count) =>
        await Entries(LogSql.ReadAfter, Of(conversation), after, count).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogEntry>> ReadMessages(ConversationId conversation, IReadOnlyCollection<long> sequences) =>
        await Entries(LogSql.ReadMessages, Of(conversation), sequences.ToArray()).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogEntry>> ReadActs(ConversationId conversation, long before, int count) =>
        await Entries(LogSql.ReadActs, Of(conversation), before, count).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogEntry>> ReadSealedChanges(ConversationId conversation, long after, int count) =>
        await Entries(LogSql.ReadSealedChanges, Of(conversation), after, count).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogEntry>> ReadAuthor(ConversationId conversation, UserId author, long after, int count) =>
        await Entries(LogSql.ReadAuthor, Of(conversation), LogSql.Uuid(author), after, count).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<LogEntry?> Find(ConversationId conversation, DeviceId device, MessageId id) =>
        (await Entries(LogSql.Find, Of(conversation), LogSql.Uuid(device), LogSql.Uuid(id)).ConfigureAwait(false)).SingleOrDefault();

    /// <inheritdoc/>
    public Task Rewrite(ConversationId conversation, long sequence, ReadOnlyMemory<byte> body) =>
        Execute(LogSql.Rewrite, Of(conversation), sequence, body.ToArray());

    /// <inheritdoc/>
    public Task<FoundMessages> Search(ConversationId conversation, WordQuery query, long before, int count) =>
        new LogSearch(_database, _numbers, conversation, query, count).Run(before);

    /// <inheritdoc/>
    public Task<int> CountUnread(ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId>? without) =>
        Count(LogSql.CountUnread, without ?? [], cap, Of(conversation), LogSql.Uuid(reader), after, upTo, cap);

    /// <inheritdoc/>
    public Task<int> CountMentions(ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId>? without) =>
        Count(LogSql.CountMentions, without ?? [], cap, Of(conversation), LogSql.Uuid(reader), after, upTo, cap);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<ConversationId, ReadCursor>> GetCursors(UserId user)
    {
        await using var command = Command(LogSql.Cursors, LogSql.Uuid(user));
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var cursors = new Dictionary<ConversationId, ReadCursor>();
        while (await row.ReadAsync().ConfigureAwait(false))
            cursors[LogSql.Id<ConversationId>(row, 0)] = new ReadCursor(row.GetInt64(1), row.GetInt64(2));
        return cursors;
    }

    /// <inheritdoc/>
    public async Task ForgetCursors(UserId user)
    {
        foreach (var sql in LogSql.Forget) await Execute(sql, LogSql.Uuid(user)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task EraseAuthor(ConversationId conversation, UserId author) => Erase(Erasure.OfAuthor, conversation, author);

    /// <inheritdoc/>
    public Task Erase(ConversationId conversation) => Erase(Erasure.OfAll, conversation, null);

    /// <summary>Writes what was taken, then closes.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    // Some at a time, so that nobody waits long for a row of the conversation.
    private async Task Erase(IEnumerable<Erasure> erasures, ConversationId conversation, UserId? author)
    {
        foreach (var erasure in erasures) await Erase(erasure, conversation, author).ConfigureAwait(false);
    }

    private async Task Erase(Erasure erasure, ConversationId conversation, UserId? author)
    {
        object[] which = author is { } user ? [Of(conversation), LogSql.Uuid(user)] : [Of(conversation)];
        for (long after = 0; await Scalar(erasure.UpTo, [.. which, after, ErasedAtOnce]).ConfigureAwait(false) is long upTo; after = upTo)
        {
            await using var batch = _database.CreateBatch();
            foreach (var sql in erasure.Range) batch.BatchCommands.Add(Filled(new NpgsqlBatchCommand(sql), [.. which, after, upTo]));
            await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        await using var changes = Command(erasure.Changes, which);
        changes.CommandTimeout = SecondsToErase;
        await changes.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private async Task<int> Count(LogSql.Count count, IReadOnlyCollection<UserId> without, int cap, params object[] parameters)
    {
        var counted = without.Count == 0
            ? await Scalar(count.All, parameters).ConfigureAwait(false)
            : await Scalar(count.Without, [.. parameters, without.Select(LogSql.Uuid).ToArray()]).ConfigureAwait(false);
        return (int)Math.Min((long)counted!, cap);
    }

    private async Task<List<LogEntry>> Entries(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await LogSql.ReadEntries(command).ConfigureAwait(false);
    }

    private async Task<object?> Scalar(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteScalarAsync().ConfigureAwait(false);
    }

    private async Task Execute(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private NpgsqlCommand Command(string sql, params object[] parameters)
    {
        var command = _database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }

    private static NpgsqlBatchCommand Filled(NpgsqlBatchCommand command, object[] parameters)
    {
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }

    private static Guid Of(ConversationId conversation) => LogSql.Uuid(conversation);
}
