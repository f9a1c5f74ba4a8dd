using System.Collections.Concurrent;
using Orleans.Storage;

namespace ChatMux.Grains.Tests;

/// <summary>Grain storage that can be told to fail a write.</summary>
internal sealed class BreakableStorage(IGrainStorage inner, ConcurrentDictionary<(string State, string Key), bool> failing) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Fails(stateName, grainId) ? throw new IOException("disk") : inner.WriteStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Fails(stateName, grainId) ? throw new IOException("disk") : inner.ClearStateAsync(stateName, grainId, grainState);

    private bool Fails(string stateName, GrainId grainId) => failing.TryRemove((stateName, grainId.Key.ToString()!), out _);
}
