using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>
/// Keys that go with entries, which the client has made and judged: the server comes to the same conclusion about each, and what it cannot open
/// another implementation than the client's opens here (<c>keys/entryKeysVectors.test.ts</c>).
/// </summary>
public sealed class EntryKeysVectorTests
{
    public sealed record Opening(string Device, string DecryptionKey, string Key, string? KeyBefore);

    public sealed record Vector(string Name, string? Before, string Entry, string Keys, string? Fault, Opening? Opening)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<Vector> All => Vectors.Read<Vector>("entry-keys");

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Is_judged_as_by_the_client(Vector vector)
    {
        var entry = ChainEntry.Parse(Vectors.Bytes(vector.Entry))!;
        var before = vector.Before is null ? null : ChainEntry.Parse(Vectors.Bytes(vector.Before));
        var keys = EntryKeys.Parse(Vectors.Bytes(vector.Keys));
        var fault = keys is null ? "malformed" : EntryKeysRules.FaultOf(entry, before, keys) is { } found
            ? JsonNamingPolicy.CamelCase.ConvertName(found.ToString())
            : null;
        Assert.Equal(vector.Fault, fault);
        if (vector.Opening is { } opening)
            AssertOpens(entry, keys!, opening);
    }

    [Fact]
    public void What_is_cut_off_is_read_as_none()
    {
        var bytes = Vectors.Bytes(Vectors.Read<Vector>("entry-keys").Select(row => row.Data).Single(vector => vector.Name == "a removal, and another code on paper").Keys);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(EntryKeys.Parse(bytes.AsMemory(0, length)));
        Assert.DoesNotContain(Convert.ToHexStringLower(bytes.AsSpan(100, 16)), EntryKeys.Parse(bytes)!.ToString());
    }

    private static void AssertOpens(ChainEntry entry, EntryKeys keys, Opening opening)
    {
        var account = Convert.FromHexString(entry.Account.Value);
        byte[] version = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(version, entry.EncryptionKeyVersion);
        var grant = keys.Grants.Single(each => each.Device.Value == opening.Device).Sealed;
        var key = Open(Vectors.Bytes(opening.DecryptionKey), grant, [.. "ChatMux/v1/grant\0"u8, .. account, .. version, .. Convert.FromHexString(opening.Device)], entry);
        Assert.Equal(Vectors.Bytes(opening.Key), key);
        Assert.Equal(opening.KeyBefore is not null, keys.KeyBefore.HasValue);
        if (keys.KeyBefore is { } sealedBefore)
            Assert.Equal(Vectors.Bytes(opening.KeyBefore!), Open(key!, sealedBefore, [.. "ChatMux/v1/key-before\0"u8, .. account, .. version], entry));
    }

    private static byte[]? Open(byte[] privateHalf, ReadOnlyMemory<byte> sealedKey, byte[] info, ChainEntry entry)
    {
        using var key = ECDiffieHellman.Create();
        key.ImportPkcs8PrivateKey(privateHalf, out _);
        return Hpke.Open(key, sealedKey[..65].ToArray(), sealedKey[65..].ToArray(), info, entry.Hash());
    }
}
