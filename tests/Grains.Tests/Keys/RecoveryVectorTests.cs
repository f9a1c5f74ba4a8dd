using System.Security.Cryptography;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>
/// Devices on paper that the client has made. The server never sees a code, and keeps what is sealed under it as it is; another implementation
/// than the client's opens it here (<c>keys/recovery.test.ts</c>).
/// </summary>
public sealed class RecoveryVectorTests
{
    private const int SaltBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int PrivateKeyBytes = 138;

    public sealed record Vector(string Account, string Device, string SigningKey, string DecryptionKey, string Code, string Recovery)
    {
        public override string ToString() => Code;
    }

    public static TheoryData<Vector> All => Vectors.Read<Vector>("recovery");

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Opens_with_its_code(Vector vector)
    {
        var recovery = Vectors.Bytes(vector.Recovery);
        Assert.Equal(EntryKeys.RecoveryBytes, recovery.Length);
        var (salt, nonce) = (recovery[..SaltBytes], recovery[SaltBytes..(SaltBytes + NonceBytes)]);
        var account = Convert.FromHexString(vector.Account);
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, System.Text.Encoding.ASCII.GetBytes(vector.Code), 32, salt, [.. "ChatMux/v1/recovery\0"u8, .. account]);
        var halves = new byte[2 * PrivateKeyBytes];
        byte[] bound = [.. "ChatMux/v1/recovery-halves\0"u8, .. account, .. Convert.FromHexString(vector.Device), .. salt];
        using var gcm = new AesGcm(key, TagBytes);
        gcm.Decrypt(nonce, recovery.AsSpan(SaltBytes + NonceBytes)[..^TagBytes], recovery.AsSpan()[^TagBytes..], halves, bound);
        Assert.Equal(Vectors.Bytes(vector.SigningKey), PointOf(halves[..PrivateKeyBytes]));
        Assert.Equal(Vectors.Bytes(vector.DecryptionKey), PointOf(halves[PrivateKeyBytes..]));
    }

    private static byte[] PointOf(byte[] privateHalf)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(privateHalf, out _);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }
}
