using ChatMux.Silo.Hosting;
using Npgsql;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>The database of a cluster: setting <c>ConnectionStrings:ChatMux</c>.</summary>
public static class PostgreSqlDatabase
{
    /// <summary>The setting.</summary>
    public const string Setting = "ConnectionStrings:ChatMux";

    /// <summary>How long a start waits for a database that does not answer, or does not let it in: both may be starting at once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The connection string, as it is set.</summary>
    /// <exception cref="StartupException">There is none, or it is none.</exception>
    public static string ConnectionString(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString("ChatMux");
        if (string.IsNullOrWhiteSpace(text))
            throw new StartupException($"A cluster on PostgreSQL needs {Setting}, like \"Host=db;Username=chatmux;Password=…;Database=chatmux\".");
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(parts.SearchPath)
                ? parts.ConnectionString
                : throw new StartupException($"{Setting} has a Search Path, but ChatMux is in the schema public: leave it out, and give it a database of its own.");
        }
        catch (ArgumentException unreadable)
        {
            // Its own words would name the password if that is what cannot be read.
            throw new StartupException($"{Setting} cannot be read ({unreadable.GetType().Name}): it is \"Host=…;Username=…;Password=…;Database=…\".");
        }
    }

    /// <summary>Waits until the database lets a silo in, and brings it to the schema of this build.</summary>
    /// <exception cref="StartupException">It does not within <paramref name="patience"/>, or its schema is of a newer build.</exception>
    public static Task Prepare(string connectionString, TimeSpan patience, Action<string> say) =>
        Patiently(() => PostgreSqlSchema.Apply(connectionString), connectionString, patience, say);

    /// <summary>Waits until the database that is set lets a front in, and a silo has made its schema; its connection string.</summary>
    /// <exception cref="StartupException">Neither is so in time.</exception>
    public static string Await(IConfiguration configuration)
    {
        var connectionString = ConnectionString(configuration);
        Await(connectionString, Patience, Console.Error.WriteLine).GetAwaiter().GetResult();
        return connectionString;
    }

    /// <summary>Waits until the database lets a front in, and a silo has made its schema.</summary>
    /// <exception cref="StartupException">Neither is so within <paramref name="patience"/>.</exception>
    public static Task Await(string connectionString, TimeSpan patience, Action<string> say) =>
        Patiently(() => PostgreSqlSchema.Find(connectionString), connectionString, patience, say);

    private static async Task Patiently(Func<Task> attempt, string connectionString, TimeSpan patience, Action<string> say)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var said = false; ; said = true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (NpgsqlException problem)
            {
                var reason = $"The database at {Place(connectionString)} cannot be used: {Reason(problem)}.";
                if (TimeProvider.System.GetElapsedTime(begun) > patience)
                    throw new StartupException($"{reason} Start it, or correct {Setting}.");
                if (!said)
                    say($"{reason} Trying for {patience.TotalSeconds:0} s.");
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>
    /// As it is set, with limits of time where none are. A database that is gone without a word (a host without power, an address that moved)
    /// would otherwise be waited for half a minute; and nobody waits long for a lock, or holds one that thinks of something else.
    /// </summary>
    public static string Impatient(string connectionString)
    {
        const int SecondsToAnswer = 5, SecondsBetweenSigns = 5, MillisecondsToCancel = 1_000;
        var plain = new NpgsqlConnectionStringBuilder();
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        if (parts.CommandTimeout == plain.CommandTimeout) parts.CommandTimeout = SecondsToAnswer;
        if (parts.KeepAlive == plain.KeepAlive) parts.KeepAlive = SecondsBetweenSigns;
        if (parts.CancellationTimeout == plain.CancellationTimeout) parts.CancellationTimeout = MillisecondsToCancel;
        if (string.IsNullOrEmpty(parts.Options)) parts.Options = "-c lock_timeout=3s -c idle_in_transaction_session_timeout=3s";
        return parts.ConnectionString;
    }

    // Npgsql's own words often name what failed and not why; PostgreSQL's have a second line with a place in the statement.
    private static string Reason(NpgsqlException problem)
    {
        if (problem.SqlState == PostgresErrorCodes.LockNotAvailable)
            return "another silo is bringing it to its schema";
        var what = (problem as PostgresException)?.MessageText ?? problem.Message;
        var why = problem.GetBaseException();
        return (why == problem || why.Message.Contains(what, StringComparison.OrdinalIgnoreCase) ? what : $"{what.TrimEnd('.')} ({why.Message.TrimEnd('.')})").TrimEnd('.');
    }

    /// <summary>Where it is, without who one is there.</summary>
    public static string Place(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{parts.Host}:{parts.Port}/{parts.Database}";
    }
}
