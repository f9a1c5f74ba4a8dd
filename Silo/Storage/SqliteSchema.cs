using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage.PostgreSql;
using DbUp;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Storage;

/// <summary>
/// Brings a SQLite file to the schema of this build: the numbered scripts of <c>Schema/</c> that it has not had yet.
/// A script that was released is never edited; the next number changes what it made.
/// </summary>
public static class SqliteSchema
{
    private const string Journal = "schema_version";

    /// <summary>
    /// Applies what is missing, all or none. Two processes that start at once take turns. Answers the names of the
    /// scripts that it ran.
    /// </summary>
    /// <exception cref="StartupException">The file is from a newer build, or is no database.</exception>
    public static IReadOnlyList<string> Apply(SqliteFile file)
    {
        try
        {
            using var connection = file.OpenWriter();
            connection.Execute("PRAGMA journal_mode = WAL");
            connection.Execute("BEGIN IMMEDIATE");
            var applied = Upgrade(connection, file);
            connection.Execute("COMMIT");
            return applied;
        }
        catch (SqliteException e)
        {
            throw new StartupException($"The database {file.Path} cannot be opened: {e.Message}");
        }
    }

    /// <summary>The scripts of this build.</summary>
    internal static IReadOnlyCollection<string> Known { get; } = [.. typeof(SqliteSchema).Assembly.GetManifestResourceNames().Where(IsScript)];

    /// <summary>The scripts that a database has had.</summary>
    internal static IReadOnlyCollection<string> Had(SqliteConnection connection)
    {
        using var look = connection.Command("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $journal", ("$journal", Journal));
        if (look.ExecuteScalar() is not 1L) return [];
        using var command = connection.Command($"SELECT ScriptName FROM {Journal}");
        using var row = command.ExecuteReader();
        var had = new List<string>();
        while (row.Read()) had.Add(row.GetString(0));
        return had;
    }

    private static bool IsScript(string name) =>
        name.EndsWith(".sql", StringComparison.Ordinal) && !name.StartsWith(PostgreSqlSchema.Scripts, StringComparison.Ordinal);

    private static List<string> Upgrade(SqliteConnection connection, SqliteFile file)
    {
        using var shared = new SharedConnection(connection);
        var upgrade = DeployChanges.To.SqliteDatabase(shared)
            .WithScriptsEmbeddedInAssembly(typeof(SqliteSchema).Assembly, IsScript)
            .JournalToSqliteTable(Journal)
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build();
        if (upgrade.GetExecutedButNotDiscoveredScripts() is [.., var unknown])
        {
            throw new StartupException(
                $"The database {file.Path} was written by a newer ChatMux ({unknown} is not known here): start that version, or restore a backup made before it.");
        }
        var result = upgrade.PerformUpgrade();
        return result.Successful
            ? [.. result.Scripts.Select(script => script.Name)]
            : throw new StartupException($"The database {file.Path} could not be upgraded: {result.Error.Message}");
    }
}
