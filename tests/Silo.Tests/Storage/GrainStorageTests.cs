using ChatMux.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMux.Silo.Tests.Storage;

/// <inheritdoc/>
public sealed class GrainStorageTests : GrainStorageTestBase
{
    private readonly TestDirectory _directory = new();
    private SqliteFile _file = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override Task Prepare(IServiceCollection services)
    {
        _file = new SqliteFile(_directory.File("chatmux.db"));
        SqliteSchema.Apply(_file);
        services.AddSingleton(_ => _file);
        return Task.CompletedTask;
    }

    protected override void Configure(ISiloBuilder silo) => silo.UseLocalhostClustering(Hosting.FreePort.Next(), gatewayPort: 0).AddSqliteGrainStorage();

    protected override Task Execute(string sql)
    {
        using var connection = _file.OpenWriter();
        connection.Execute(sql);
        return Task.CompletedTask;
    }

    protected override Task<string> Rows()
    {
        using var reader = _file.OpenReader();
        using var command = reader.Command("SELECT name || ' ' || CAST(payload AS TEXT) FROM grain_state");
        return Task.FromResult((string)command.ExecuteScalar()!);
    }
}
