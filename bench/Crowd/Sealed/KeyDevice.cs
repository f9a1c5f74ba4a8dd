using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ChatMux.Crowd.Sealed;

/// <summary>A device of somebody, which signs as a browser does: see docs/decisions.</summary>
internal sealed class KeyDevice
{
    private const int SignatureLength = 64;

    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Draws keys and an id.</summary>
    public KeyDevice() => Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string Id { get; }

    /// <summary>The first entry of the user's chain, which names this device alone.</summary>
    public byte[] SignGenesis(string user) => Signed(
    [
        .. "ChatMux/v1/manifest\0"u8, .. BigEndian(1), .. new byte[32], .. Bytes(user), .. BigEndian(1), .. NewPoint(),
        1, 0, .. Bytes(Id), .. PointOf(_signing), .. NewPoint(), .. Bytes(Id),
    ]);

    /// <summary>What goes with the genesis: the key for this device, which is noise as well.</summary>
    public byte[] KeysFor(byte[] genesis) =>
    [
        .. "ChatMux/v1/entry-keys\0"u8, .. SHA256.HashData(genesis.AsSpan()[..^SignatureLength]), 1,
        .. Bytes(Id), .. NewPoint(), .. RandomNumberGenerator.GetBytes(154), 0, 0,
    ];

    /// <summary>The record of the first epoch of two people. What is sealed in it is noise: nobody can open it, and the server cannot tell.</summary>
    public byte[] SignFirstEpoch(string conversation, string author, params ReadOnlySpan<(string User, byte[] Genesis)> two)
    {
        using var body = new MemoryStream();
        body.Write([.. "ChatMux/v1/epoch\0"u8, .. Bytes(conversation), .. BigEndian(1), .. new byte[32], .. RandomNumberGenerator.GetBytes(16)]);
        body.Write([.. Bytes(author), .. Bytes(Id), .. BigEndian(1), 0, .. BigEndian(0), .. BigEndian(2)]);
        var sorted = two.ToArray();
        Array.Sort(sorted, (one, other) => string.CompareOrdinal(one.User, other.User));
        foreach (var (user, genesis) in sorted)
            body.Write([.. Bytes(user), .. genesis[20..24], .. SHA256.HashData(genesis.AsSpan()[..^SignatureLength]), .. genesis[72..76], 0]);
        foreach (var _ in sorted)
            body.Write([.. NewPoint(), .. RandomNumberGenerator.GetBytes(48)]);
        return Signed(body.ToArray());
    }

    /// <summary>That the browser of this connection is this device.</summary>
    public byte[] Prove(string user, string connection, byte[] challenge) =>
        Signed([.. "ChatMux/v1/device-proof\0"u8, .. Bytes(user), .. Bytes(Id), .. Bytes(connection), .. challenge])[^SignatureLength..];

    private static byte[] Bytes(string id) => Convert.FromHexString(id);

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] NewPoint()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return PointOf(key);
    }

    private static byte[] PointOf(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }

    private byte[] Signed(byte[] what) =>
        [.. what, .. _signing.SignData(what, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)];
}
