using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;
using ChatMux.Silo.Storage.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ChatMux.Storage.History;

/// <summary>Where a log is, which goes with it.</summary>
/// <param name="Log">An empty one.</param>
/// <param name="Bytes">What it takes on disk by now.</param>
/// <param name="Remove">Ends it.</param>
internal sealed record LogHome(IMessageLog Log, Func<Task<long>> Bytes, Func<Task> Remove)
{
    /// <summary>A SQLite file.</summary>
    public static LogHome InFile()
    {
        var directory = Directory.CreateTempSubdirectory("chatmux-bench").FullName;
        var file = new SqliteFile(Path.Join(directory, "log.db"));
        SqliteSchema.Apply(file);
        var log = new SqliteMessageLog(file, NullLogger<SqliteMessageLog>.Instance);
        return new LogHome(log, () => Task.FromResult(Directory.EnumerateFiles(directory).Sum(part => new FileInfo(part).Length)), async () =>
        {
            await log.DisposeAsync();
            file.Dispose();
            Directory.Delete(directory, recursive: true);
        });
    }

    /// <summary>A database on a PostgreSQL, made by somebody who may make databases.</summary>
    public static async Task<LogHome> InPostgreSql(string server)
    {
        var name = $"bench_{Guid.NewGuid():N}";
        await using var maker = NpgsqlDataSource.Create(server);
        await maker.CreateCommand($"CREATE DATABASE {name}").ExecuteNonQueryAsync();
        var connectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        await PostgreSqlSchema.Apply(connectionString);
        var database = NpgsqlDataSource.Create(connectionString);
        var log = new PostgreSqlMessageLog(database, NullLogger<PostgreSqlMessageLog>.Instance);
        return new LogHome(log, async () => (long)(await database.CreateCommand("SELECT pg_database_size(current_database())").ExecuteScalarAsync())!, async () =>
        {
            await log.DisposeAsync();
            await database.DisposeAsync();
            await using var remover = NpgsqlDataSource.Create(server);
            await remover.CreateCommand($"DROP DATABASE {name} WITH (FORCE)").ExecuteNonQueryAsync();
        });
    }
}
