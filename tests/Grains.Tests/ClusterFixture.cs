using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Tests.Messages;
using ChatMux.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(ChatMux.Grains.Tests.ClusterFixture))]
// One fake clock moves time for the whole cluster, so tests that use it take turns.
[assembly: Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace ChatMux.Grains.Tests;

/// <summary>Two silos with one fake clock and one message log, shared by all tests of the assembly.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-11-22T12:00:00Z", null));

    internal MemoryMessageLog Log { get; } = new();

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IGrainFactory Grains => Cluster.Client;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage(GrainStorage.Name, storage => storage.GrainStorageSerializer = new StateSerializer());
            silo.Services.AddSingleton<IMessageLog>(Log).AddSingleton<MessageMetrics>();
            silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
        await Grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).EnsureGeneral();
    }

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();
}
