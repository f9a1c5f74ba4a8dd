using System.Diagnostics;
using System.Text;
using ChatMux.Grains;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Users;
using ChatMux.Silo.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(ChatMux.WebFront.Tests.TestCluster))]

namespace ChatMux.WebFront.Tests;

/// <summary>
/// Two silos over one SQLite file, and fronts on Kestrel. One is shared by the tests of this assembly; tests that count,
/// break things or move time have one of their own.
/// </summary>
public sealed class TestCluster : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chatmux-test-").FullName;
    private readonly List<TestFront> _fronts = [];
    private IServiceCollection _joining = null!;
    private SqliteFile _file = null!;
    private SqliteMessageLog _log = null!;

    internal TestFront One { get; private set; } = null!;

    internal TestFront Two { get; private set; } = null!;

    /// <summary>The clock of grains and fronts.</summary>
    internal TimeProvider Time { get; private init; } = TimeProvider.System;

    internal InProcessTestCluster Silos { get; private set; } = null!;

    /// <summary>All that is stored, as it is in the files.</summary>
    internal string Stored
    {
        get
        {
            var stored = new StringBuilder();
            foreach (var path in Directory.GetFiles(_directory))
            {
                using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.Latin1);
                stored.Append(file.ReadToEnd());
            }
            return stored.ToString();
        }
    }

    /// <summary>The grains, for what no browser can do.</summary>
    internal IGrainFactory Grains => Silos.Client;

    /// <summary>A cluster of a test's own, in which time passes only by <see cref="Pass"/>.</summary>
    internal static async Task<TestCluster> StartOwn()
    {
        // From now on, because sessions end by this clock and sockets by the real one.
        var cluster = new TestCluster { Time = new FakeTimeProvider(DateTimeOffset.UtcNow) };
        await cluster.InitializeAsync();
        return cluster;
    }

    public async ValueTask InitializeAsync()
    {
        _file = new SqliteFile(Path.Join(_directory, "chatmux.db"));
        SqliteSchema.Apply(_file);
        _log = new SqliteMessageLog(_file, NullLogger<SqliteMessageLog>.Instance);
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
#pragma warning disable ORLEANSEXP003 // as the product has it
        builder.Options.UseDistributedGrainDirectory = true;
#pragma warning restore ORLEANSEXP003
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddSqliteGrainStorage();
            silo.Services.AddSingleton(_file).AddSingleton<IMessageLog>(_log).AddGrainMetrics();
            silo.Services.Configure<UserLimits>(limits => limits.GuestMessages = new Allowance { Burst = 1000, PerSecond = 1000 });
            // As in SiloHosting.cs of the silo.
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
            silo.Services.Replace(ServiceDescriptor.Singleton(Time));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        });
        builder.ConfigureClientHost(client => _joining = client.Services);
        Silos = builder.Build();
        await Silos.DeployAsync();
        await Grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).EnsureGeneral();
        One = await StartFront();
        Two = await StartFront();
    }

    internal async Task<TestFront> StartFront(TimeProvider? time = null, params string[] settings)
    {
        var front = await TestFront.Start(this, time ?? Time, settings);
        _fronts.Add(front);
        return front;
    }

    /// <summary>Makes a client one of this cluster: it finds and reaches the silos as the cluster's own client does.</summary>
    internal void Join(IClientBuilder client)
    {
        client.Configure<ClusterOptions>(names => (names.ClusterId, names.ServiceId) = (Silos.Options.ClusterId, Silos.Options.ServiceId));
        // As in Cluster.cs of the front.
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(5));
        client.Configure<TypeManagementOptions>(types => types.TypeMapRefreshInterval = TimeSpan.FromSeconds(1));
        client.Services.Add(_joining.Last(s => s.ServiceType == typeof(IGatewayListProvider)));
        client.Services.Add(_joining.Last(s => s.ServiceType == typeof(IConnectionFactory)));
    }

    /// <summary>
    /// Lets time pass in steps, and after each lets the fronts do what is due, as they do when time passes by itself.
    /// </summary>
    internal async Task Pass(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(500);
        for (; time > TimeSpan.Zero; time -= step)
        {
            ((FakeTimeProvider)Time).Advance(time < step ? time : step);
            await Settle();
            foreach (var front in _fronts)
                await front.Renewed(Time.GetUtcNow());
        }
    }

    /// <summary>Lets time pass until something has happened, but not more than this much.</summary>
    internal async Task<T> PassUntil<T>(Task<T> happened, TimeSpan atMost)
    {
        for (var end = Time.GetUtcNow() + atMost; !happened.IsCompleted && Time.GetUtcNow() < end;)
            await Pass(TimeSpan.FromMilliseconds(500));
        return await happened;
    }

    /// <summary>The same not faster than the real clock, by which Orleans learns of lost silos.</summary>
    internal async Task PassBesideUntil(Task happened, TimeSpan atMost)
    {
        var step = TimeSpan.FromMilliseconds(250);
        for (var end = Time.GetUtcNow() + atMost; !happened.IsCompleted && Time.GetUtcNow() < end;)
        {
            await Task.WhenAny(happened, Task.Delay(step));
            await Pass(step);
        }
    }

    // A timer that has fired is one thing, what it sets off is another: most of that has run when the pool has nothing to do.
    private static async Task Settle()
    {
        var begun = Stopwatch.GetTimestamp();
        for (var idle = 0; idle < 20 && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMilliseconds(50); idle = ThreadPool.PendingWorkItemCount == 0 ? idle + 1 : 0)
            await Task.Yield();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var front in _fronts)
            await front.DisposeAsync();
        await Silos.DisposeAsync();
        await _log.DisposeAsync();
        _file.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
