using System.Buffers.Binary;
using System.Security.Cryptography;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>
/// Parts of vaults that the client has sealed: the server reads of them what it must, and another implementation than the client's opens them here
/// (<c>keys/vault.test.ts</c>).
/// </summary>
public sealed class VaultVectorTests
{
    private const int HeaderBytes = 26;
    private const int TagBytes = 16;

    public sealed record Vector(string Account, string Key, string Point, int Part, uint EncryptionKeyVersion, uint Revision, string Sealed, string Plain)
    {
        public override string ToString() => $"revision {Revision}";
    }

    public static TheoryData<Vector> All => Vectors.Read<Vector>("vaults");

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Opens_for_its_identity_and_says_what_the_server_may_know(Vector vector)
    {
        var bytes = Vectors.Bytes(vector.Sealed);
        var read = SealedVault.Parse(bytes)!;
        Assert.Equal((vector.Part, vector.EncryptionKeyVersion, vector.Revision), (read.Part, read.EncryptionKeyVersion, read.Revision));
        var account = Convert.FromHexString(vector.Account);
        using var own = ECDiffieHellman.Create();
        own.ImportPkcs8PrivateKey(Vectors.Bytes(vector.Key), out _);
        byte[] version = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(version, vector.EncryptionKeyVersion);
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, own.DeriveRawSecretAgreement(own.PublicKey), 32, [], [.. "ChatMux/v1/vault-key\0"u8, .. account, .. version]);
        var plain = new byte[bytes.Length - HeaderBytes - 12 - TagBytes];
        using var gcm = new AesGcm(key, TagBytes);
        gcm.Decrypt(bytes.AsSpan(HeaderBytes, 12), bytes.AsSpan(HeaderBytes + 12)[..^TagBytes], bytes.AsSpan()[^TagBytes..], plain, [.. bytes[..HeaderBytes], .. account]);
        Assert.Equal(Vectors.Bytes(vector.Plain), plain);
    }

    [Fact]
    public void Nothing_else_is_a_part()
    {
        var bytes = Vectors.Bytes(Vectors.Read<Vector>("vaults").Last().Data.Sealed);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal((length - HeaderBytes - 28) % 85 == 0 && length >= HeaderBytes + 28, SealedVault.Parse(bytes.AsMemory(0, length)) is not null);
        Assert.Null(SealedVault.Parse((byte[])[.. bytes, 0]));
        Assert.Null(SealedVault.Parse(bytes.Select((b, at) => at == 11 ? (byte)0 : b).ToArray()));
        Assert.Null(SealedVault.Parse(bytes.Select((b, at) => at == 17 ? (byte)16 : b).ToArray()));
        byte[] Of(int known) => [.. bytes[..HeaderBytes], .. new byte[28 + known * 85]];
        Assert.NotNull(SealedVault.Parse(Of(SealedVault.MostKnown)));
        Assert.Null(SealedVault.Parse(Of(SealedVault.MostKnown + 1)));
    }

    [Fact]
    public void A_part_follows_the_one_that_its_writer_had_read_under_the_newest_key()
    {
        SealedVault Of(uint revision, uint key = 2) => new(1, key, revision, default);
        Assert.True(Of(1).Follows(null, 2));
        Assert.True(Of(5).Follows(Of(4, key: 1), 2));
        Assert.False(Of(2).Follows(null, 2));
        Assert.False(Of(4).Follows(Of(4), 2));
        Assert.False(Of(6).Follows(Of(4), 2));
        Assert.False(Of(5, key: 1).Follows(Of(4), 2));
        Assert.False(Of(5, key: 3).Follows(Of(4), 2));
        Assert.False(Of(0).Follows(Of(uint.MaxValue), 2));
    }
}
