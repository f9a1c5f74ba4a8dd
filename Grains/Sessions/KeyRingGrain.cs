using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Sessions;

/// <inheritdoc cref="IKeyRingGrain"/>
public sealed class KeyRingGrain([PersistentState("keyRing", GrainStorage.Name)] IPersistentState<KeyRingState> state) : Grain, IKeyRingGrain
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> List() => Task.FromResult(state.State.Elements);

    /// <inheritdoc/>
    public Task Add(string xml) => state.Store(new KeyRingState { Elements = [.. state.State.Elements, xml] });
}

/// <summary>What is stored of the key ring.</summary>
public sealed class KeyRingState
{
    /// <summary>Its elements, as XML.</summary>
    public IReadOnlyList<string> Elements { get; set; } = [];
}
