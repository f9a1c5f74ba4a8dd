namespace ChatMux.Grains;

/// <summary>The storage that holds the state of all grains.</summary>
public static class GrainStorage
{
    /// <summary>The name under which the host registers it.</summary>
    public const string Name = "chatmux";
}
