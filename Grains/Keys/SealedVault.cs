using System.Buffers.Binary;
using ChatMux.Grains.Interfaces.Keys;

namespace ChatMux.Grains.Keys;

/// <summary>
/// A part of what an identity's devices know of others, sealed for them: as much of it as the server reads, which keeps the one of the highest
/// revision and never opens it. The client writes the same (<c>keys/sealedVault.ts</c>).
/// </summary>
/// <param name="Part">Which part it is, of <see cref="IVaultPartGrain.Parts"/>.</param>
/// <param name="EncryptionKeyVersion">The version of the identity encryption key that it is sealed under.</param>
/// <param name="Revision">One more with each that is written.</param>
/// <param name="Bytes">All of it, as it came.</param>
public sealed record SealedVault(int Part, uint EncryptionKeyVersion, uint Revision, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Most people in one part.</summary>
    public const int MostKnown = 300;

    private const int HeadBytes = 1 + 4 + 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KnownBytes = 16 + 32 + 4 + 32 + 1;

    private static ReadOnlySpan<byte> Purpose => "ChatMux/v1/vault\0"u8;

    /// <summary>Reads a part; null for anything that is not just one, whatever is sealed in it.</summary>
    public static SealedVault? Parse(ReadOnlyMemory<byte> bytes)
    {
        var known = bytes.Length - Purpose.Length - HeadBytes - NonceBytes - TagBytes;
        if (known < 0 || known % KnownBytes != 0 || known > MostKnown * KnownBytes || !bytes.Span.StartsWith(Purpose))
            return null;
        var head = bytes.Span.Slice(Purpose.Length, HeadBytes);
        return head[0] < IVaultPartGrain.Parts
            ? new SealedVault(head[0], BinaryPrimitives.ReadUInt32BigEndian(head[1..]), BinaryPrimitives.ReadUInt32BigEndian(head[5..]), bytes)
            : null;
    }

    /// <summary>
    /// Whether it may take the place of what is kept of its part, when this is the newest key: it is sealed under that one, or a device that was
    /// removed could have sealed it; and it was made by whoever had read what is kept.
    /// </summary>
    public bool Follows(SealedVault? kept, uint newestKeyVersion) => EncryptionKeyVersion == newestKeyVersion && Revision == (kept?.Revision ?? 0) + 1L;

    /// <summary>Never prints what is sealed, so that no log can.</summary>
    public override string ToString() => $"part {Part}, revision {Revision} ({Bytes.Length} bytes)";
}
