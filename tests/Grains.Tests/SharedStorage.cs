using System.Collections.Concurrent;
using Orleans.Storage;

namespace ChatMux.Grains.Tests;

/// <summary>Grain storage in memory that belongs to no silo: whatever ends, what was written stays.</summary>
internal sealed class SharedStorage(IGrainStorageSerializer serializer) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), (BinaryData Data, string ETag)> _stored = [];
    private readonly Lock _lock = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = _stored.TryGetValue((stateName, grainId), out var stored);
        grainState.State = found ? serializer.Deserialize<T>(stored.Data) : Activator.CreateInstance<T>();
        (grainState.RecordExists, grainState.ETag) = (found, found ? stored.ETag : null);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_lock)
        {
            AssertCurrent(stateName, grainId, grainState.ETag);
            var stored = _stored[(stateName, grainId)] = (serializer.Serialize(grainState.State), Guid.NewGuid().ToString("N"));
            (grainState.RecordExists, grainState.ETag) = (true, stored.ETag);
        }
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_lock)
        {
            AssertCurrent(stateName, grainId, grainState.ETag);
            _stored.TryRemove((stateName, grainId), out _);
            (grainState.State, grainState.RecordExists, grainState.ETag) = (Activator.CreateInstance<T>(), false, null);
        }
        return Task.CompletedTask;
    }

    private void AssertCurrent(string stateName, GrainId grainId, string? etag)
    {
        var current = _stored.TryGetValue((stateName, grainId), out var stored) ? stored.ETag : null;
        if (current != etag)
            throw new InconsistentStateException($"{stateName} of {grainId} was written by somebody else", current, etag);
    }
}
