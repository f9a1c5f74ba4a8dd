using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Storage;

/// <summary>
/// The message log in the <see cref="SqliteFile"/>. A faulted append or cursor is an unknown outcome (the disk was full,
/// or the power failed in the middle): reload the head before writing again.
/// </summary>
public sealed partial class SqliteMessageLog : IMessageLog, IAsyncDisposable
{
    private readonly MessageLogWriter _writer;
    private readonly SqliteReaders _readers;

    // A place of their own: a search that takes long keeps nobody from reading.
    private readonly SqliteReaders _searchers;
    private readonly ILogger _logger;
    private readonly Task _indexing;
    private volatile bool _closing;

    /// <summary>Begins to take writes; the file has its schema already.</summary>
    public SqliteMessageLog(SqliteFile file, ILogger<SqliteMessageLog> logger) : this(file, WriteLane.MessageLog, logger)
    {
    }

    internal SqliteMessageLog(SqliteFile file, WriteLane lane, ILogger logger)
    {
        _writer = new MessageLogWriter(file, lane, logger);
        _readers = new SqliteReaders(file);
        _searchers = new SqliteReaders(file, most: 1);
        _logger = logger;
        _indexing = IndexOlder();
    }

    /// <inheritdoc/>
    public async Task<AppendOutcome> Append(ConversationId conversation, IReadOnlyList<LogEntry> entries)
    {
        for (var i = 1; i < entries.Count; i++)
        {
            if (entries[i].Sequence != entries[i - 1].Sequence + 1) throw new ArgumentException("not consecutive", nameof(entries));
        }
        if (entries.Count == 0) return AppendOutcome.Appended;
        var append = new MessageLogAppend(conversation, entries);
        await _writer.Enqueue(append).ConfigureAwait(false);
        return await append.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task MoveCursor(UserId user, ConversationId conversation, ReadCursor cursor) =>
        Write(connection => connection.MoveCursor(user, conversation, cursor));

    /// <inheritdoc/>
    public Task ForgetCursors(UserId user) => Write(connection => connection.ForgetCursors(user));

    /// <inheritdoc/>
    public Task EraseAuthor(ConversationId conversation, UserId author) => EraseAll(conversation, author);

    /// <inheritdoc/>
    public Task Erase(ConversationId conversation) => EraseAll(conversation, null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogEntry>> ReadAuthor(ConversationId conversation, UserId author, long after, int count) =>
        _readers.Read<IReadOnlyList<LogEntry>>(connection =>
        {
            using var command = connection.Command(
                MessageLogSql.ReadAuthor,
                ("$conversation", MessageLogSql.Bytes(conversation.Value)), ("$author", MessageLogSql.Bytes(author.Value)), ("$after", after), ("$count", count));
            return MessageLogSql.ReadEntries(command);
        });

    /// <inheritdoc/>
    public Task<long> GetHead(ConversationId conversation) => _readers.Read(connection =>
    {
        using var command = connection.Command(MessageLogSql.Head, ("$conversation", MessageLogSql.Bytes(conversation.Value)));
        return command.ExecuteScalar() is long head ? head : 0;
    });

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogEntry>> ReadBefore(ConversationId conversation, long before, int count)
    {
        var entries = await Page(MessageLogSql.ReadBefore, conversation, before, count).ConfigureAwait(false);
        entries.Reverse();
        return entries;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogEntry>> ReadAfter(ConversationId conversation, long after, int count) =>
        await Page(MessageLogSql.ReadAfter, conversation, after, count).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogEntry>> ReadMessages(ConversationId conversation, IReadOnlyCollection<long> sequences) =>
        _readers.Read<IReadOnlyList<LogEntry>>(connection =>
        {
            using var command = connection.Command(
                MessageLogSql.ReadMessages, ("$conversation", MessageLogSql.Bytes(conversation.Value)), ("$sequences", $"[{string.Join(',', sequences)}]"));
            return MessageLogSql.ReadEntries(command);
        });

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogEntry>> ReadActs(ConversationId conversation, long before, int count) =>
        await Page(MessageLogSql.ReadActs, conversation, before, count).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogEntry>> ReadSealedChanges(ConversationId conversation, long after, int count) =>
        await Page(MessageLogSql.ReadSealedChanges, conversation, after, count).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task Rewrite(ConversationId conversation, long sequence, ReadOnlyMemory<byte> body) =>
        Write(connection => connection.Rewrite(conversation, sequence, body.ToArray()));

    /// <inheritdoc/>
    public Task<FoundMessages> Search(ConversationId conversation, WordQuery query, long before, int count) =>
        _searchers.Read(connection => new MessageSearch(connection, conversation, query, count).Run(before));

    /// <inheritdoc/>
    public Task<LogEntry?> Find(ConversationId conversation, DeviceId device, MessageId id) => _readers.Read(connection =>
    {
        using var command = connection.Command(
            MessageLogSql.Find,
            ("$conversation", MessageLogSql.Bytes(conversation.Value)),
            ("$device", MessageLogSql.Bytes(device.Value)),
            ("$id", MessageLogSql.Bytes(id.Value)));
        return MessageLogSql.ReadEntries(command).SingleOrDefault();
    });

    /// <inheritdoc/>
    public Task<int> CountUnread(ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId>? without) =>
        Count(MessageLogSql.CountUnread, conversation, reader, after, upTo, cap, without ?? []);

    /// <inheritdoc/>
    public Task<int> CountMentions(ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId>? without) =>
        Count(MessageLogSql.CountMentions, conversation, reader, after, upTo, cap, without ?? []);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<ConversationId, ReadCursor>> GetCursors(UserId user) => _readers.Read<IReadOnlyDictionary<ConversationId, ReadCursor>>(connection =>
    {
        using var command = connection.Command(MessageLogSql.Cursors, ("$user", MessageLogSql.Bytes(user.Value)));
        using var row = command.ExecuteReader();
        var cursors = new Dictionary<ConversationId, ReadCursor>();
        while (row.Read()) cursors[MessageLogSql.Id<ConversationId>(row, 0)] = new ReadCursor(row.GetInt64(1), row.GetInt64(2));
        return cursors;
    });

    /// <summary>Writes what was taken, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        await _indexing;
        await _writer.DisposeAsync();
        _readers.Dispose();
        _searchers.Dispose();
    }

    private async Task EraseAll(ConversationId conversation, UserId? author)
    {
        foreach (var how in author is null ? MessageLogSql.EraseAll : MessageLogSql.EraseAuthor)
        {
            // Some at a time: everybody else's messages wait for the same thread.
            for (long? after = 0; after is not null;)
            {
                var erasure = new Erasure(conversation, author, how, after.Value);
                await _writer.Enqueue(erasure).ConfigureAwait(false);
                after = await erasure.Task.ConfigureAwait(false);
            }
        }
    }

    private async Task IndexOlder()
    {
        try
        {
            // Some at a time, as above. What is left when the server ends is done when it starts.
            for (var more = true; more && !_closing;)
            {
                var indexing = new Indexing();
                await _writer.Enqueue(indexing).ConfigureAwait(false);
                more = await indexing.Task.ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            IndexingFailed(_logger, e);
        }
    }

    private async Task Write(Action<MessageLogConnection> write)
    {
        var change = new ReadCursorWrite(write);
        await _writer.Enqueue(change).ConfigureAwait(false);
        await change.Task.ConfigureAwait(false);
    }

    private Task<int> Count(
        MessageLogSql.Count count, ConversationId conversation, UserId reader, long after, long upTo, int cap, IReadOnlyCollection<UserId> without) =>
        _readers.Read(connection =>
        {
            using var command = connection.Command(
                without.Count == 0 ? count.All : count.Without,
                ("$conversation", MessageLogSql.Bytes(conversation.Value)),
                ("$reader", MessageLogSql.Bytes(reader.Value)),
                ("$after", after),
                ("$upTo", upTo),
                ("$cap", cap),
                ("$without", $"[{string.Join(',', without.Select(user => $"\"{user.Value}\""))}]"));
            return (int)Math.Min((long)command.ExecuteScalar()!, cap);
        });

    private Task<List<LogEntry>> Page(string sql, ConversationId conversation, long bound, int count) => _readers.Read(connection =>
    {
        using var command = connection.Command(
            sql, ("$conversation", MessageLogSql.Bytes(conversation.Value)), ("$bound", bound), ("$count", count));
        return MessageLogSql.ReadEntries(command);
    });

    [LoggerMessage(202, LogLevel.Error, "Messages from before the index of words could not be indexed; the next start goes on with it")]
    private static partial void IndexingFailed(ILogger logger, Exception e);
}
