using ChatMux.Grains.Interfaces;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Operators;
using Orleans.Configuration;

namespace ChatMux.WebFront.Hosting;

/// <summary>Which silos this front works with.</summary>
public static class Cluster
{
    /// <summary>The setting that chooses.</summary>
    public const string Key = "ChatMux:Cluster";

    /// <summary>Port on which silos of the local cluster take clients.</summary>
    public const string GatewayPortKey = "ChatMux:GatewayPort";

    /// <summary>Whether the silo runs in this process.</summary>
    public static bool IsEmbedded(IConfiguration configuration) =>
        configuration[Key] is not { Length: > 0 } cluster || cluster.Equals("Embedded", StringComparison.OrdinalIgnoreCase);

    /// <summary>Embeds a silo, or connects to the ones that the settings name.</summary>
    /// <exception cref="CannotStartException">There is no such cluster.</exception>
    public static WebApplicationBuilder AddCluster(this WebApplicationBuilder builder)
    {
        var cluster = builder.Configuration[Key];
        if (IsEmbedded(builder.Configuration))
            EmbeddedSilo.Add(builder);
        else if (cluster!.Equals("Localhost", StringComparison.OrdinalIgnoreCase))
            Connect(builder, Localhost(builder.Configuration));
        else if (cluster.Equals("PostgreSql", StringComparison.OrdinalIgnoreCase))
            Connect(builder, EmbeddedSilo.JoinThroughPostgreSql(builder.Configuration));
        else
            throw new CannotStartException($"{Key} is '{cluster}'; it is Embedded, Localhost or PostgreSql.");
        return builder;
    }

    private static Action<IClientBuilder> Localhost(IConfiguration configuration)
    {
        var gateway = configuration.GetValue(GatewayPortKey, 30_000);
        return client => client.UseLocalhostClustering(gateway, serviceId: ClusterNames.Service, clusterId: ClusterNames.Localhost);
    }

    private static void Connect(WebApplicationBuilder builder, Action<IClientBuilder> where)
    {
        builder.UseOrleansClient(client => where(client));
        builder.UseOrleansClient(client => client
            .UseConnectionRetryFilter<SiloAwaited>()
            // As silos among themselves: a browser whose silo hangs is told so while it still waits for an answer.
            .Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5))
            .Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5))
            // How often the front asks whether silos came or went (MembershipWatch).
            .Configure<TypeManagementOptions>(types => types.TypeMapRefreshInterval = TimeSpan.FromSeconds(1))
            .AddDashboardIfWanted(FrontSettings.Read(builder.Configuration)));
        builder.Services.AddSingleton<IOutgoingGrainCallFilter, RejectedCalls>();
        builder.Services.AddSingleton<IHostLifetime, DrainingLifetime>();
        // The front listens while it waits, so that whoever watches it sees a live process that is not ready yet.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
    }
}
