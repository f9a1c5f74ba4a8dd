using ChatMux.Grains;
using ChatMux.Grains.Messages;
using Npgsql;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>What a cluster keeps in PostgreSQL: grain state, the message log, and which silos there are.</summary>
public static class PostgreSqlStorage
{
    // Orleans' word for Npgsql.
    private const string Invariant = "Npgsql";

    /// <summary>Registers the database and the log.</summary>
    public static IServiceCollection AddPostgreSql(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        services.AddSingleton<IMessageLog, PostgreSqlMessageLog>();
        return services;
    }

    /// <summary>Has a silo store its grains there, and meet the others.</summary>
    public static ISiloBuilder UsePostgreSql(this ISiloBuilder silo) => silo
        .UseAdoNetClustering(options => options.Configure<NpgsqlDataSource>((clustering, database) =>
        {
            clustering.Invariant = Invariant;
            clustering.DataSource = database;
        }))
        .AddAdoNetGrainStorage(GrainStorage.Name, options => options.Configure<NpgsqlDataSource>((storage, database) =>
        {
            storage.Invariant = Invariant;
            storage.DataSource = database;
            storage.GrainStorageSerializer = new StateSerializer();
        }));
}
