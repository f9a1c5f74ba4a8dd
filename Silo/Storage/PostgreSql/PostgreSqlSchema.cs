using ChatMux.Silo.Hosting;
using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>
/// Brings a PostgreSQL database to the schema of this build: the numbered scripts of <c>Schema/</c> that it has not had yet. A script
/// that was released is never edited; the next number changes what it made, and in a way that silos of the build before still
/// understand, since they go on while the first of the next one starts.
/// </summary>
public static class PostgreSqlSchema
{
    /// <summary>What the names of its scripts begin with.</summary>
    internal const string Scripts = "postgresql.";
    private const string Journal = "schema_version";

    // Any number that nobody else locks in this database.
    internal const long Lock = 0x43_68_61_74_4D_75_78;

    /// <summary>
    /// Applies what is missing, all or none. Silos that start at once take turns. Answers the names of the scripts that it ran.
    /// </summary>
    /// <exception cref="StartupException">The database is from a newer build, or cannot hold every text, or a script failed.</exception>
    /// <exception cref="PostgresException">Another silo has had its turn for more than ten seconds.</exception>
    public static async Task<IReadOnlyList<string>> Apply(string connectionString)
    {
        // Held by the connection, so the server takes it back however the process ends. Not one of a pool, where it would stay open.
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var turn = new NpgsqlConnection(unpooled.ConnectionString);
        await turn.OpenAsync();
        await RefuseOtherEncodings(turn);
        await using var wait = new NpgsqlCommand($"SET lock_timeout = '10s'; SELECT pg_advisory_lock({Lock})", turn);
        await wait.ExecuteNonQueryAsync();
        return Upgrade(connectionString);
    }

    /// <summary>Fails until a silo has made the schema.</summary>
    /// <exception cref="PostgresException">There is none yet.</exception>
    public static async Task Find(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var look = new NpgsqlCommand("SELECT 1 FROM OrleansQuery LIMIT 1", connection);
        await look.ExecuteScalarAsync();
    }

    /// <summary>The scripts of this build.</summary>
    internal static IReadOnlyCollection<string> Known { get; } =
        [.. typeof(PostgreSqlSchema).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Scripts, StringComparison.Ordinal))];

    /// <summary>The scripts that a database has had.</summary>
    internal static async Task<IReadOnlyCollection<string>> Had(NpgsqlConnection connection)
    {
        await using var look = new NpgsqlCommand($"SELECT to_regclass('public.{Journal}') IS NOT NULL", connection);
        if (await look.ExecuteScalarAsync() is not true) return [];
        await using var command = new NpgsqlCommand($"SELECT scriptname FROM public.{Journal}", connection);
        await using var row = await command.ExecuteReaderAsync();
        var had = new List<string>();
        while (await row.ReadAsync()) had.Add(row.GetString(0));
        return had;
    }

    private static async Task RefuseOtherEncodings(NpgsqlConnection connection)
    {
        await using var ask = new NpgsqlCommand("SHOW server_encoding", connection);
        if (await ask.ExecuteScalarAsync() is not "UTF8" and var encoding)
            throw new StartupException($"The database's encoding is {encoding}, but messages are in any script: create it with ENCODING 'UTF8'.");
    }

    private static List<string> Upgrade(string connectionString)
    {
        var upgrade = DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(PostgreSqlSchema).Assembly, name => name.StartsWith(Scripts, StringComparison.Ordinal))
            .JournalToPostgresqlTable("public", Journal)
            .WithTransaction()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build();
        if (upgrade.GetExecutedButNotDiscoveredScripts() is [.., var unknown])
        {
            throw new StartupException(
                $"The database was written by a newer ChatMux ({unknown} is not known here): start that version, or restore a backup made before it.");
        }
        var result = upgrade.PerformUpgrade();
        return result.Successful
            ? [.. result.Scripts.Select(script => script.Name)]
            : throw new StartupException($"The database could not be upgraded: {(result.Error as PostgresException)?.MessageText ?? result.Error.Message}.");
    }
}
