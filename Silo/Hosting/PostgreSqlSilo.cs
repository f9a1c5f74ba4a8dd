using System.Net;
using ChatMux.Silo.Storage.PostgreSql;
using Orleans.Configuration;

namespace ChatMux.Silo.Hosting;

/// <summary>One of several silos that share a PostgreSQL database: it stores there, and finds the others there.</summary>
internal static class PostgreSqlSilo
{
    /// <summary>The address at which the other silos and the fronts reach this one; loopback, for a cluster on one machine, unless it is set.</summary>
    public const string Address = "ChatMux:SiloAddress";

    /// <summary>Adds it, when the database is there and has the schema of this build.</summary>
    /// <exception cref="StartupException">The database, the address or a port is not to be had.</exception>
    public static void Add(IHostApplicationBuilder builder, Action<ISiloBuilder> configure)
    {
        var connectionString = PostgreSqlDatabase.ConnectionString(builder.Configuration);
        var address = AddressOf(builder.Configuration);
        var (silo, gateway) = (
            LoopbackPort.Configured(builder.Configuration, "ChatMux:SiloPort", EndpointOptions.DEFAULT_SILO_PORT),
            LoopbackPort.Configured(builder.Configuration, "ChatMux:GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT));
        // Now, as a file is opened now: nothing runs yet that could be kept from anything.
        PostgreSqlDatabase.Prepare(connectionString, PostgreSqlDatabase.Patience, Console.Error.WriteLine).GetAwaiter().GetResult();
        builder.Services.AddPostgreSql(connectionString).AddSingleton(new DataPlace(PostgreSqlDatabase.Place(connectionString)));
        builder.UseOrleans(builder =>
        {
            builder.UsePostgreSql().ConfigureEndpoints(address, silo, gateway);
            configure(builder);
        });
    }

    private static IPAddress AddressOf(IConfiguration configuration)
    {
        if (configuration[Address] is not { Length: > 0 } text) return IPAddress.Loopback;
        return IPAddress.TryParse(text, out var address) && !IPAddress.Any.Equals(address) && !IPAddress.IPv6Any.Equals(address)
            ? address
            : throw new StartupException($"{Address} is \"{text}\", but must be an IP address of this machine by which the others reach it.");
    }
}
