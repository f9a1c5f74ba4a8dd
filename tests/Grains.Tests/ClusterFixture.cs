using System.Collections.Concurrent;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Tests.Messages;
using ChatMux.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Core.Internal;
using Orleans.Storage;
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

    private readonly ConcurrentDictionary<(string State, string Key), Func<Func<Task>, Task>> _writes = [];

    // Of no silo, so that it outlives each.
    private readonly SharedStorage _storage = new(new StateSerializer());

    public InProcessTestCluster Cluster { get; private set; } = null!;

    /// <summary>Runs before a grain does what it was asked for; throws for what does not reach it.</summary>
    public Func<IIncomingGrainCallContext, Task>? OnCall { get; set; }

    /// <summary>Runs after a grain has done what it was asked for and before the caller hears of it.</summary>
    public Func<IIncomingGrainCallContext, Task>? OnAnswer { get; set; }

    public IGrainFactory Grains => Cluster.Client;

    /// <summary>The next write of this state of the grain with this key fails.</summary>
    public void FailNextWrite(string state, string key) => BeforeNextWrite(state, key, () => throw new IOException("disk"));

    /// <summary>What happens before the next write of this state of the grain with this key, while the grain waits for it.</summary>
    public void BeforeNextWrite(string state, string key, Func<Task> happens) => _writes[(state, key)] = async write =>
    {
        await happens();
        await write();
    };

    /// <summary>The next write of this state of the grain with this key is done, and its grain is told that it failed.</summary>
    public void LoseAnswerOfNextWrite(string state, string key) => _writes[(state, key)] = async write =>
    {
        await write();
        throw new IOException("answer lost");
    };

    /// <summary>The next write of this state of the grain with this key is done, or not, and its grain hears no more of it.</summary>
    /// <returns>Completes when the grain waits.</returns>
    public Task HangNextWrite(string state, string key, bool done)
    {
        var (waits, never) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        _writes[(state, key)] = async write =>
        {
            if (done)
                await write();
            waits.SetResult();
            await never.Task;
        };
        return waits.Task;
    }

    /// <summary>What was planned for writes that never came is planned no more.</summary>
    public void LetWrites() => _writes.Clear();

    /// <summary>Puts a state into storage behind the back of its grain, which must not be active.</summary>
    public Task Put<T>(string name, IAddressable grain, T state) where T : new() => Cluster.Silos[0].ServiceProvider
        .GetRequiredKeyedService<IGrainStorage>(GrainStorage.Name).WriteStateAsync(name, grain.GetGrainId(), new GrainState<T>(state));

    /// <summary>Lets an activation end; the next call makes another one from what is stored.</summary>
    public static async Task Deactivate(IAddressable grain) => await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(2);
#pragma warning disable ORLEANSEXP003 // as the product has it
        builder.Options.UseDistributedGrainDirectory = true;
#pragma warning restore ORLEANSEXP003
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddIncomingGrainCallFilter(async call =>
            {
                if (OnCall is { } onCall)
                    await onCall(call);
                await call.Invoke();
                if (OnAnswer is { } onAnswer)
                    await onAnswer(call);
            });
            silo.Services.AddKeyedSingleton<IGrainStorage>(GrainStorage.Name, new BreakableStorage(_storage, _writes));
            silo.Services.AddSingleton<IMessageLog>(Log).AddGrainMetrics();
            silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
        await Grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).EnsureGeneral();
    }

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();
}
