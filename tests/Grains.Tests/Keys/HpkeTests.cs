using System.Security.Cryptography;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>The second implementation is held to the same known answer as the client's library (<c>keys/hpke.test.ts</c>, which says where it is from).</summary>
public sealed class HpkeTests
{
    private static readonly byte[] Point = Convert.FromHexString(
        "04abc7e49a4c6b3566d77d0304addc6ed0e98512ffccf505e6a8e3eb25c685136f853148544876de76c0f2ef99cdc3a05ccf5ded7860c7c021238f9e2073d2356c");

    private static readonly byte[] Encapsulated = Convert.FromHexString(
        "04c06b4f6bebc7bb495cb797ab753f911aff80aefb86fd8b6fcc35525f3ab5f03e0b21bd31a86c6048af3cb2d98e0d3bf01da5cc4c39ff5370d331a4f1f7d5a4e0");

    [Fact]
    public void Opens_what_the_RFC_has_sealed()
    {
        using var key = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Convert.FromHexString("317f915db7bc629c48fe765587897e01e282d3e8445f79f27f65d031a88082b2"),
            Q = new ECPoint { X = Point[1..33], Y = Point[33..] },
        });
        var sealedText = Convert.FromHexString("58c61a45059d0c5704560e9d88b564a8b63f1364b8d1fcb3c4c6ddc1d291742465e902cd216f8908da49f8f96f");
        var opened = Hpke.Open(key, Encapsulated, sealedText, "Ode on a Grecian Urn"u8.ToArray(), "Count-0"u8.ToArray());
        Assert.Equal("Beauty is truth, truth beauty"u8.ToArray(), opened);
        Assert.Null(Hpke.Open(key, Encapsulated, sealedText, "Ode on a Grecian Urn"u8.ToArray(), "Count-1"u8.ToArray()));
        Assert.Null(Hpke.Open(key, Encapsulated, sealedText, [], "Count-0"u8.ToArray()));
    }
}
