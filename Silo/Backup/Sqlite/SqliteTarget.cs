using ChatMux.Grains.Messages;
using ChatMux.Silo.Backup.Rows;
using ChatMux.Silo.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatMux.Silo.Backup.Sqlite;

/// <summary>
/// A new SQLite database that is filled. What is half filled is of no use to anybody and goes away with its file, so it has no
/// journal.
/// </summary>
internal sealed class SqliteTarget : IRowTarget, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SecondaryIndexes _indexes;
    private readonly CancellationTokenRegistration _stop;

    /// <summary>Makes the schema of this build in an empty file.</summary>
    public SqliteTarget(string path, CancellationToken stop)
    {
        using var file = new SqliteFile(path);
        SqliteSchema.Apply(file);
        _connection = file.OpenWriter();
        _connection.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = DEFAULT; PRAGMA cache_size = -65536; BEGIN");
        _indexes = SecondaryIndexes.TakeAway(_connection);
        // Making an index is one statement, which may take long.
        _stop = stop.Register(() => raw.sqlite3_interrupt(_connection.Handle));
    }

    public async Task Write(IAsyncEnumerable<GrainRow> grains)
    {
        using var insert = new PreparedStatement(_connection, SqliteRowSql.InsertGrain);
        await foreach (var grain in grains)
        {
            insert.Bind(1, grain.Name).Bind(2, grain.KeyHigh).Bind(3, grain.KeyLow).Bind(4, grain.KeyText).Bind(6, grain.Version).Bind(7, grain.ModifiedAt);
            if (grain.Payload is { } payload) insert.Bind(5, payload).Execute();
            else insert.BindNull(5).Execute();
        }
    }

    public async Task Write(IAsyncEnumerable<EntryRow> entries)
    {
        using var message = new PreparedStatement(_connection, SqliteRowSql.InsertMessage);
        using var change = new PreparedStatement(_connection, SqliteRowSql.InsertChange);
        var numbers = new RunningNumbers();
        await foreach (var entry in entries)
        {
            if (LogEntry.ChangesAnother((LogEntryKind)entry.Kind)) Insert(change, entry);
            else Insert(message, entry, numbers.Of(entry));
        }
    }

    public async Task Write(IAsyncEnumerable<StateRow> states)
    {
        using var insert = new PreparedStatement(_connection, SqliteRowSql.InsertState);
        await foreach (var state in states) insert.Bind(1, state.Conversation).Bind(2, state.Sequence).Bind(3, state.Body).Execute();
    }

    public async Task Write(IAsyncEnumerable<MentionRow> mentions)
    {
        using var insert = new PreparedStatement(_connection, SqliteRowSql.InsertMention);
        await foreach (var mention in mentions)
        {
            insert.Bind(2, mention.Conversation).Bind(3, mention.Sequence).Bind(4, mention.Author);
            if (mention.Called == Guid.Empty) insert.Bind(1, []).Execute();
            else insert.Bind(1, mention.Called).Execute();
        }
    }

    public async Task Write(IAsyncEnumerable<CursorRow> cursors)
    {
        using var insert = new PreparedStatement(_connection, SqliteRowSql.InsertCursor);
        await foreach (var cursor in cursors) insert.Bind(1, cursor.Reader).Bind(2, cursor.Conversation).Bind(3, cursor.Sequence).Bind(4, cursor.Rewinds).Execute();
    }

    /// <summary>Everything is there.</summary>
    /// <param name="note">What the file says about itself, if it says anything.</param>
    public void End(BackupNote? note)
    {
        _connection.Execute(SqliteRowSql.NoteUnindexed);
        _indexes.BringBack();
        note?.Write(_connection);
        _connection.Execute("COMMIT");
    }

    public void Dispose()
    {
        _stop.Dispose();
        _connection.Dispose();
    }

    private static void Insert(PreparedStatement message, in EntryRow entry, (long Message, long Author) numbers) => message
        .Bind(1, entry.Conversation).Bind(2, entry.Sequence).Bind(3, entry.Id).Bind(4, entry.Device).Bind(5, entry.Author)
        .Bind(6, entry.SentAt).Bind(7, entry.Kind).Bind(8, entry.Body).Bind(9, numbers.Message).Bind(10, numbers.Author).Execute();

    private static void Insert(PreparedStatement change, in EntryRow entry) => change
        .Bind(1, entry.Conversation).Bind(2, entry.Sequence).Bind(3, entry.Target).Bind(4, entry.Device).Bind(5, entry.Author)
        .Bind(6, entry.SentAt).Bind(7, entry.Kind).Bind(8, entry.Body).Execute();
}
