using ChatMux.Silo.Backup.Rows;
using ChatMux.Silo.Hosting;
using Npgsql;
using NpgsqlTypes;

namespace ChatMux.Silo.Backup.PostgreSql;

/// <summary>The empty tables of a PostgreSQL database that are filled, in the transaction of the connection.</summary>
internal sealed class PostgreSqlTarget(NpgsqlConnection connection, CancellationToken stop) : IRowTarget
{
    public Task Write(IAsyncEnumerable<GrainRow> grains) => Copy(RowSql.CopyGrains, grains, async (to, grain) =>
    {
        await to.WriteAsync(grain.Name, NpgsqlDbType.Text, stop);
        await to.WriteAsync(grain.KeyHigh, NpgsqlDbType.Bigint, stop);
        await to.WriteAsync(grain.KeyLow, NpgsqlDbType.Bigint, stop);
        await to.WriteAsync(grain.KeyText, NpgsqlDbType.Text, stop);
        if (grain.Payload is { } payload) await to.WriteAsync(payload, NpgsqlDbType.Bytea, stop);
        else await to.WriteNullAsync(stop);
        await to.WriteAsync(checked((int)grain.Version), NpgsqlDbType.Integer, stop);
        await to.WriteAsync(DateTimeOffset.FromUnixTimeSeconds(grain.ModifiedAt).UtcDateTime, NpgsqlDbType.TimestampTz, stop);
    });

    public Task Write(IAsyncEnumerable<EntryRow> entries) => Copy(RowSql.CopyEntries, entries, async (to, entry) =>
    {
        await to.WriteAsync(entry.Conversation, NpgsqlDbType.Uuid, stop);
        await to.WriteAsync(entry.Sequence, NpgsqlDbType.Bigint, stop);
        await to.WriteAsync(entry.Target, NpgsqlDbType.Bigint, stop);
        await to.WriteAsync(entry.Id, NpgsqlDbType.Uuid, stop);
        await to.WriteAsync(entry.Device, NpgsqlDbType.Uuid, stop);
        await to.WriteAsync(entry.Author, NpgsqlDbType.Uuid, stop);
        await to.WriteAsync(entry.SentAt, NpgsqlDbType.Bigint, stop);
        await to.WriteAsync(checked((short)entry.Kind), NpgsqlDbType.Smallint, stop);
        await to.WriteAsync(entry.Body, NpgsqlDbType.Bytea, stop);
    });

    public Task Write(IAsyncEnumerable<StateRow> states) => Copy(RowSql.CopyStates, states, async (to, state) =>
    {
        await to.WriteAsync(state.Conversation, NpgsqlDbType.Uuid, stop);
        await to.WriteAsync(state.Sequence, NpgsqlDbType.Bigint, stop);
        await to.WriteAsync(state.Body, NpgsqlDbType.Bytea, stop);
    });

    public Task Write(IAsyncEnumerable<MentionRow> mentions) => Copy(RowSql.CopyMentions, mentions, async (to, mention) =>
    {
        await to.WriteAsync(mention.Called, NpgsqlDbType.Uuid, stop);
        await to.WriteAsync(mention.Conversation, NpgsqlDbType.Uuid, stop);
        await to.WriteAsync(mention.Sequence, NpgsqlDbType.Bigint, stop);
        await to.WriteAsync(mention.Author, NpgsqlDbType.Uuid, stop);
    });

    public Task Write(IAsyncEnumerable<CursorRow> cursors) => Copy(RowSql.CopyCursors, cursors, async (to, cursor) =>
    {
        await to.WriteAsync(cursor.Reader, NpgsqlDbType.Uuid, stop);
        await to.WriteAsync(cursor.Conversation, NpgsqlDbType.Uuid, stop);
        await to.WriteAsync(cursor.Sequence, NpgsqlDbType.Bigint, stop);
        await to.WriteAsync(cursor.Rewinds, NpgsqlDbType.Bigint, stop);
    });

    private async Task Copy<T>(string sql, IAsyncEnumerable<T> rows, Func<NpgsqlBinaryImporter, T, Task> write)
    {
        // Left before its end, it is undone.
        await using var to = await connection.BeginBinaryImportAsync(sql, stop);
        await foreach (var row in rows)
        {
            await to.StartRowAsync(stop);
            try
            {
                await write(to, row);
            }
            catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
            {
                throw new StartupException("A number is larger than any that ChatMux writes: what is copied is damaged.");
            }
        }
        await to.CompleteAsync(stop);
    }
}
