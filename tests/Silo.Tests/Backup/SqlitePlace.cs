using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>A data directory.</summary>
internal sealed class SqlitePlace : Place
{
    private readonly TestDirectory _directory = new();

    public override string[] Settings => ["--ChatMux:Cluster=Embedded", $"--ChatMux:DataDirectory={_directory.Path}"];

    public string Directory => _directory.Path;

    public string Database => _directory.File("chatmux.db");

    protected override string Bytes => "x'7B7D'";

    public override async Task<T> With<T>(Func<IMessageLog, Task<T>> look)
    {
        using var file = new SqliteFile(Database);
        SqliteSchema.Apply(file);
        await using var log = new SqliteMessageLog(file, NullLogger<SqliteMessageLog>.Instance);
        // Of what was restored, the words come into the index while the server runs.
        while (await Scalar("SELECT count(*) FROM message_unindexed") is not 0L) await Task.Delay(20);
        return await look(log);
    }

    public override Task Execute(string sql)
    {
        using var file = new SqliteFile(Database);
        SqliteSchema.Apply(file);
        using var connection = file.OpenWriter();
        connection.Execute(sql);
        return Task.CompletedTask;
    }

    public override Task<object?> Scalar(string sql)
    {
        using var file = new SqliteFile(Database);
        using var connection = file.OpenReader();
        using var command = connection.Command(sql);
        return Task.FromResult(command.ExecuteScalar());
    }

    public override ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override string Time(long seconds) => $"{seconds}";
}
