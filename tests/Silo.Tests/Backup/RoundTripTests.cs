using ChatMux.Silo.Storage;
using ChatMux.Silo.Tests.Storage.PostgreSql;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>What goes from one database to another is the same there, for everybody who looks.</summary>
public sealed class RoundTripTests(PostgreSqlServer server) : IDisposable
{
    private readonly TestDirectory _files = new();
    private readonly Chat _chat = new();

    private string First => _files.File("first.backup");

    private string Second => _files.File("second.backup");

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_backup_of_a_running_server_is_restored_to_another_directory()
    {
        await using var home = new SqlitePlace();
        await using var other = new SqlitePlace();
        await home.AddGrains();
        var (seen, made) = await home.With(async log =>
        {
            await _chat.Live(log);
            Assert.InRange((long)(await home.Scalar("SELECT count(*) FROM message_staging"))!, 1, MessageLogConnection.MoveAt);
            Assert.InRange((long)(await home.Scalar("SELECT count(*) FROM message"))!, 1, 1_000);
            return (await _chat.Seen(log), (await Told.By(["backup", First, .. home.Settings])).Done());
        });
        var restored = (await Told.By(["restore", First, .. other.Settings])).Done();
        Assert.Equal(made.Tables, restored.Tables);
        Assert.Equal(seen, await other.With(_chat.Seen));
        Assert.Equal(await home.Scalar(Numbers), await other.Scalar(Numbers));
    }

    [Fact]
    public async Task From_a_file_to_a_cluster_to_another_cluster_and_back_to_a_file_nothing_changes()
    {
        await using var home = new SqlitePlace();
        await using var cluster = await PostgreSqlPlace.Make(server);
        await using var another = await PostgreSqlPlace.Make(server);
        await using var back = new SqlitePlace();
        await home.AddGrains();
        await home.With(_chat.Live);
        var seen = await home.With(_chat.Seen);
        var before = Contents(home.Database);

        var migrated = (await Told.By(["migrate", .. home.Settings, .. cluster.Settings])).Done();
        Assert.Equal(before, Contents(home.Database));
        Assert.Equal(seen, await cluster.With(_chat.Seen));

        var made = (await Told.By(["backup", First, .. cluster.Settings])).Done();
        var moved = (await Told.By(["restore", First, .. another.Settings])).Done();
        Assert.Equal(seen, await another.With(_chat.Seen));

        var again = (await Told.By(["backup", Second, .. another.Settings])).Done();
        var restored = (await Told.By(["restore", Second, .. back.Settings])).Done();
        Assert.Equal(seen, await back.With(_chat.Seen));
        Assert.All([made, moved, again, restored], told => Assert.Equal(migrated.Tables, told.Tables));
        Assert.Equal(await home.Scalar(Numbers), await back.Scalar(Numbers));
    }

    [Fact]
    public async Task What_a_cluster_has_written_comes_to_a_file()
    {
        await using var cluster = await PostgreSqlPlace.Make(server);
        await using var home = new SqlitePlace();
        await cluster.AddGrains();
        await cluster.With(_chat.Live);
        var made = (await Told.By(["backup", First, .. cluster.Settings])).Done();
        var restored = (await Told.By(["restore", First, .. home.Settings])).Done();
        Assert.Equal(made.Tables, restored.Tables);
        Assert.Equal(await cluster.With(_chat.Seen), await home.With(_chat.Seen));
    }

    [Fact]
    public async Task A_log_goes_on_where_it_was()
    {
        await using var home = new SqlitePlace();
        await using var cluster = await PostgreSqlPlace.Make(server);
        await using var back = new SqlitePlace();
        var (later, fromHere) = (new Chat(), new Chat());
        await home.With(_chat.Live);
        (await Told.By(["migrate", .. home.Settings, .. cluster.Settings])).Done();
        await cluster.With(later.Live);
        (await Told.By(["backup", First, .. cluster.Settings])).Done();
        (await Told.By(["restore", First, .. back.Settings])).Done();
        await back.With(fromHere.Live);
        Assert.Equal(await home.With(_chat.Seen), await back.With(_chat.Seen));
        Assert.Equal(await cluster.With(later.Seen), await back.With(later.Seen));
    }

    [Fact]
    public async Task The_file_is_what_a_server_can_start_on_and_nobody_else_may_read_it()
    {
        await using var home = new SqlitePlace();
        await using var copy = new SqlitePlace();
        await home.With(_chat.Live);
        var made = (await Told.By(["backup", First, .. home.Settings])).Done();
        Assert.Contains("in the clear", made.Output);
        Assert.Contains("https.pfx", made.Output);
        Assert.Equal([First], Directory.GetFiles(_files.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(First));
        File.Copy(First, copy.Database);
        Assert.Equal(await home.With(_chat.Seen), await copy.With(_chat.Seen));
    }

    [Fact]
    public async Task What_a_server_that_was_killed_has_in_its_journal_is_backed_up_too()
    {
        await using var home = new SqlitePlace();
        await using var killed = new SqlitePlace();
        var made = await home.With(async log =>
        {
            await _chat.Live(log);
            foreach (var ending in (string[])["", "-wal"]) File.Copy(home.Database + ending, killed.Database + ending);
            return (await Told.By(["backup", First, .. home.Settings])).Done();
        });
        Assert.True(new FileInfo($"{killed.Database}-wal").Length > 0);
        var (before, journal) = (Contents(killed.Database), Contents($"{killed.Database}-wal"));
        Assert.Equal(made.Tables, (await Told.By(["backup", Second, .. killed.Settings])).Done().Tables);
        await using var cluster = await PostgreSqlPlace.Make(server);
        Assert.Equal(made.Tables, (await Told.By(["migrate", .. killed.Settings, .. cluster.Settings])).Done().Tables);
        Assert.Equal((before, journal), (Contents(killed.Database), Contents($"{killed.Database}-wal")));
    }

    [Fact]
    public async Task Nothing_can_be_backed_up_too()
    {
        await using var home = new SqlitePlace();
        await using var cluster = await PostgreSqlPlace.Make(server);
        await home.With(log => Task.CompletedTask);
        (await Told.By(["backup", First, .. home.Settings])).Done();
        (await Told.By(["restore", First, .. cluster.Settings])).Done();
    }

    /// <summary>What unread counts are made of, each number in its place.</summary>
    private const string Numbers =
        """
        SELECT group_concat(hex(conversation) || sequence || ':' || message_number || ',' || author_number, ' ') FROM (
            SELECT conversation, sequence, message_number, author_number FROM message
            UNION ALL SELECT conversation, sequence, message_number, author_number FROM message_staging ORDER BY 1, 2)
        """;

    private static string Contents(string database) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(database)));
}
