using System.Collections.Immutable;
using System.Security.Cryptography;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Keys;

/// <summary>The identity encryption key, sealed for a device.</summary>
/// <param name="Device">The device, which alone can open it.</param>
/// <param name="Sealed">The key, sealed; it is served as it is.</param>
public sealed record DeviceGrant(DeviceId Device, ReadOnlyMemory<byte> Sealed);

/// <summary>
/// The keys that go with an entry of a chain, all of them sealed: stored together with it, or not at all. The client writes the same
/// (<c>keys/entryKeys.ts</c>).
/// </summary>
/// <param name="EntryHash">The entry.</param>
/// <param name="Grants">The key of the entry for each device that does not have it yet, by their ids, each once.</param>
/// <param name="KeyBefore">The key before, sealed for this one; null when there is none or it is still the same.</param>
/// <param name="Recovery">The private halves of a device on paper that comes with the entry, sealed under its code; null when none does.</param>
public sealed record EntryKeys(
    ReadOnlyMemory<byte> EntryHash, ImmutableArray<DeviceGrant> Grants, ReadOnlyMemory<byte>? KeyBefore, ReadOnlyMemory<byte>? Recovery)
{
    /// <summary>How long a private half is when it is sealed: with the point that it is sealed with, and its tag.</summary>
    public const int SealedKeyBytes = P256.PointBytes + 138 + 16;

    /// <summary>How long the private halves of a device on paper are, sealed.</summary>
    public const int RecoveryBytes = 320;

    private const int IdBytes = 16;
    private const int GrantBytes = IdBytes + SealedKeyBytes;

    private static ReadOnlySpan<byte> Purpose => "ChatMux/v1/entry-keys\0"u8;

    /// <summary>Reads them; null for anything that is not just that.</summary>
    public static EntryKeys? Parse(ReadOnlyMemory<byte> bytes)
    {
        var grantsAt = Purpose.Length + SHA256.HashSizeInBytes + 1;
        if (bytes.Length < grantsAt || !bytes.Span.StartsWith(Purpose))
            return null;
        var count = bytes.Span[grantsAt - 1];
        if (bytes.Length < grantsAt + count * GrantBytes)
            return null;
        var grants = Enumerable.Range(0, count).Select(at => bytes.Slice(grantsAt + at * GrantBytes, GrantBytes)).ToArray();
        // One order and nobody twice: the same is said in one way only.
        if (!grants.Zip(grants.Skip(1)).All(two => two.First.Span[..IdBytes].SequenceCompareTo(two.Second.Span[..IdBytes]) < 0))
            return null;
        var rest = bytes[(grantsAt + count * GrantBytes)..];
        if (!TryTake(ref rest, SealedKeyBytes, out var keyBefore) || !TryTake(ref rest, RecoveryBytes, out var recovery) || rest.Length > 0)
            return null;
        return new EntryKeys(bytes.Slice(Purpose.Length, SHA256.HashSizeInBytes), [.. grants.Select(ParseGrant)], keyBefore, recovery);
    }

    /// <summary>Never prints what is sealed, so that no log can.</summary>
    public override string ToString() => $"{Convert.ToHexStringLower(EntryHash.Span)} ({Grants.Length} grants)";

    /// <summary>Takes what a number before it says is there; false for any other number than one and none, and when it is not all there.</summary>
    private static bool TryTake(ref ReadOnlyMemory<byte> rest, int length, out ReadOnlyMemory<byte>? taken)
    {
        taken = null;
        if (rest.Length < 1 || rest.Span[0] > 1 || rest.Length < 1 + rest.Span[0] * length)
            return false;
        if (rest.Span[0] == 1)
            taken = rest.Slice(1, length);
        rest = rest[(1 + rest.Span[0] * length)..];
        return true;
    }

    private static DeviceGrant ParseGrant(ReadOnlyMemory<byte> bytes) => new(DeviceId.Of(Convert.ToHexStringLower(bytes.Span[..IdBytes])), bytes[IdBytes..]);
}
