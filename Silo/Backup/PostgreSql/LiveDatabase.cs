using System.Data;
using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage.PostgreSql;
using Npgsql;

namespace ChatMux.Silo.Backup.PostgreSql;

/// <summary>A PostgreSQL database as it was at one moment, however long it is read and whatever a cluster writes meanwhile.</summary>
internal sealed class LiveDatabase : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly CancellationToken _stop;

    private LiveDatabase(NpgsqlConnection connection, CancellationToken stop) => (_connection, _stop) = (connection, stop);

    public PostgreSqlSource Rows => new(_connection, _stop);

    /// <exception cref="StartupException">It has not the schema of this build.</exception>
    public static async Task<LiveDatabase> Open(string connectionString, CancellationToken stop)
    {
        var live = new LiveDatabase(await LongConnection.Open(connectionString, stop), stop);
        try
        {
            // Ends with the connection.
            await live._connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
            await live._connection.Execute("SET TRANSACTION READ ONLY", stop);
            var place = PostgreSqlDatabase.Place(connectionString);
            var had = await PostgreSqlSchema.Had(live._connection);
            if (had.Count == 0) throw new StartupException($"There is no ChatMux in the database {place}: is {PostgreSqlDatabase.Setting} set as for the cluster?");
            return SchemaAges.Of(had, PostgreSqlSchema.Known) switch
            {
                SchemaAge.Newer => throw new StartupException($"The database {place} was written by a newer ChatMux: use the command of that version."),
                SchemaAge.Older => throw new StartupException($"The database {place} was written by an older ChatMux: use the command of the version that runs there."),
                _ => live,
            };
        }
        catch
        {
            await live.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
