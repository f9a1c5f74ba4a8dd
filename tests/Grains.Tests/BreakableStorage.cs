using System.Collections.Concurrent;
using Orleans.Storage;

namespace ChatMux.Grains.Tests;

/// <summary>Grain storage in which something can happen before a write, such as its failure.</summary>
internal sealed class BreakableStorage(IGrainStorage inner, ConcurrentDictionary<(string State, string Key), Func<Task>> before) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before(stateName, grainId);
        await inner.WriteStateAsync(stateName, grainId, grainState);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Before(stateName, grainId);
        await inner.ClearStateAsync(stateName, grainId, grainState);
    }

    private Task Before(string stateName, GrainId grainId) =>
        before.TryRemove((stateName, grainId.Key.ToString()!), out var happens) ? happens() : Task.CompletedTask;
}
