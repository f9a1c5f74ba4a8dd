using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

public sealed class SqliteSchemaTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    [Fact]
    public void A_second_start_has_nothing_to_do()
    {
        using var file = File();

        Assert.Equal(
            ["0001-grain-state.sql", "0002-message-log.sql", "0003-message-staging.sql", "0004-message-changes.sql", "0005-room-acts.sql", "0006-mentions.sql", "0007-message-search.sql", "0008-sealed-changes.sql", "0009-sealed-change-order.sql"],
            SqliteSchema.Apply(file));
        Assert.Empty(SqliteSchema.Apply(file));
    }

    [Fact]
    public async Task Starts_at_the_same_time_take_turns()
    {
        using var together = new Barrier(4);
        var starts = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var file = File();
                together.SignalAndWait(TestContext.Current.CancellationToken);
                return SqliteSchema.Apply(file).Count;
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));

        Assert.Equal([0, 0, 0, 9], (await Task.WhenAll(starts)).Order());
    }

    [Fact]
    public void A_newer_database_is_refused_in_one_sentence()
    {
        using var file = File();
        SqliteSchema.Apply(file);
        using (var connection = file.OpenWriter())
        {
            connection.Execute("INSERT INTO schema_version (ScriptName, Applied) VALUES ('9999-from-the-future.sql', '2030-01-01')");
        }

        var refusal = Assert.Throws<StartupException>(() => SqliteSchema.Apply(file));

        Assert.Contains("newer ChatMux", refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void What_is_no_database_is_refused_in_one_sentence()
    {
        System.IO.File.WriteAllText(_directory.File("chatmux.db"), new string('?', 5000));
        using var file = File();

        Assert.DoesNotContain('\n', Assert.Throws<StartupException>(() => SqliteSchema.Apply(file)).Message);
    }

    public void Dispose() => _directory.Dispose();

    private SqliteFile File() => new(_directory.File("chatmux.db"));
}
