namespace ChatMux.Grains;

/// <summary>The one storage provider that grains keep their state in.</summary>
/// <remarks>
/// A stored row is found by the state's name and the grain's key, not by the grain's class: each
/// <c>[PersistentState("name", GrainStorage.Name)]</c> in this assembly needs a name that no other has.
/// </remarks>
public static class GrainStorage
{
    /// <summary>What the provider is registered as.</summary>
    public const string Name = "chatmux";
}
