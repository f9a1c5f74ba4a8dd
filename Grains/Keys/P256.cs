using System.Security.Cryptography;

namespace ChatMux.Grains.Keys;

/// <summary>Public keys as devices write them: uncompressed points of P-256 (SEC 1, 2.3.3).</summary>
internal static class P256
{
    public const int PointBytes = 65;
    public const int SignatureBytes = 64;

    public static bool IsPoint(ReadOnlyMemory<byte> point)
    {
        using var key = Import(point);
        return key is not null;
    }

    /// <summary>ECDSA with SHA-256, r and s of 32 bytes each (IEEE P1363).</summary>
    public static bool IsSignedBy(ReadOnlyMemory<byte> point, ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> signature)
    {
        using var key = Import(point);
        return key is not null && key.VerifyData(
            signed.Span, signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Null for anything that is not an uncompressed point of the curve.</summary>
    private static ECDsa? Import(ReadOnlyMemory<byte> point)
    {
        if (point.Length != PointBytes || point.Span[0] != 4)
            return null;
        try
        {
            return ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point[1..33].ToArray(), Y = point[33..].ToArray() },
            });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
