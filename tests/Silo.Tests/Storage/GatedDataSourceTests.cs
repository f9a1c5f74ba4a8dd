using System.Data.Common;
using ChatMux.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Tests.Storage;

public sealed class GatedDataSourceTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly SqliteFile _file;
    private readonly GatedDataSource _source;

    public GatedDataSourceTests()
    {
        _file = new SqliteFile(_directory.File("chatmux.db"));
        _source = new GatedDataSource(_file);
        SqliteSchema.Apply(_file);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_open_connection_keeps_others_out_until_it_closes()
    {
        var first = await _source.OpenConnectionAsync(Cancellation);
        var second = _source.OpenConnectionAsync(Cancellation).AsTask();
        Assert.False(second.IsCompleted);

        await first.DisposeAsync();

        await (await second).DisposeAsync();
    }

    [Fact]
    public async Task Commits_are_synced()
    {
        await using var connection = await _source.OpenConnectionAsync(Cancellation);

        Assert.Equal(2L, await Scalar(connection, "PRAGMA synchronous"));
        Assert.Equal("wal", await Scalar(connection, "PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_connection_that_cannot_open_lets_the_next_one_in()
    {
        using var nowhere = new SqliteFile(_directory.File("no/such/directory/chatmux.db"));
        var source = new GatedDataSource(nowhere);

        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<SqliteException>(() => source.OpenConnectionAsync(Cancellation).AsTask());
    }

    [Fact]
    public async Task A_script_that_fails_half_way_leaves_nothing_to_the_next_user()
    {
        await using (var connection = await _source.OpenConnectionAsync(Cancellation))
        {
            await Assert.ThrowsAsync<SqliteException>(() => Scalar(connection, "BEGIN; INSERT INTO read_cursor VALUES (x'00', x'00', 1); SELECT * FROM nothing;"));
        }
        await using (var connection = await _source.OpenConnectionAsync(Cancellation))
        {
            Assert.Equal(0L, await Scalar(connection, "SELECT count(*) FROM read_cursor"));
            await Scalar(connection, "BEGIN; COMMIT;");
        }
    }

    [Fact]
    public async Task Closing_twice_gives_the_gate_back_once()
    {
        var first = await _source.OpenConnectionAsync(Cancellation);
        await first.CloseAsync();
        await using var second = await _source.OpenConnectionAsync(Cancellation);
        await first.DisposeAsync();

        var third = _source.OpenConnectionAsync(Cancellation).AsTask();

        Assert.False(third.IsCompleted);
        await second.CloseAsync();
        await (await third).DisposeAsync();
    }

    public void Dispose()
    {
        _source.Dispose();
        _file.Dispose();
        _directory.Dispose();
    }

    private static async Task<object?> Scalar(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
