using ChatMux.Silo.Backup;
using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage.PostgreSql;
using ChatMux.Silo.Telemetry;

namespace ChatMux.WebFront.Hosting;

/// <summary>One process for everything: the silo inside the web front. The only file that knows the silo.</summary>
public static class EmbeddedSilo
{
    /// <summary>Whether the command line asks for something to be done with the database instead.</summary>
    public static bool IsDatabaseCommand(string[] args) => DatabaseCommand.Is(args);

    /// <summary>Does it, with the settings that a front would have, and answers the exit code.</summary>
    public static Task<int> RunDatabaseCommand(string[] args) =>
        DatabaseCommand.Run(args, settings => WebApplication.CreateBuilder(FrontArguments.Expand(settings)).Configuration);

    /// <summary>Runs the silo in this process. It is started before the front listens, and stopped after.</summary>
    public static void Add(WebApplicationBuilder builder) => builder.AddSilo();

    /// <summary>Sends what the front and Orleans measure to the configured collector, as a silo does; false when there is none.</summary>
    public static bool TryAddTelemetry(WebApplicationBuilder builder)
    {
        builder.AddTelemetry();
        return SiloTelemetry.HasCollector(builder.Configuration);
    }

    /// <summary>Where this machine keeps ChatMux's data.</summary>
    public static string DataDirectory(IConfiguration configuration) => Silo.Hosting.DataDirectory.Path(configuration);

    /// <summary>How a front finds the silos of a cluster on PostgreSQL, once their database is there.</summary>
    public static Action<IClientBuilder> JoinThroughPostgreSql(IConfiguration configuration)
    {
        var database = PostgreSqlDatabase.Await(configuration);
        return client => client.JoinThroughPostgreSql(database);
    }

    /// <summary>Has the log repeat nothing without end, as a silo's.</summary>
    public static void LimitRepetition(ILoggingBuilder logging) => logging.AddRepetitionSampling();

    /// <summary>The line that tells how to become the operator, or null when somebody is.</summary>
    public static Task<string?> OperatorCodeLine(IServiceProvider services) => OperatorCode.Line(services);

    /// <summary>The sentence of a failed start, if the silo has one for it.</summary>
    public static string? SentenceOf(Exception problem) => (problem as StartupException)?.Message;
}
