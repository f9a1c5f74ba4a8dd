using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage.PostgreSql;
using ChatMux.Silo.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace ChatMux.Silo.Tests.Storage.PostgreSql;

public sealed class PostgreSqlDatabaseTests(PostgreSqlServer server)
{
    [Fact]
    public async Task A_front_that_finds_no_schema_says_so_in_one_line() =>
        await Refused(await server.CreateDatabase(), "relation \"orleansquery\" does not exist");

    [Fact]
    public async Task A_database_that_is_not_there_is_told_with_the_cause()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Port = FreePort.Next() };

        await Refused(nowhere.ConnectionString, "Connection refused");
    }

    [Fact]
    public void A_search_path_is_refused()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:ChatMux", $"{server.ConnectionString};Search Path=chat")]).Build();

        Assert.Contains("Search Path", Assert.Throws<StartupException>(() => PostgreSqlDatabase.ConnectionString(settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_of_time_are_the_hosts_where_they_are_set()
    {
        var own = new NpgsqlConnectionStringBuilder(PostgreSqlDatabase.Impatient($"{server.ConnectionString};Command Timeout=12"));

        Assert.Equal(12, own.CommandTimeout);
        Assert.Equal(5, new NpgsqlConnectionStringBuilder(PostgreSqlDatabase.Impatient(server.ConnectionString)).CommandTimeout);
        Assert.Contains("lock_timeout", own.Options, StringComparison.Ordinal);
    }

    private static async Task Refused(string connectionString, string cause)
    {
        var said = new List<string>();

        var refusal = await Assert.ThrowsAsync<StartupException>(() => PostgreSqlDatabase.Await(connectionString, TimeSpan.Zero, said.Add));

        Assert.All([refusal.Message, .. said], line =>
        {
            Assert.Contains(PostgreSqlDatabase.Place(connectionString), line);
            Assert.Contains(cause, line);
            Assert.DoesNotContain('\n', line);
        });
    }
}
