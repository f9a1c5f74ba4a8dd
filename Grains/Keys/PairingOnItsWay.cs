using System.Collections.Immutable;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;

namespace ChatMux.Grains.Keys;

/// <summary>A pairing, as far as it is: what was said, in the only order in which it may be.</summary>
/// <param name="Start">Who asks.</param>
/// <param name="Name">What that browser calls itself.</param>
/// <param name="EndsAt">When it is forgotten.</param>
/// <param name="Said">All messages, as they came.</param>
internal sealed record PairingOnItsWay(PairStart Start, string Name, DateTimeOffset EndsAt, ImmutableList<byte[]> Said)
{
    /// <summary>How long one may take.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    /// <summary>The trusted device that goes on with it; null while none has.</summary>
    public PairAccept? Accept { get; init; }

    /// <summary>Whether nobody has anything more to say. It is told of until it is forgotten, for whoever was away, and takes nobody's place.</summary>
    public bool IsDone => Said.Count == 5;

    /// <summary>As browsers are told of it.</summary>
    public Pairing View => new(Start.Pairing, Name, EndsAt.ToUnixTimeMilliseconds(), Said);

    /// <summary>Whether it was said, and told, already.</summary>
    public bool Has(byte[] message) => Said.Exists(said => said.AsSpan().SequenceEqual(message));

    /// <summary>Why a message may not come now; null when it may.</summary>
    public RefusalCode? RefusalOf(PairingMessage message) => (message, Said.Count) switch
    {
        (PairAccept, 1) or (PairReveal, 2) or (PairGrant, 3) or (PairDone, 4) => null,
        (PairAccept, > 1) => RefusalCode.PairingTaken,
        _ => RefusalCode.InvalidPairing,
    };

    /// <summary>With the next message.</summary>
    public PairingOnItsWay With(PairingMessage message, byte[] bytes) =>
        this with { Said = Said.Add(bytes), Accept = message as PairAccept ?? Accept };
}
