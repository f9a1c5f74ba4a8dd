using ChatMux.Grains;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Messages;
using Npgsql;
using Orleans.Configuration;
using Orleans.Serialization;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>What a cluster keeps in PostgreSQL: grain state, the message log, and which silos there are.</summary>
public static class PostgreSqlStorage
{
    // Orleans' word for Npgsql.
    private const string Invariant = "Npgsql";

    /// <summary>Registers the database and the log.</summary>
    public static IServiceCollection AddPostgreSql(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(PostgreSqlDatabase.Impatient(connectionString)));
        services.AddSingleton<IMessageLog, PostgreSqlMessageLog>();
        return services;
    }

    /// <summary>Has a silo store its grains there, and meet the others.</summary>
    public static ISiloBuilder UsePostgreSql(this ISiloBuilder silo) => silo
        .Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (ClusterNames.Service, ClusterNames.PostgreSql))
        .Configure<ExceptionSerializationOptions>(SendDatabaseFailures)
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

    /// <summary>Has a front find the silos there.</summary>
    public static IClientBuilder JoinThroughPostgreSql(this IClientBuilder client, string connectionString) => client
        .Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (ClusterNames.Service, ClusterNames.PostgreSql))
        .UseAdoNetClustering(clustering => (clustering.Invariant, clustering.DataSource) = (Invariant, NpgsqlDataSource.Create(PostgreSqlDatabase.Impatient(connectionString))))
        .Configure<ExceptionSerializationOptions>(SendDatabaseFailures);

    /// <summary>A front is told why a call failed, and not that the reason cannot be sent.</summary>
    private static void SendDatabaseFailures(ExceptionSerializationOptions exceptions) => exceptions.SupportedNamespacePrefixes.Add(Invariant);
}
