using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage.PostgreSql;
using ChatMux.Silo.Tests.Storage.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>A database of a cluster.</summary>
internal sealed class PostgreSqlPlace : Place
{
    private readonly NpgsqlDataSource _database;

    private PostgreSqlPlace(string connectionString)
    {
        ConnectionString = connectionString;
        _database = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public override string[] Settings => ["--ChatMux:Cluster=PostgreSql", $"--ConnectionStrings:ChatMux={ConnectionString}"];

    protected override string Bytes => @"'\x7B7D'";

    /// <summary>One in which there is nothing yet, not even the schema.</summary>
    public static async Task<PostgreSqlPlace> Make(PostgreSqlServer server) => new(await server.CreateDatabase());

    public override async Task<T> With<T>(Func<IMessageLog, Task<T>> look)
    {
        await PostgreSqlSchema.Apply(ConnectionString);
        await using var log = new PostgreSqlMessageLog(_database, NullLogger<PostgreSqlMessageLog>.Instance);
        return await look(log);
    }

    public override async Task Execute(string sql)
    {
        await PostgreSqlSchema.Apply(ConnectionString);
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public override async Task<object?> Scalar(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public override ValueTask DisposeAsync() => _database.DisposeAsync();

    protected override string Time(long seconds) => $"to_timestamp({seconds})";
}
