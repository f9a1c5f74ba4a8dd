using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage.PostgreSql;
using Npgsql;

namespace ChatMux.Silo.Tests.Storage.PostgreSql;

/// <summary>What silos do to a database when they start, and what they say when they cannot.</summary>
public sealed class PostgreSqlSchemaTests(PostgreSqlServer server)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1.5);

    private readonly List<string> _said = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_has_nothing_to_do()
    {
        var database = await server.CreateDatabase();

        Assert.NotEmpty(await PostgreSqlSchema.Apply(database));
        Assert.Empty(await PostgreSqlSchema.Apply(database));
    }

    [Fact]
    public async Task Of_four_silos_that_start_at_once_on_an_empty_database_one_makes_the_schema()
    {
        var database = await server.CreateDatabase();

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostgreSqlSchema.Apply(database), Cancellation)));

        Assert.Single(made, scripts => scripts.Count > 0);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_in_one_sentence()
    {
        var database = await server.CreateDatabase();
        await PostgreSqlSchema.Apply(database);
        await Execute(database, "INSERT INTO schema_version (scriptname, applied) VALUES ('postgresql.9999-later.sql', now())");

        var refusal = await Assert.ThrowsAsync<StartupException>(() => PostgreSqlSchema.Apply(database));

        Assert.Equal(
            "The database was written by a newer ChatMux (postgresql.9999-later.sql is not known here): start that version, or restore a backup made before it.",
            refusal.Message);
    }

    [Fact]
    public async Task A_database_that_cannot_hold_every_script_is_refused_in_one_sentence()
    {
        await Execute(server.ConnectionString, "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");

        var refusal = await Assert.ThrowsAsync<StartupException>(() => PostgreSqlSchema.Apply(server.For("latin")));

        Assert.StartsWith("The database's encoding is LATIN1, ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_another_silo_has_its_turn_that_is_said()
    {
        var database = await server.CreateDatabase();
        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync(Cancellation);
        await using var turn = new NpgsqlCommand($"SELECT pg_advisory_lock({PostgreSqlSchema.Lock})", other);
        await turn.ExecuteNonQueryAsync(Cancellation);

        var refusal = await Assert.ThrowsAsync<StartupException>(() => PostgreSqlDatabase.Prepare(database, Moment, _said.Add));

        Assert.Contains("another silo is bringing it to its schema", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_tried_for_a_while_and_then_told()
    {
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabase()) { Username = PostgreSqlServer.WithPassword, Password = "wrong" };

        var refusal = await Assert.ThrowsAsync<StartupException>(() => PostgreSqlDatabase.Prepare(database.ConnectionString, Moment, _said.Add));

        Assert.Contains("password authentication failed", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith($"correct {PostgreSqlDatabase.Setting}.", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", refusal.Message + _said[0], StringComparison.Ordinal);
        Assert.EndsWith("Trying for 2 s.", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_away_is_waited_for_and_then_told()
    {
        var nobody = new NpgsqlConnectionStringBuilder(server.For("chatmux")) { Port = Hosting.FreePort.Next() };

        var refusal = await Assert.ThrowsAsync<StartupException>(() => PostgreSqlDatabase.Prepare(nobody.ConnectionString, Moment, _said.Add));

        Assert.Contains($"The database at 127.0.0.1:{nobody.Port}/chatmux cannot be used: ", refusal.Message, StringComparison.Ordinal);
        Assert.Single(_said);
    }

    [Fact]
    public async Task A_database_that_comes_meanwhile_is_used()
    {
        var name = $"later{Guid.NewGuid():N}";
        var preparing = PostgreSqlDatabase.Prepare(server.For(name), TimeSpan.FromMinutes(1), line =>
        {
            _said.Add(line);
            _ = Execute(server.ConnectionString, $"CREATE DATABASE {name}");
        });

        await preparing;

        Assert.Contains("does not exist", Assert.Single(_said), StringComparison.Ordinal);
        Assert.Empty(await PostgreSqlSchema.Apply(server.For(name)));
    }

    [Fact]
    public async Task A_front_waits_until_a_silo_has_made_the_schema()
    {
        var database = await server.CreateDatabase();
        await Assert.ThrowsAsync<StartupException>(() => PostgreSqlDatabase.Await(database, TimeSpan.Zero, _said.Add));

        await PostgreSqlSchema.Apply(database);

        await PostgreSqlDatabase.Await(database, TimeSpan.Zero, _said.Add);
    }

    private static async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
