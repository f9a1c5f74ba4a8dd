using ChatMux.Grains;
using ChatMux.Grains.Users;
using ChatMux.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace ChatMux.Silo.Hosting;

/// <summary>A silo as part of a host: alone in its process, or inside a web front.</summary>
public static class SiloHosting
{
    /// <summary>
    /// Adds a silo that owns the data directory, or one of several that share a database. Takes the directory, upgrades the database and
    /// looks at the ports now, not when the host starts: what stands in the way is one sentence, before anything runs.
    /// </summary>
    /// <exception cref="StartupException">Something stands in the way.</exception>
    public static void AddSilo(this IHostApplicationBuilder builder)
    {
        var cluster = ClusterSetting.Read(builder.Configuration);
        AddLimits(builder.Services, builder.Configuration.GetSection("ChatMux:Limits"));
        if (cluster == ClusterKind.PostgreSql)
            PostgreSqlSilo.Add(builder, Configure);
        else
            SqliteSilo.Add(builder, cluster, Configure);
        builder.Services.AddGrainMetrics();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<UpkeepClock>();
        builder.Services.AddHostedService<TemporaryRoomClock>();
        builder.AddTelemetry();
        builder.Services.PostConfigure<LoggerFilterOptions>(QuietByDefault);
        builder.Logging.AddRepetitionSampling();
    }

    /// <summary>One line for the console: where the data is, and where fronts join.</summary>
    public static string Describe(IServiceProvider services)
    {
        var endpoints = services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        return $"Data in {services.GetRequiredService<DataPlace>().Text}; "
            + (endpoints.GatewayPort == 0 ? "no front can join." : $"fronts join at {endpoints.AdvertisedIPAddress}:{endpoints.GatewayPort}.");
    }

    /// <summary>Whether the host wants the Orleans Dashboard, on silos and fronts alike.</summary>
    public static bool HasDashboard(IConfiguration configuration) => configuration.GetValue("ChatMux:Dashboard", false);

    private static void AddLimits(IServiceCollection services, IConfigurationSection section)
    {
        try
        {
            if (section.Get<UserLimits>() is { AreUsable: false })
                throw new StartupException("Each of the limits under ChatMux:Limits has to be above zero, and each Burst at least 1.");
        }
        catch (InvalidOperationException unreadable)
        {
            throw new StartupException(unreadable.Message);
        }
        services.Configure<UserLimits>(section);
    }

    private static void Configure(ISiloBuilder silo)
    {
        // It looks at every call, which nobody should pay for who does not collect traces.
        if (SiloTelemetry.HasCollector(silo.Configuration)) silo.AddActivityPropagation();
        // It looks at every call too.
        if (HasDashboard(silo.Configuration)) silo.AddDashboard();
        silo.AddStartupTask<OpenGeneralRoom>();
        // Without it, a silo that dies takes activations on surviving silos with it; experimental only in name of its API.
#pragma warning disable ORLEANSEXP003
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        // Orleans keeps the grains of a silo that died from coming back for half a minute, in case it lives on where nobody sees it. Here
        // the database decides between two activations: an entry's number and a state's version are taken once.
        silo.Configure<GrainDirectoryOptions>(directory => directory.RangeLeaseDuration = TimeSpan.Zero);
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1.5);
            // A silo that hangs, or whose machine is gone without a word, is given up only after this times the limit of missed probes.
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(2.5);
            membership.NumMissedProbesLimit = 2;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
    }

    /// <summary>In front of all other rules, so that <c>Logging:LogLevel</c> has the last word.</summary>
    private static void QuietByDefault(LoggerFilterOptions logging)
    {
        Quiet("Orleans", LogLevel.Warning);
        Quiet("Microsoft.Orleans", LogLevel.Warning);
        Quiet("Orleans.Runtime.Silo", LogLevel.Error); // recommends server GC, which costs a small host more than it gives
        Quiet("Orleans.Runtime.Watchdog", LogLevel.Error); // complains of its own late start: as long as the machine has been up
        Quiet("Orleans.Grain", LogLevel.Critical); // repeats, three times, what the storage says and the caller is told
        // Repeat at every probe, with stack traces, what the connection that broke says once.
        Quiet("Orleans.Runtime.MembershipService.SiloHealthMonitor", LogLevel.Error);
        Quiet("Orleans.Runtime.MembershipService.MembershipSystemTarget", LogLevel.Error);
        Quiet("Orleans.Runtime.Messaging.ConnectionManager", LogLevel.Error);
        Quiet("Orleans.Runtime.CallbackData", LogLevel.Error); // repeats for each call what the caller is told
        Quiet("Polly", LogLevel.Error); // repeats, with stack traces, what the caller of a front that died is told anyway

        void Quiet(string category, LogLevel level) => logging.Rules.Insert(0, new LoggerFilterRule(null, category, level, null));
    }
}
