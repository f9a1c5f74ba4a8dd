using System.Buffers.Binary;
using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>A device that signs entries, as a browser does. It writes the layout by itself: what the server reads is not what the server wrote.</summary>
internal sealed class TestDevice(bool paper = false)
{
    private readonly byte _kind = paper ? (byte)1 : (byte)0;
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
            body.Write(device.Record);
        body.Write(Convert.FromHexString(Id.Value));
        return Signed(body.ToArray());
    }

    /// <summary>
    /// What begins the epoch after the record before, or the first, with these states of the two's chains. What is sealed in it nobody can open,
    /// and the server cannot tell.
    /// </summary>
    public byte[] SignsEpoch(UserId author, byte[]? before, byte reason, params IReadOnlyList<(UserId Account, byte[] Entry)> members)
    {
        var sorted = members.OrderBy(member => member.Account.Value, StringComparer.Ordinal).ToArray();
        using var body = new MemoryStream();
        body.Write("ChatMux/v1/epoch\0"u8);
        body.Write(Convert.FromHexString(ConversationId.Of(FriendshipId.Of(members[0].Account, members[1].Account)!.Value).Value));
        body.Write(BigEndian(before is null ? 1 : BinaryPrimitives.ReadUInt32BigEndian(before.AsSpan(33)) + 1));
        body.Write(before is null ? new byte[32] : SHA256.HashData(before.AsSpan()[..^64]));
        body.Write(RandomNumberGenerator.GetBytes(16));
        body.Write(Convert.FromHexString(author.Value));
        body.Write(Convert.FromHexString(Id.Value));
        body.Write(sorted.First(member => member.Account == author).Entry.AsSpan(20, 4));
        body.WriteByte(reason);
        body.Write(BigEndian(0));
        body.Write(BigEndian((uint)sorted.Length));
        foreach (var (account, entry) in sorted)
            body.Write([.. Convert.FromHexString(account.Value), .. entry[20..24], .. SHA256.HashData(entry.AsSpan()[..^64]), .. entry[72..76], 0]);
        foreach (var _ in sorted)
            body.Write([.. NewPoint(), .. RandomNumberGenerator.GetBytes(48)]);
        return Signed(body.ToArray());
    }

    /// <summary>That the browser of this connection is this device.</summary>
    public byte[] Proves(UserId account, ConnectionId connection, byte[] challenge) => Signed(
    [
        .. "ChatMux/v1/device-proof\0"u8, .. Convert.FromHexString(account.Value), .. Convert.FromHexString(Id.Value),
        .. Convert.FromHexString(connection.Value), .. challenge,
    ])[^64..];

    /// <summary>
    /// What goes with an entry that follows the one before, or with the genesis: noise that nobody can open, for each device that needs a key.
    /// </summary>
    public static byte[] KeysOf(byte[] entry, byte[]? before = null)
    {
        var rotated = before is not null && !before.AsSpan(72, 4).SequenceEqual(entry.AsSpan(72, 4));
        var needed = DevicesIn(entry).Where(device => before is null || rotated || !DevicesIn(before).Any(known => known.SequenceEqual(device)))
            .OrderBy(device => Convert.ToHexString(device[1..17]), StringComparer.Ordinal).ToArray();
        using var keys = new MemoryStream();
        keys.Write("ChatMux/v1/entry-keys\0"u8);
        keys.Write(SHA256.HashData(entry.AsSpan()[..^64]));
        keys.WriteByte((byte)needed.Length);
        foreach (var device in needed)
            keys.Write([.. device[1..17], .. SealedKey()]);
        keys.Write(rotated ? [1, .. SealedKey()] : [0]);
        keys.Write(needed.Any(device => device[0] == 1 && (before is null || !DevicesIn(before).Any(known => known.SequenceEqual(device))))
            ? [1, .. RandomNumberGenerator.GetBytes(320)]
            : [0]);
        return keys.ToArray();
    }

    /// <summary>That it wants to become one of this account's.</summary>
    public byte[] Starts(UserId account, PairingId pairing)
    {
        byte[] said = [.. "ChatMux/v1/device\0"u8, .. Convert.FromHexString(account.Value), .. Record];
        return [.. "ChatMux/v1/pair-start\0"u8, .. Bytes(pairing), .. Record, .. Signed(said)[^64..], .. RandomNumberGenerator.GetBytes(32)];
    }

    /// <summary>That it goes on with that.</summary>
    public byte[] Accepts(PairingId pairing) =>
        [.. "ChatMux/v1/pair-accept\0"u8, .. Bytes(pairing), .. NewPoint(), .. RandomNumberGenerator.GetBytes(64), .. Convert.FromHexString(Id.Value)];

    /// <summary>What the new device has committed to.</summary>
    public static byte[] Reveals(PairingId pairing) =>
        [.. "ChatMux/v1/pair-reveal\0"u8, .. Bytes(pairing), .. NewPoint(), .. RandomNumberGenerator.GetBytes(32)];

    /// <summary>The entry that adds the new device, with a key that nobody can open.</summary>
    public static byte[] Grants(PairingId pairing, byte[] entry) =>
        [.. "ChatMux/v1/pair-grant\0"u8, .. Bytes(pairing), .. RandomNumberGenerator.GetBytes(32), .. SealedKey(), .. entry];

    /// <summary>That the owner has seen that it was added.</summary>
    public static byte[] IsDone(PairingId pairing) => [.. "ChatMux/v1/pair-done\0"u8, .. Bytes(pairing), .. RandomNumberGenerator.GetBytes(32)];

    private byte[] Record => [_kind, .. Convert.FromHexString(Id.Value), .. PointOf(_signing), .. _decryptionKey];

    private static byte[] Bytes(PairingId pairing) => Convert.FromHexString(pairing.Value);

    private static byte[] SealedKey() => [.. NewPoint(), .. RandomNumberGenerator.GetBytes(154)];

    private static IEnumerable<byte[]> DevicesIn(byte[] entry) =>
        Enumerable.Range(0, entry[141]).Select(at => entry.AsSpan(142 + at * 147, 147).ToArray());

    private byte[] Signed(byte[] what) =>
        [.. what, .. _signing.SignData(what, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)];

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
