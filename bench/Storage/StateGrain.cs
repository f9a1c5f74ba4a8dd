namespace ChatMux.Storage;

/// <summary>A grain that does nothing but write a state of about 1 KB.</summary>
[Alias("bench.IStateGrain")]
public interface IStateGrain : IGrainWithStringKey
{
    /// <summary>Writes once.</summary>
    [Alias("Write")]
    Task Write();
}

/// <inheritdoc cref="IStateGrain"/>
public sealed class StateGrain([PersistentState("bench", Grains.GrainStorage.Name)] IPersistentState<BenchState> state) : Grain, IStateGrain
{
    /// <inheritdoc/>
    public async Task Write()
    {
        state.State.Count++;
        await state.WriteStateAsync();
    }
}

/// <summary>What it writes.</summary>
public sealed class BenchState
{
    /// <summary>Makes it 1 KB.</summary>
    public string Filling { get; set; } = new('x', 1000);

    /// <summary>How often it was written.</summary>
    public int Count { get; set; }
}
