using ChatMux.Silo.Storage.PostgreSql;
using Orleans.Configuration;

namespace ChatMux.Silo.Hosting;

/// <summary>One of several silos that share a PostgreSQL database: it stores there, and finds the others there.</summary>
internal static class PostgreSqlSilo
{
    /// <summary>Adds it, when the database is there and has the schema of this build.</summary>
    /// <exception cref="StartupException">The database, the address or a port is not to be had.</exception>
    public static void Add(IHostApplicationBuilder builder, Action<ISiloBuilder> configure)
    {
        var connectionString = PostgreSqlDatabase.ConnectionString(builder.Configuration);
        var address = OwnAddress.Read(builder.Configuration);
        var (silo, gateway) = (
            LocalPort.Configured(builder.Configuration, "ChatMux:SiloPort", EndpointOptions.DEFAULT_SILO_PORT, address),
            LocalPort.Configured(builder.Configuration, "ChatMux:GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT, address));
        // Now, as a file is opened now: nothing runs yet that could be kept from anything.
        PostgreSqlDatabase.Prepare(connectionString, PostgreSqlDatabase.Patience, Console.Error.WriteLine).GetAwaiter().GetResult();
        builder.Services.AddPostgreSql(connectionString).AddSingleton(new DataPlace(PostgreSqlDatabase.Place(connectionString)));
        builder.UseOrleans(builder =>
        {
            builder.UsePostgreSql().ConfigureEndpoints(address, silo, gateway);
            configure(builder);
        });
    }
}
