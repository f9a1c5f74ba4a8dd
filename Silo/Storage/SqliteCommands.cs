using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Storage;

/// <summary>The little that plain ADO.NET lacks.</summary>
internal static class SqliteCommands
{
    /// <summary>Runs statements that have no result.</summary>
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A command with its parameters, to be run once.</summary>
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
