using Npgsql;

namespace ChatMux.Silo.Backup.PostgreSql;

/// <summary>Connections for work that takes long: no statement has to end in time, and a network that is lost is noticed all the same.</summary>
internal static class LongConnection
{
    public static async Task<NpgsqlConnection> Open(string connectionString, CancellationToken stop)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false, CommandTimeout = 0, TcpKeepAlive = true, TcpKeepAliveTime = 30, TcpKeepAliveInterval = 10,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(stop);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
