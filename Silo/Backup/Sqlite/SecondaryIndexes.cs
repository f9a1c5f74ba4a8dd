using ChatMux.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Backup.Sqlite;

/// <summary>The indexes beside the keys: made when the tables are full, they are sorted once instead of torn open at every row.</summary>
internal sealed class SecondaryIndexes
{
    private readonly SqliteConnection _connection;
    private readonly List<string> _make = [];

    private SecondaryIndexes(SqliteConnection connection) => _connection = connection;

    public static SecondaryIndexes TakeAway(SqliteConnection connection)
    {
        var indexes = new SecondaryIndexes(connection);
        var names = new List<string>();
        using (var command = connection.Command("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"))
        using (var row = command.ExecuteReader())
        {
            while (row.Read())
            {
                names.Add(row.GetString(0));
                indexes._make.Add(row.GetString(1));
            }
        }
        foreach (var name in names) connection.Execute($"DROP INDEX {name}");
        return indexes;
    }

    public void BringBack()
    {
        foreach (var sql in _make) _connection.Execute(sql);
    }
}
