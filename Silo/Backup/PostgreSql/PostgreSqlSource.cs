using ChatMux.Silo.Backup.Rows;
using Npgsql;

namespace ChatMux.Silo.Backup.PostgreSql;

/// <summary>The rows of a PostgreSQL database, as the transaction of the connection sees them. They are taken as they come, so none are collected.</summary>
internal sealed class PostgreSqlSource(NpgsqlConnection connection, CancellationToken stop) : IRowSource
{
    public IAsyncEnumerable<GrainRow> Grains() => Read(RowSql.Grains, row => new GrainRow(
        row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3),
        row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4), row.GetInt32(5), row.GetInt64(6)));

    public IAsyncEnumerable<EntryRow> Entries() => Read(RowSql.Entries, row => new EntryRow(
        row.GetGuid(0), row.GetInt64(1), row.GetInt64(2), row.GetGuid(3), row.GetGuid(4), row.GetGuid(5), row.GetInt64(6), row.GetInt16(7),
        row.GetFieldValue<byte[]>(8)));

    public IAsyncEnumerable<StateRow> States() => Read(RowSql.States, row => new StateRow(row.GetGuid(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)));

    public IAsyncEnumerable<MentionRow> Mentions() =>
        Read(RowSql.Mentions, row => new MentionRow(row.GetGuid(0), row.GetGuid(1), row.GetInt64(2), row.GetGuid(3)));

    public IAsyncEnumerable<CursorRow> Cursors() =>
        Read(RowSql.Cursors, row => new CursorRow(row.GetGuid(0), row.GetGuid(1), row.GetInt64(2), row.GetInt64(3)));

    private async IAsyncEnumerable<T> Read<T>(string sql, Func<NpgsqlDataReader, T> one)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop)) yield return one(row);
    }
}
