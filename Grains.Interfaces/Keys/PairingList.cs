namespace ChatMux.Grains.Interfaces.Keys;

/// <summary>The pairings of an identity that are on their way.</summary>
/// <param name="Pairings">In the order in which they began.</param>
[GenerateSerializer, Immutable, Alias("PairingList")]
public sealed record PairingList([property: Id(0)] IReadOnlyList<Pairing> Pairings);

/// <summary>How far a pairing is.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What the browser that asks calls itself; nobody vouches for it.</param>
/// <param name="EndsAtMs">When it is forgotten, in milliseconds since 1970 UTC.</param>
/// <param name="Messages">All that was said, in order: <c>pair-start</c>, <c>pair-accept</c>, <c>pair-reveal</c>, <c>pair-grant</c>, <c>pair-done</c>.</param>
[GenerateSerializer, Immutable, Alias("Pairing")]
public sealed record Pairing(
    [property: Id(0)] PairingId Id, [property: Id(1)] string Name, [property: Id(2)] long EndsAtMs, [property: Id(3)] IReadOnlyList<byte[]> Messages)
{
    /// <summary>Never prints what was said, so that no log can.</summary>
    public override string ToString() => $"{Id} ({Messages.Count} messages)";
}

/// <summary>The next message of a pairing. Goes to all browsers of the identity; whoever has missed one before finds it in <see cref="IDeviceChainGrain.GetPairings"/>.</summary>
/// <param name="Pairing">All of it, with that message.</param>
[GenerateSerializer, Immutable, Alias("PairingMoved")]
public sealed record PairingMoved([property: Id(0)] Pairing Pairing) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 256 + Pairing.Messages.Sum(message => message.Length);
}

/// <summary>A pairing is over, whatever became of it. Goes to all browsers of the identity.</summary>
/// <param name="Pairing">Which.</param>
[GenerateSerializer, Immutable, Alias("PairingEnded")]
public sealed record PairingEnded([property: Id(0)] PairingId Pairing) : ServerEvent;
