using Npgsql;

namespace ChatMux.Silo.Backup.PostgreSql;

/// <summary>The little that plain ADO.NET lacks.</summary>
internal static class PostgreSqlCommands
{
    /// <summary>Runs statements that have no result.</summary>
    public static async Task Execute(this NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Answers the one value of a statement.</summary>
    public static async Task<object?> Scalar(this NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(stop);
    }
}
