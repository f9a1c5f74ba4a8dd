using ChatMux.Silo.Tests.Storage.PostgreSql;
using Npgsql;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>What ends in the middle leaves everything as it was.</summary>
public sealed class InterruptionTests(PostgreSqlServer server) : IAsyncLifetime
{
    private readonly TestDirectory _files = new();
    private readonly SqlitePlace _home = new();
    private readonly SqlitePlace _empty = new();
    private PostgreSqlPlace _cluster = null!;

    private string Backup => _files.File("chat.backup");

    public async ValueTask InitializeAsync()
    {
        _cluster = await PostgreSqlPlace.Make(server);
        await _home.AddGrains();
        for (var i = 0; i < 3; i++) await _home.With(new Chat().Live);
        (await Told.By(["backup", Backup, .. _home.Settings])).Done();
    }

    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        await _empty.DisposeAsync();
        await _cluster.DisposeAsync();
        _files.Dispose();
    }

    [Theory]
    [InlineData("log_entry: 512 rows written")]
    [InlineData("making the indexes")]
    [InlineData("log_entry: 1,024 rows read back")]
    public async Task A_backup_that_is_stopped_leaves_no_file(string when)
    {
        using var stop = new CancellationTokenSource();
        (await Told.By(["backup", _files.File("other"), .. _home.Settings], new Listener(when, stop.Cancel), stop.Token)).Stopped();
        Assert.Equal([Backup], Directory.GetFiles(_files.Path));
        (await Told.By(["backup", _files.File("other"), .. _home.Settings])).Done();
    }

    [Theory]
    [InlineData("log_entry: 1,024 rows written")]
    [InlineData("making the indexes")]
    [InlineData("log_entry: 512 rows read back")]
    public async Task A_restore_that_is_stopped_leaves_no_database(string when)
    {
        using var stop = new CancellationTokenSource();
        (await Told.By(["restore", Backup, .. _empty.Settings], new Listener(when, stop.Cancel), stop.Token)).Stopped();
        Assert.Equal(["lock"], Directory.GetFiles(_empty.Directory).Select(Path.GetFileName));
        (await Told.By(["restore", Backup, .. _empty.Settings])).Done();
    }

    [Fact]
    public async Task What_a_restore_that_was_killed_has_left_goes_away_with_the_next()
    {
        File.WriteAllText(Path.Join(_empty.Directory, "chatmux.db.0123abcd.unfinished"), "half");
        (await Told.By(["restore", Backup, .. _empty.Settings])).Done();
        Assert.Equal(["chatmux.db", "lock"], Directory.GetFiles(_empty.Directory).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("log_entry: 512 rows written", false)]
    [InlineData("message_word: 256 messages indexed", false)]
    [InlineData("making the indexes", false)]
    [InlineData("log_entry: 1,024 rows read back", false)]
    [InlineData("log_entry: 1,024 rows written", true)]
    [InlineData("message_word: 256 messages indexed", true)]
    [InlineData("log_entry: 512 rows read back", true)]
    public async Task What_goes_to_a_cluster_and_is_stopped_or_loses_its_connection_leaves_an_empty_database(string when, bool lost)
    {
        foreach (var words in (string[][])[["restore", Backup], ["migrate"]])
        {
            using var stop = new CancellationTokenSource();
            var told = await Told.By([.. words, .. _home.Settings, .. _cluster.Settings], new Listener(when, lost ? Disconnect : stop.Cancel), stop.Token);
            if (lost) Assert.Contains("did not come to its end", told.Errors);
            else told.Stopped();
            Assert.Equal(1, told.Code);
            foreach (var table in (string[])["grain_state", "log_entry", "log_state", "mention", "read_cursor", "message_word", "conversation_number"])
                Assert.Equal(0L, await _cluster.Scalar($"SELECT count(*) FROM {table}"));
        }
        var indexes = await _cluster.Scalar("SELECT count(*) FROM pg_indexes WHERE tablename IN ('log_entry', 'mention', 'message_word')");
        (await Told.By(["restore", Backup, .. _cluster.Settings])).Done();
        Assert.Equal(indexes, await _cluster.Scalar("SELECT count(*) FROM pg_indexes WHERE tablename IN ('log_entry', 'mention', 'message_word')"));
    }

    [Fact]
    public async Task A_backup_that_loses_its_connection_leaves_no_file()
    {
        (await Told.By(["restore", Backup, .. _cluster.Settings])).Done();
        var told = await Told.By(["backup", _files.File("other"), .. _cluster.Settings], new Listener("log_entry: 512 rows written", Disconnect));
        // So few rows may have come before it was lost.
        if (told.Code == 0) return;
        Assert.Contains("did not come to its end", told.Errors);
        Assert.Equal([Backup], Directory.GetFiles(_files.Path));
    }

    private void Disconnect()
    {
        using var other = new NpgsqlConnection(server.ConnectionString);
        other.Open();
        var database = new NpgsqlConnectionStringBuilder(_cluster.ConnectionString).Database;
        using var command = new NpgsqlCommand($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database}' AND state != 'idle'", other);
        command.ExecuteNonQuery();
    }

    /// <summary>Reads what a command says of its progress, and does something when it has heard enough.</summary>
    private sealed class Listener(string when, Action then) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value == when) then();
        }
    }
}
