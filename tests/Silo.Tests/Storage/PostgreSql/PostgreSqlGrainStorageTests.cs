using System.Net;
using ChatMux.Silo.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ChatMux.Silo.Tests.Storage.PostgreSql;

/// <inheritdoc/>
public sealed class PostgreSqlGrainStorageTests(PostgreSqlServer server) : GrainStorageTestBase
{
    private NpgsqlDataSource _database = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    protected override async Task Prepare(IServiceCollection services)
    {
        var connectionString = await server.CreateDatabase();
        await PostgreSqlSchema.Apply(connectionString);
        _database = NpgsqlDataSource.Create(connectionString);
        services.AddPostgreSql(connectionString);
    }

    // Its membership is in the database too, which shows that the statements for it are understood.
    protected override void Configure(ISiloBuilder silo) =>
        silo.ConfigureEndpoints(IPAddress.Loopback, Hosting.FreePort.Next(), Hosting.FreePort.Next()).UsePostgreSql();

    protected override async Task Execute(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    protected override async Task<string> Rows()
    {
        await using var command = _database.CreateCommand("SELECT name || ' ' || convert_from(payload, 'UTF8') FROM grain_state WHERE name = 'note'");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
