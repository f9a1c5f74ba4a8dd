using System.Buffers.Binary;
using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>A device that signs entries, as a browser does. It writes the layout by itself: what the server reads is not what the server wrote.</summary>
internal sealed class TestDevice
{
    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _decryptionKey = NewPoint();

    public DeviceId Id { get; } = HexId.New<DeviceId>();

    public static byte[] NewPoint()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return PointOf(key);
    }

    /// <summary>What follows the entry before, or the genesis.</summary>
    public byte[] Signs(UserId account, byte[]? before, TestDevice[] devices, byte[] encryptionKey, uint keyVersion = 1)
    {
        using var body = new MemoryStream();
        body.Write("ChatMux/v1/manifest\0"u8);
        body.Write(BigEndian(before is null ? 1 : BinaryPrimitives.ReadUInt32BigEndian(before.AsSpan(20)) + 1));
        body.Write(before is null ? new byte[32] : SHA256.HashData(before.AsSpan()[..^64]));
        body.Write(Convert.FromHexString(account.Value));
        body.Write(BigEndian(keyVersion));
        body.Write(encryptionKey);
        body.WriteByte((byte)devices.Length);
        foreach (var device in devices)
            body.Write([0, .. Convert.FromHexString(device.Id.Value), .. PointOf(device._signing), .. device._decryptionKey]);
        body.Write(Convert.FromHexString(Id.Value));
        var signed = body.ToArray();
        return [.. signed, .. _signing.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)];
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] PointOf(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }
}
