using ChatMux.Silo.Backup.Rows;
using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Backup.Sqlite;

/// <summary>
/// The rows of a SQLite database as they were when the first was read: the connection is in a transaction, which keeps no writer waiting.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="withNumbers">Whether the running numbers are looked at too; they are made anew wherever they are written.</param>
internal sealed class SqliteSource(SqliteConnection connection, bool withNumbers = false) : IRowSource
{
    public IAsyncEnumerable<GrainRow> Grains() => Read(SqliteRowSql.Grains, row => new GrainRow(
        row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3),
        row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4), row.GetInt64(5), row.GetInt64(6)));

    public IAsyncEnumerable<EntryRow> Entries()
    {
        var numbers = new RunningNumbers();
        return Read(SqliteRowSql.Entries, row =>
        {
            var entry = new EntryRow(
                Id(row, 0), row.GetInt64(1), row.GetInt64(2), Id(row, 3), Id(row, 4), Id(row, 5), row.GetInt64(6), row.GetInt32(7),
                row.GetFieldValue<byte[]>(8));
            if (withNumbers && !row.IsDBNull(9) && numbers.Of(entry) != (row.GetInt64(9), row.GetInt64(10)))
                throw new StartupException($"The message {entry.Sequence} of a conversation has not the running numbers that the messages before it lead to.");
            return entry;
        });
    }

    public IAsyncEnumerable<StateRow> States() => Read(SqliteRowSql.States, row => new StateRow(Id(row, 0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)));

    public IAsyncEnumerable<MentionRow> Mentions() => Read(SqliteRowSql.Mentions, row => new MentionRow(IdOrNone(row, 0), Id(row, 1), row.GetInt64(2), Id(row, 3)));

    public IAsyncEnumerable<CursorRow> Cursors() => Read(SqliteRowSql.Cursors, row => new CursorRow(Id(row, 0), Id(row, 1), row.GetInt64(2), row.GetInt64(3)));

    /// <summary>The messages that are found by their words, with what became of them.</summary>
    public IAsyncEnumerable<SaidRow> Said() => Read(SqliteRowSql.Said, row => new SaidRow(
        Id(row, 0), row.GetInt64(1), Id(row, 2), row.GetFieldValue<byte[]>(3), row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4)));

    private IAsyncEnumerable<T> Read<T>(string sql, Func<SqliteDataReader, T> one)
    {
        return Rows().ToAsyncEnumerable();

        IEnumerable<T> Rows()
        {
            using var command = connection.Command(sql);
            using var row = command.ExecuteReader();
            while (row.Read()) yield return Understood(row, one);
        }
    }

    private T Understood<T>(SqliteDataReader row, Func<SqliteDataReader, T> one)
    {
        try
        {
            return one(row);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or ArgumentException or OverflowException)
        {
            throw new StartupException($"{connection.DataSource} is damaged: it has a row that ChatMux did not write.");
        }
    }

    private static Guid Id(SqliteDataReader row, int column) => new(row.GetFieldValue<byte[]>(column), bigEndian: true);

    private static Guid IdOrNone(SqliteDataReader row, int column) =>
        row.GetFieldValue<byte[]>(column) is { Length: > 0 } id ? new Guid(id, bigEndian: true) : Guid.Empty;
}
