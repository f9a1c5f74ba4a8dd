using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Keys;

/// <summary>What a device is.</summary>
public enum DeviceRecordKind
{
    /// <summary>A browser.</summary>
    Browser,

    /// <summary>The code on paper with which everything can be recovered.</summary>
    Paper,
}

/// <summary>A device of an identity, as the others know it. Keys are uncompressed P-256 points (SEC 1, 2.3.3).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which one it is.</param>
/// <param name="SigningKey">Verifies what the device signs.</param>
/// <param name="DecryptionKey">Seals for the device what only it may open.</param>
/// <param name="Bytes">All of it as it was read: two records are the same when these are.</param>
public sealed record DeviceRecord(
    DeviceRecordKind Kind, DeviceId Id, ReadOnlyMemory<byte> SigningKey, ReadOnlyMemory<byte> DecryptionKey, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>How long one is.</summary>
    public const int Length = 1 + IdBytes + 2 * P256.PointBytes;

    private const int IdBytes = 16;

    /// <summary>Reads a record of this length; null for a device of no known kind.</summary>
    public static DeviceRecord? Parse(ReadOnlyMemory<byte> bytes) => Enum.IsDefined((DeviceRecordKind)bytes.Span[0])
        ? new DeviceRecord(
            (DeviceRecordKind)bytes.Span[0], DeviceId.Of(Convert.ToHexStringLower(bytes.Span.Slice(1, IdBytes))),
            bytes.Slice(1 + IdBytes, P256.PointBytes), bytes.Slice(1 + IdBytes + P256.PointBytes, P256.PointBytes), bytes)
        : null;
}
