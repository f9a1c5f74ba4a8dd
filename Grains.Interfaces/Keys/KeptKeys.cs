namespace ChatMux.Grains.Interfaces.Keys;

/// <summary>What is sealed for one device. The server cannot open any of it.</summary>
/// <param name="Grant">The newest identity encryption key, sealed for the device with the entry that gave it; null when it was never stored, for the device that has made the genesis has it itself.</param>
/// <param name="KeysBefore">The keys before, each sealed for the one after it.</param>
[GenerateSerializer, Immutable, Alias("KeptKeys")]
public sealed record KeptKeys([property: Id(0)] byte[]? Grant, [property: Id(1)] IReadOnlyList<KeyBefore> KeysBefore)
{
    /// <summary>Never prints what is sealed, so that no log can.</summary>
    public override string ToString() => $"a grant and {KeysBefore.Count} keys before";
}

/// <summary>A key of before.</summary>
/// <param name="Version">The version of the key that it is sealed for, which is the one after it.</param>
/// <param name="Sealed">The key.</param>
[GenerateSerializer, Immutable, Alias("KeyBefore")]
public sealed record KeyBefore([property: Id(0)] long Version, [property: Id(1)] byte[] Sealed)
{
    /// <summary>Never prints what is sealed, so that no log can.</summary>
    public override string ToString() => $"the key before {Version}";
}

/// <summary>What the code on paper opens.</summary>
/// <param name="Sealed">The private halves of the device on paper, sealed under the code.</param>
/// <param name="Grant">The newest identity encryption key, sealed for that device.</param>
[GenerateSerializer, Immutable, Alias("RecoveryKeys")]
public sealed record RecoveryKeys([property: Id(0)] byte[] Sealed, [property: Id(1)] byte[] Grant)
{
    /// <summary>Never prints what is sealed, so that no log can.</summary>
    public override string ToString() => "recovery keys";
}
