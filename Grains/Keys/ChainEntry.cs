using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Keys;

/// <summary>
/// One state of the list of an identity's devices and of the key that they share, signed by one of them. It is kept as the bytes that came,
/// which are hashed and signed, and never written anew from what was read of them.
/// </summary>
/// <param name="Version">1 for the genesis, and one more with each entry.</param>
/// <param name="PreviousHash">The hash of the entry before; zeros in the genesis.</param>
/// <param name="Account">The identity.</param>
/// <param name="EncryptionKeyVersion">1 in the genesis, and one more with each key that replaces another one.</param>
/// <param name="EncryptionKey">The identity encryption key: conversation keys are sealed for it.</param>
/// <param name="Devices">The devices.</param>
/// <param name="Signer">The device that has signed it.</param>
/// <param name="Body">What is signed.</param>
/// <param name="Signature">ECDSA with SHA-256, r and s of 32 bytes each (IEEE P1363).</param>
public sealed record ChainEntry(
    uint Version, ReadOnlyMemory<byte> PreviousHash, UserId Account, uint EncryptionKeyVersion, ReadOnlyMemory<byte> EncryptionKey,
    ImmutableArray<DeviceRecord> Devices, DeviceId Signer, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Signature)
{
    private const int IdBytes = 16;
    private const int HeadBytes = 4 + SHA256.HashSizeInBytes + IdBytes + 4 + P256.PointBytes + 1;

    private static ReadOnlySpan<byte> Purpose => "ChatMux/v1/manifest\0"u8;

    /// <summary>What the next entry calls the hash of this one. The signature is no part of it: ECDSA has several for the same.</summary>
    public byte[] Hash() => SHA256.HashData(Body.Span);

    /// <summary>Reads an entry; null for anything that is not just that.</summary>
    public static ChainEntry? Parse(ReadOnlyMemory<byte> bytes)
    {
        var devicesAt = Purpose.Length + HeadBytes;
        if (bytes.Length < devicesAt || !bytes.Span.StartsWith(Purpose))
            return null;
        var signerAt = devicesAt + bytes.Span[devicesAt - 1] * DeviceRecord.Length;
        var bodyLength = signerAt + IdBytes;
        if (bytes.Length != bodyLength + P256.SignatureBytes)
            return null;
        var devices = Enumerable.Range(0, bytes.Span[devicesAt - 1])
            .Select(index => DeviceRecord.Parse(bytes.Slice(devicesAt + index * DeviceRecord.Length, DeviceRecord.Length))).ToArray();
        if (devices.Any(device => device is null))
            return null;
        var head = bytes[Purpose.Length..];
        return new ChainEntry(
            BinaryPrimitives.ReadUInt32BigEndian(head.Span),
            head.Slice(4, SHA256.HashSizeInBytes),
            UserId.Of(Hex(head.Slice(36, IdBytes))),
            BinaryPrimitives.ReadUInt32BigEndian(head.Span[52..]),
            head.Slice(56, P256.PointBytes),
            [.. devices.OfType<DeviceRecord>()],
            DeviceId.Of(Hex(bytes.Slice(signerAt, IdBytes))),
            bytes[..bodyLength],
            bytes[bodyLength..]);
    }

    private static string Hex(ReadOnlyMemory<byte> id) => Convert.ToHexStringLower(id.Span);
}
