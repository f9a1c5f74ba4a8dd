using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Sessions;

/// <summary>What is stored of the key ring.</summary>
public sealed class KeyRingState
{
    /// <summary>The keys as Data Protection wrote them.</summary>
    public List<string> Keys { get; set; } = [];
}

/// <inheritdoc cref="IKeyRingGrain"/>
public sealed class KeyRingGrain(
    [PersistentState("keyring", GrainStorage.Name)] IPersistentState<KeyRingState> state) : Grain, IKeyRingGrain
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> GetAll() => Task.FromResult<IReadOnlyList<string>>([.. state.State.Keys]);

    /// <inheritdoc/>
    public Task Add(string xml)
    {
        state.State.Keys.Add(xml);
        return state.WriteStateAsync();
    }
}
