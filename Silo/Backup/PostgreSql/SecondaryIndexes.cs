using Npgsql;

namespace ChatMux.Silo.Backup.PostgreSql;

/// <summary>The indexes beside the keys: made when the tables are full, they are sorted once instead of torn open at every row.</summary>
internal sealed class SecondaryIndexes
{
    private readonly NpgsqlConnection _connection;
    private readonly List<string> _make = [];

    private SecondaryIndexes(NpgsqlConnection connection) => _connection = connection;

    public static async Task<SecondaryIndexes> TakeAway(NpgsqlConnection connection, CancellationToken stop)
    {
        var indexes = new SecondaryIndexes(connection);
        var names = new List<string>();
        await using (var command = new NpgsqlCommand(RowSql.SecondaryIndexes, connection))
        await using (var row = await command.ExecuteReaderAsync(stop))
        {
            while (await row.ReadAsync(stop))
            {
                names.Add(row.GetString(0));
                indexes._make.Add(row.GetString(1));
            }
        }
        foreach (var name in names) await connection.Execute($"DROP INDEX {name}", stop);
        return indexes;
    }

    public async Task BringBack(CancellationToken stop)
    {
        await _connection.Execute("SET LOCAL maintenance_work_mem = '256MB'", stop);
        foreach (var sql in _make) await _connection.Execute(sql, stop);
    }
}
