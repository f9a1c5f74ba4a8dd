using System.Security.Cryptography;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>
/// RFC 9180 in its base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM, read from the RFC: what the client's library seals is
/// opened by what is not that library.
/// </summary>
internal static class Hpke
{
    private const int TagBytes = 16;

    private static readonly byte[] Kem = [.. "KEM"u8, 0, 0x10];
    private static readonly byte[] Suite = [.. "HPKE"u8, 0, 0x10, 0, 1, 0, 2];

    /// <summary>Null for what was not sealed for this key, or for something else.</summary>
    public static byte[]? Open(ECDiffieHellman key, byte[] encapsulated, byte[] ciphertext, byte[] info, byte[] additional)
    {
        if (Decapsulate(key, encapsulated) is not { } shared)
            return null;
        byte[] context = [0, .. Extract(Suite, [], "psk_id_hash"u8, []), .. Extract(Suite, [], "info_hash"u8, info)];
        var secret = Extract(Suite, shared, "secret"u8, []);
        using var gcm = new AesGcm(Expand(Suite, secret, "key"u8, context, 32), TagBytes);
        var plain = new byte[ciphertext.Length - TagBytes];
        try
        {
            gcm.Decrypt(Expand(Suite, secret, "base_nonce"u8, context, 12), ciphertext.AsSpan(..^TagBytes), ciphertext.AsSpan(^TagBytes..), plain, additional);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[]? Decapsulate(ECDiffieHellman key, byte[] encapsulated)
    {
        if (encapsulated.Length != 65 || encapsulated[0] != 4)
            return null;
        var own = key.ExportParameters(includePrivateParameters: false).Q;
        try
        {
            using var other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = encapsulated[1..33], Y = encapsulated[33..] },
            });
            var agreed = Extract(Kem, [], "eae_prk"u8, key.DeriveRawSecretAgreement(other.PublicKey));
            return Expand(Kem, agreed, "shared_secret"u8, [.. encapsulated, 4, .. own.X!, .. own.Y!], 32);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Extract(byte[] suite, byte[] salt, ReadOnlySpan<byte> label, byte[] secret) =>
        HKDF.Extract(HashAlgorithmName.SHA256, [.. "HPKE-v1"u8, .. suite, .. label, .. secret], salt);

    private static byte[] Expand(byte[] suite, byte[] secret, ReadOnlySpan<byte> label, byte[] info, byte length) =>
        HKDF.Expand(HashAlgorithmName.SHA256, secret, length, [0, length, .. "HPKE-v1"u8, .. suite, .. label, .. info]);
}
