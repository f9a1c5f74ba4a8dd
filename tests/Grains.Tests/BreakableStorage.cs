using System.Collections.Concurrent;
using Orleans.Storage;

namespace ChatMux.Grains.Tests;

/// <summary>Grain storage in which something can happen about a write, such as its failure.</summary>
internal sealed class BreakableStorage(IGrainStorage inner, ConcurrentDictionary<(string State, string Key), Func<Func<Task>, Task>> writes) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Write(stateName, grainId, () => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Write(stateName, grainId, () => inner.ClearStateAsync(stateName, grainId, grainState));

    private Task Write(string stateName, GrainId grainId, Func<Task> write) =>
        writes.TryRemove((stateName, grainId.Key.ToString()!), out var instead) ? instead(write) : write();
}
