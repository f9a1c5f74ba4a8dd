using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Users;
using ChatMux.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(ChatMux.WebFront.Tests.TestCluster))]

namespace ChatMux.WebFront.Tests;

/// <summary>Two silos over one SQLite file, and fronts on Kestrel, shared by the tests of this assembly.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chatmux-test-").FullName;
    private readonly List<TestFront> _fronts = [];
    private InProcessTestCluster _cluster = null!;
    private SqliteFile _file = null!;
    private SqliteMessageLog _log = null!;

    /// <summary>The grains, for what no browser can do.</summary>
    public IGrainFactory Grains => _cluster.Client;

    internal TestFront One { get; private set; } = null!;

    internal TestFront Two { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _file = new SqliteFile(Path.Join(_directory, "chatmux.db"));
        SqliteSchema.Apply(_file);
        _log = new SqliteMessageLog(_file, NullLogger<SqliteMessageLog>.Instance);
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddSqliteGrainStorage();
            silo.Services.AddSingleton(_file).AddSingleton<IMessageLog>(_log).AddSingleton<MessageMetrics>();
            silo.Services.Configure<UserLimits>(limits => limits.GuestMessages = new Allowance { Burst = 1000, PerSecond = 1000 });
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        await _cluster.Client.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).EnsureGeneral();
        One = await StartFront();
        Two = await StartFront();
    }

    internal async Task<TestFront> StartFront(TimeProvider? time = null)
    {
        var front = await TestFront.Start(_cluster.Client, time);
        _fronts.Add(front);
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var front in _fronts)
            await front.DisposeAsync();
        await _cluster.DisposeAsync();
        await _log.DisposeAsync();
        _file.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
