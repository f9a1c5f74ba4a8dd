using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage;
using ChatMux.Silo.Tests.Storage.PostgreSql;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>What must not be done is refused in one sentence, and nothing is left of it.</summary>
public sealed class RefusalTests(PostgreSqlServer server) : IAsyncLifetime
{
    private readonly TestDirectory _files = new();
    private readonly SqlitePlace _home = new();
    private readonly SqlitePlace _empty = new();

    private string Backup => _files.File("chat.backup");

    public async ValueTask InitializeAsync()
    {
        await _home.AddGrains();
        await _home.With(new Chat().Live);
        (await Told.By(["backup", Backup, .. _home.Settings])).Done();
    }

    public async ValueTask DisposeAsync()
    {
        _files.Dispose();
        await _home.DisposeAsync();
        await _empty.DisposeAsync();
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("backup", "--ChatMux:DataDirectory=/nowhere")]
    [InlineData("restore", "")]
    [InlineData("migrate", "file")]
    public async Task Who_does_not_know_the_words_is_told_them(params string[] args) => (await Told.By(args)).Refused("backup FILE");

    [Fact]
    public async Task A_database_that_is_not_empty_stays_as_it_is()
    {
        await using var cluster = await PostgreSqlPlace.Make(server);
        await cluster.Execute("INSERT INTO read_cursor (reader, conversation, sequence, rewinds) VALUES (gen_random_uuid(), gen_random_uuid(), 1, 0)");
        (await Told.By(["restore", Backup, .. cluster.Settings])).Refused("is not empty");
        (await Told.By(["migrate", .. _home.Settings, .. cluster.Settings])).Refused("CREATE DATABASE");
        Assert.Equal(0L, await cluster.Scalar("SELECT count(*) FROM grain_state"));

        await _empty.With(log => Task.CompletedTask);
        (await Told.By(["restore", Backup, .. _empty.Settings])).Refused("has a database already");
        Assert.Equal(0L, await _empty.Scalar("SELECT count(*) FROM grain_state"));
    }

    [Fact]
    public async Task A_server_that_runs_is_not_disturbed()
    {
        await using var cluster = await PostgreSqlPlace.Make(server);
        using (DataDirectoryLock.Take(_empty.Directory)) (await Told.By(["restore", Backup, .. _empty.Settings])).Refused("Another ChatMux is using");
        using (DataDirectoryLock.Take(_home.Directory)) (await Told.By(["migrate", .. _home.Settings, .. cluster.Settings])).Refused("Another ChatMux is using");

        await cluster.Execute(
            """
            INSERT INTO membership_version (cluster) VALUES ('chatmux');
            INSERT INTO membership (cluster, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
            VALUES ('chatmux', '127.0.0.1', 11111, 1, 'silo', 'host', 3, 30000, now(), now())
            """);
        (await Told.By(["restore", Backup, .. cluster.Settings])).Refused("127.0.0.1:11111");
        (await Told.By(["migrate", .. _home.Settings, .. cluster.Settings])).Refused("is running on the database");
        // It stopped; or it was killed, and has not been heard of for a while.
        await cluster.Execute("UPDATE membership SET status = 6");
        (await Told.By(["restore", Backup, .. cluster.Settings])).Done();
        await using var another = await PostgreSqlPlace.Make(server);
        await another.Execute(
            """
            INSERT INTO membership_version (cluster) VALUES ('chatmux');
            INSERT INTO membership (cluster, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
            VALUES ('chatmux', '127.0.0.1', 11111, 1, 'silo', 'host', 3, 30000, now(), now() - interval '2 minutes')
            """);
        (await Told.By(["restore", Backup, .. another.Settings])).Done();
    }

    [Fact]
    public async Task What_is_no_backup_is_not_restored()
    {
        File.WriteAllText(_files.File("text"), new string('?', 9_000));
        File.WriteAllText(_files.File("nothing"), "");
        await using var cluster = await PostgreSqlPlace.Make(server);
        foreach (var settings in new[] { _empty.Settings, cluster.Settings })
        {
            (await Told.By(["restore", _files.File("absent"), .. settings])).Refused("There is no file");
            (await Told.By(["restore", _files.File("text"), .. settings])).Refused("is no backup");
            (await Told.By(["restore", _files.File("nothing"), .. settings])).Refused("is no backup");
            (await Told.By(["restore", _home.Database, .. settings])).Refused("is no backup");
        }
        AssertNothingThere();
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over()
    {
        var before = File.ReadAllBytes(Backup);
        (await Told.By(["backup", Backup, .. _home.Settings])).Refused("is there already");
        (await Told.By(["backup", _files.File("no/such/directory"), .. _home.Settings])).Refused("cannot be written");
        Assert.Equal(before, File.ReadAllBytes(Backup));
        Assert.Single(Directory.GetFiles(_files.Path));
    }

    [Fact]
    public async Task A_database_that_is_not_there_or_does_not_answer_is_told()
    {
        string[] gone = ["--ChatMux:Cluster=PostgreSql", "--ConnectionStrings:ChatMux=Host=127.0.0.1;Port=1;Username=nobody;Database=nothing;Password=secret"];
        await using var cluster = await PostgreSqlPlace.Make(server);
        (await Told.By(["backup", _files.File("other"), .. _empty.Settings])).Refused("There is no database");
        (await Told.By(["migrate", .. _empty.Settings, .. cluster.Settings])).Refused("There is no database");
        (await Told.By(["migrate", .. _home.Settings])).Refused("ConnectionStrings:ChatMux");
        (await Told.By(["backup", _files.File("other"), .. cluster.Settings])).Refused("There is no ChatMux in the database");
        Assert.DoesNotContain("secret", (await Told.By(["backup", _files.File("other"), .. gone])).Refused("did not come to its end").Errors);
        Assert.Single(Directory.GetFiles(_files.Path));
    }

    [Fact]
    public async Task What_a_newer_version_has_written_is_left_to_it()
    {
        const string Future = "INSERT INTO schema_version (ScriptName, Applied) VALUES ('9999-from-the-future.sql', '2030-01-01')";
        await using var cluster = await PostgreSqlPlace.Make(server);
        Change(Backup, Future);
        (await Told.By(["restore", Backup, .. _empty.Settings])).Refused("newer ChatMux");
        (await Told.By(["restore", Backup, .. cluster.Settings])).Refused("newer ChatMux");
        Change(Backup, "UPDATE backup SET format = 2");
        (await Told.By(["restore", Backup, .. _empty.Settings])).Refused("newer ChatMux");
        Change(_home.Database, Future);
        (await Told.By(["backup", _files.File("other"), .. _home.Settings])).Refused("newer ChatMux");
        (await Told.By(["migrate", .. _home.Settings, .. cluster.Settings])).Refused("newer ChatMux");
        await cluster.Execute(Future);
        (await Told.By(["backup", _files.File("other"), .. cluster.Settings])).Refused("newer ChatMux");
        (await Told.By(["restore", Backup, .. cluster.Settings])).Refused("newer ChatMux");
        AssertNothingThere();
    }

    [Fact]
    public async Task What_an_older_version_has_written_is_restored()
    {
        var before = SqliteSum(Backup);
        Change(Backup, "DROP TABLE message_index; DROP TABLE message_word; DROP TABLE message_unindexed; DELETE FROM schema_version WHERE ScriptName LIKE '0007%'");
        (await Told.By(["restore", Backup, .. _empty.Settings])).Done();
        Assert.Equal(before, SqliteSum(_empty.Database));
        (await Told.By(["backup", _files.File("other"), .. _empty.Settings])).Done();
        Change(_home.Database, "DELETE FROM schema_version WHERE ScriptName LIKE '0007%'");
        (await Told.By(["backup", _files.File("third"), .. _home.Settings])).Refused("start this version on it once");
    }

    [Theory]
    [InlineData("UPDATE message SET sent_at = sent_at + 1 WHERE sequence = 7", "log_entry")]
    [InlineData("DELETE FROM mention WHERE sequence = (SELECT max(sequence) FROM mention)", "mention")]
    [InlineData("UPDATE grain_state SET payload = x'00' WHERE name = 'Room'", "grain_state")]
    [InlineData("UPDATE read_cursor SET rewinds = 9 WHERE rewinds = 1", "read_cursor")]
    [InlineData("UPDATE message_state SET body = x'' WHERE sequence = (SELECT max(sequence) FROM message_state)", "log_state")]
    [InlineData("UPDATE grain_state SET version = 1 << 40 WHERE name = 'Room'", "damaged")]
    [InlineData("UPDATE grain_state SET modified_at = 1 << 60 WHERE name = 'Room'", "damaged")]
    [InlineData("UPDATE message SET kind = 1 << 40 WHERE sequence = 7", "damaged")]
    [InlineData("UPDATE message SET kind = 1 << 20 WHERE sequence = 7", "damaged")]
    [InlineData("UPDATE backup_table SET rows = rows + 1", "what it says about itself")]
    [InlineData("UPDATE backup SET made_at = made_at + 1", "what it says about itself")]
    [InlineData("DELETE FROM backup_table WHERE name = 'mention'", "what it says about itself")]
    [InlineData("DELETE FROM backup", "what it says about itself")]
    [InlineData("UPDATE message SET author = x'00'", "did not write")]
    public async Task A_backup_that_was_changed_is_not_restored(string how, string what)
    {
        await using var cluster = await PostgreSqlPlace.Make(server);
        Change(Backup, how);
        (await Told.By(["restore", Backup, .. _empty.Settings])).Refused(what).Refused("damaged");
        AssertNothingThere();
        (await Told.By(["restore", Backup, .. cluster.Settings])).Refused(what);
        if (await cluster.Scalar("SELECT to_regclass('grain_state') IS NOT NULL") is true)
            Assert.Equal((0L, 0L), (await cluster.Scalar("SELECT count(*) FROM grain_state"), await cluster.Scalar("SELECT count(*) FROM log_entry")));
    }

    [Fact]
    public async Task One_byte_that_is_another_is_noticed_or_means_nothing()
    {
        var whole = File.ReadAllBytes(Backup);
        var right = SqliteSum(Backup);
        var random = new Random(3);
        var refused = 0;
        for (var i = 0; i < 40; i++)
        {
            var at = random.Next(whole.Length);
            whole[at] ^= 0x10;
            File.WriteAllBytes(Backup, whole);
            whole[at] ^= 0x10;
            var told = await Told.By(["restore", Backup, .. _empty.Settings]);
            if (told.Code == 0)
            {
                // It was in an index or in a place that is empty: what is restored is whole.
                Assert.Equal(right, SqliteSum(_empty.Database));
                File.Delete(_empty.Database);
                continue;
            }
            refused++;
            told.Refused("");
            AssertNothingThere();
        }
        Assert.InRange(refused, 5, 40);
    }

    private void AssertNothingThere() => Assert.DoesNotContain(Directory.GetFiles(_empty.Directory), file => Path.GetFileName(file) != "lock");

    private static void Change(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        connection.Execute(sql);
    }

    private static string SqliteSum(string path)
    {
        using var file = new SqliteFile(path);
        using var connection = file.OpenReader();
        using var command = connection.Command(
            """
            SELECT (SELECT group_concat(hex(conversation) || sequence || hex(body) || sent_at || message_number || author_number) FROM message)
                || (SELECT group_concat(hex(conversation) || sequence || hex(body) || sent_at) FROM message_change)
            """);
        return (string)command.ExecuteScalar()!;
    }
}
