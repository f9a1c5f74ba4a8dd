using System.Security.Cryptography;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Keys;

/// <summary>
/// What two devices say to each other when one adds the other, as far as the server has to know: it hands it over as it is. The client writes the
/// same (<c>keys/pairingMessages.ts</c>).
/// </summary>
/// <param name="Pairing">The same in all messages of one pairing.</param>
public abstract record PairingMessage(PairingId Pairing)
{
    private const int IdBytes = 16;
    private const int NonceBytes = 32;
    private const int MacBytes = 32;
    private const int HalfBytes = P256.PointBytes + NonceBytes;

    /// <summary>Reads a message; null for anything that is not just one.</summary>
    public static PairingMessage? Parse(ReadOnlyMemory<byte> bytes) =>
        Take(bytes, "ChatMux/v1/pair-start\0"u8) is var (startId, start) ? ParseStart(startId, start)
        : Take(bytes, "ChatMux/v1/pair-accept\0"u8) is var (acceptId, accept) ? ParseAccept(acceptId, accept)
        : Take(bytes, "ChatMux/v1/pair-reveal\0"u8) is var (revealId, reveal) ? reveal.Length == HalfBytes ? new PairReveal(revealId) : null
        : Take(bytes, "ChatMux/v1/pair-grant\0"u8) is var (grantId, grant) ? ParseGrant(grantId, grant)
        : Take(bytes, "ChatMux/v1/pair-done\0"u8) is var (doneId, done) && done.Length == MacBytes ? new PairDone(doneId)
        : null;

    private static (PairingId Pairing, ReadOnlyMemory<byte> Body)? Take(ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> purpose) =>
        bytes.Span.StartsWith(purpose) && bytes.Length >= purpose.Length + IdBytes
            ? (PairingId.Of(Hex(bytes[purpose.Length..])), bytes[(purpose.Length + IdBytes)..])
            : null;

    private static PairStart? ParseStart(PairingId pairing, ReadOnlyMemory<byte> body) =>
        body.Length == DeviceRecord.Length + P256.SignatureBytes + SHA256.HashSizeInBytes && DeviceRecord.Parse(body[..DeviceRecord.Length]) is { } device
            ? new PairStart(pairing, device, body.Slice(DeviceRecord.Length, P256.SignatureBytes))
            : null;

    private static PairAccept? ParseAccept(PairingId pairing, ReadOnlyMemory<byte> body) =>
        body.Length == HalfBytes + SHA256.HashSizeInBytes + IdBytes ? new PairAccept(pairing, DeviceId.Of(Hex(body[^IdBytes..]))) : null;

    private static PairGrant? ParseGrant(PairingId pairing, ReadOnlyMemory<byte> body)
    {
        var entryAt = MacBytes + EntryKeys.SealedKeyBytes;
        return body.Length > entryAt && ChainEntry.Parse(body[entryAt..]) is { } entry
            ? new PairGrant(pairing, entry, body[entryAt..], body.Slice(MacBytes, EntryKeys.SealedKeyBytes))
            : null;
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span[..IdBytes]);
}

/// <summary>A device asks to become one of the identity's.</summary>
/// <param name="Pairing">The pairing that begins with it.</param>
/// <param name="Device">The device.</param>
/// <param name="Signature">By the device itself.</param>
public sealed record PairStart(PairingId Pairing, DeviceRecord Device, ReadOnlyMemory<byte> Signature) : PairingMessage(Pairing)
{
    /// <summary>Whether the device wants to be one of this account's, and has the private half of its signing key.</summary>
    public bool IsSelfSigned(UserId account) => P256.IsSignedBy(
        Device.SigningKey, (byte[])[.. "ChatMux/v1/device\0"u8, .. Convert.FromHexString(account.Value), .. Device.Bytes.Span], Signature);
}

/// <summary>A trusted device has been told by its owner to go on.</summary>
/// <param name="Pairing">The pairing.</param>
/// <param name="Device">The trusted device; the server holds it against what has proven itself on the socket.</param>
public sealed record PairAccept(PairingId Pairing, DeviceId Device) : PairingMessage(Pairing);

/// <summary>The new device reveals what it has committed to.</summary>
/// <param name="Pairing">The pairing.</param>
public sealed record PairReveal(PairingId Pairing) : PairingMessage(Pairing);

/// <summary>The code was right: the entry that adds the device, and the key that it is to have.</summary>
/// <param name="Pairing">The pairing.</param>
/// <param name="Entry">The entry.</param>
/// <param name="EntryBytes">The same as it came, with its signature: what is appended to the chain.</param>
/// <param name="Sealed">The identity encryption key, sealed for the new device.</param>
public sealed record PairGrant(PairingId Pairing, ChainEntry Entry, ReadOnlyMemory<byte> EntryBytes, ReadOnlyMemory<byte> Sealed) : PairingMessage(Pairing)
{
    /// <summary>What goes with the entry.</summary>
    public EntryKeys KeysFor(DeviceId device) => new(Entry.Hash(), [new DeviceGrant(device, Sealed)], KeyBefore: null, Recovery: null);

    /// <summary>Never prints what is sealed, so that no log can.</summary>
    public override string ToString() => $"{Pairing} (entry {Entry.Version})";
}

/// <summary>The owner has said on the new device that the trusted one has added it.</summary>
/// <param name="Pairing">The pairing.</param>
public sealed record PairDone(PairingId Pairing) : PairingMessage(Pairing);
