using System.Security.Cryptography;
using System.Text;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Users;
using ChatMux.Silo.Storage;
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
    /// Adds a silo that owns the data directory. Takes the directory, upgrades the database and looks at the ports now,
    /// not when the host starts: what stands in the way is one sentence, before anything runs.
    /// </summary>
    /// <exception cref="StartupException">Something stands in the way.</exception>
    public static void AddSilo(this IHostApplicationBuilder builder)
    {
        var cluster = ClusterSetting.Read(builder.Configuration);
        var directory = DataDirectoryLock.Take(DataDirectory.Path(builder.Configuration));
        try
        {
            AddStorage(builder.Services, directory);
            AddLimits(builder.Services, builder.Configuration.GetSection("ChatMux:Limits"));
            builder.UseOrleans(silo => Configure(silo, cluster, directory.Path));
            builder.Services.AddHostedService<UpkeepClock>();
            builder.Services.AddHostedService<TemporaryRoomClock>();
            builder.AddTelemetry();
            builder.Services.PostConfigure<LoggerFilterOptions>(QuietByDefault);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>One line for the console: where the data is, and where fronts join.</summary>
    public static string Describe(IServiceProvider services)
    {
        var gateway = services.GetRequiredService<IOptions<EndpointOptions>>().Value.GatewayPort;
        return $"Data in {services.GetRequiredService<DataDirectoryLock>().Path}; "
            + (gateway == 0 ? "no front can join." : $"fronts join at 127.0.0.1:{gateway}.");
    }

    /// <summary>Whether the host wants the Orleans Dashboard, on silos and fronts alike.</summary>
    public static bool HasDashboard(IConfiguration configuration) => configuration.GetValue("ChatMux:Dashboard", false);

    private static void AddStorage(IServiceCollection services, DataDirectoryLock directory)
    {
        using (var file = DatabaseOf(directory)) SqliteSchema.Apply(file);
        // Made by factories, so that the container closes them with the host: the log first, the directory last.
        services.AddSingleton(_ => directory);
        services.AddSingleton(provider => DatabaseOf(provider.GetRequiredService<DataDirectoryLock>()));
        services.AddSingleton<IMessageLog, SqliteMessageLog>();
        services.AddSingleton<MessageMetrics>();
        services.TryAddSingleton(TimeProvider.System);
    }

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

    private static SqliteFile DatabaseOf(DataDirectoryLock directory) => new(Path.Join(directory.Path, "chatmux.db"));

    private static void Configure(ISiloBuilder silo, ClusterKind cluster, string directory)
    {
        if (cluster == ClusterKind.Localhost) JoinableOnThisMachine(silo);
        else JoinableByNobody(silo, directory);
        silo.AddSqliteGrainStorage();
        // It looks at every call, which nobody should pay for who does not collect traces.
        if (SiloTelemetry.HasCollector(silo.Configuration)) silo.AddActivityPropagation();
        // It looks at every call too.
        if (HasDashboard(silo.Configuration)) silo.AddDashboard();
        silo.AddStartupTask<OpenGeneralRoom>();
        // Without it, a silo that dies takes activations on surviving silos with it; experimental only in name of its API.
#pragma warning disable ORLEANSEXP003
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1.5);
            membership.NumMissedProbesLimit = 2;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
    }

    private static void JoinableOnThisMachine(ISiloBuilder silo) => silo.UseLocalhostClustering(
        LoopbackPort.Configured(silo.Configuration, "ChatMux:SiloPort", EndpointOptions.DEFAULT_SILO_PORT),
        LoopbackPort.Configured(silo.Configuration, "ChatMux:GatewayPort", EndpointOptions.DEFAULT_GATEWAY_PORT),
        primarySiloEndpoint: null,
        ClusterNames.Service,
        ClusterNames.Localhost);

    private static void JoinableByNobody(ISiloBuilder silo, string directory)
    {
        var name = SHA256.HashData(Encoding.UTF8.GetBytes(directory)).AsSpan(0, 8);
        silo.UseLocalhostClustering(
            LoopbackPort.Free(), gatewayPort: 0, primarySiloEndpoint: null, ClusterNames.Service, $"chatmux-{Convert.ToHexStringLower(name)}");
    }

    /// <summary>In front of all other rules, so that <c>Logging:LogLevel</c> has the last word.</summary>
    private static void QuietByDefault(LoggerFilterOptions logging)
    {
        Quiet("Orleans", LogLevel.Warning);
        Quiet("Microsoft.Orleans", LogLevel.Warning);
        Quiet("Orleans.Runtime.Silo", LogLevel.Error); // recommends server GC, which costs a small host more than it gives
        Quiet("Orleans.Runtime.Watchdog", LogLevel.Error); // complains of its own late start: as long as the machine has been up
        Quiet("Polly", LogLevel.Error); // repeats, with stack traces, what the caller of a front that died is told anyway

        void Quiet(string category, LogLevel level) => logging.Rules.Insert(0, new LoggerFilterRule(null, category, level, null));
    }
}
