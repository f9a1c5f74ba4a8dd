namespace ChatMux.Grains;

/// <summary>The storage that holds the state of all grains.</summary>
public static class GrainStorage
{
    /// <summary>The name under which the host registers it.</summary>
    public const string Name = "chatmux";

    /// <summary>Makes this the grain's state. When it cannot be stored the state stays what it was: what is not on disk is not so.</summary>
    public static async Task Store<T>(this IPersistentState<T> state, T next)
    {
        var before = state.State;
        state.State = next;
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception)
        {
            state.State = before;
            throw;
        }
    }
}
