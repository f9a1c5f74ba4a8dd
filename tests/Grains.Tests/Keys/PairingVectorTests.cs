using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>
/// Pairings that the client has made and judged: the server comes to the same conclusion about each message, and another implementation than the
/// client's to the same code and proofs (<c>keys/pairingVectors.test.ts</c>).
/// </summary>
public sealed class PairingVectorTests
{
    private const int IdBytes = 16;

    public sealed record MessageVector(string Name, string Account, string Head, string Message, string Kind, string? Fault)
    {
        public override string ToString() => Name;
    }

    public sealed record GrantVector(string Name, string Start, string Accept, string Grant, string Before, string? Fault)
    {
        public override string ToString() => Name;
    }

    public sealed record Run(string Account, Dictionary<string, string> Messages, string EphemeralKey, string Transcript, string Code)
    {
        public override string ToString() => Code;
    }

    public static TheoryData<MessageVector> Messages => Vectors.Read<MessageVector>("pair-messages");

    public static TheoryData<GrantVector> Grants => Vectors.Read<GrantVector>("pair-grants");

    public static TheoryData<Run> Runs => Vectors.Read<Run>("pairings");

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void Is_read_and_judged_as_by_the_client(MessageVector vector)
    {
        var read = PairingMessage.Parse(Vectors.Bytes(vector.Message));
        Assert.Equal(vector.Kind, read is null ? "malformed" : read.GetType().Name["Pair".Length..].ToLowerInvariant());
        var head = ChainEntry.Parse(Vectors.Bytes(vector.Head))!;
        Assert.Equal(vector.Fault, read is PairStart start ? Name(PairingRules.FaultOf(UserId.Of(vector.Account), start, head)) : null);
    }

    [Theory]
    [MemberData(nameof(Grants), DisableDiscoveryEnumeration = true)]
    public void A_grant_adds_who_asked_and_nobody_else(GrantVector vector)
    {
        var fault = PairingRules.FaultOf(
            Of<PairStart>(vector.Start), Of<PairAccept>(vector.Accept), Of<PairGrant>(vector.Grant), ChainEntry.Parse(Vectors.Bytes(vector.Before))!);
        Assert.Equal(vector.Fault, Name(fault));
    }

    [Theory]
    [MemberData(nameof(Runs), DisableDiscoveryEnumeration = true)]
    public void Another_implementation_comes_to_the_same_code(Run run)
    {
        byte[] Body(string kind) => Vectors.Bytes(run.Messages[kind])[$"ChatMux/v1/pair-{kind}\0".Length..];
        var (start, accept, reveal, grant, done) = (Body("start"), Body("accept"), Body("reveal"), Body("grant"), Body("done"));
        var (pairing, record) = (start[..IdBytes], start[IdBytes..(IdBytes + 147)]);
        Assert.All(new[] { accept, reveal, grant, done }, body => Assert.Equal(pairing, body[..IdBytes]));
        Assert.Equal(SHA256.HashData([.. "ChatMux/v1/sas-commit\0"u8, .. pairing, .. reveal[IdBytes..], .. record]), start[^32..]);
        byte[] said =
        [
            .. "ChatMux/v1/sas-transcript\0"u8, .. pairing, .. Convert.FromHexString(run.Account), .. record,
            .. accept[^48..], .. accept[IdBytes..(IdBytes + 97)], .. reveal[IdBytes..],
        ];
        var transcript = SHA256.HashData(said);
        Assert.Equal(Vectors.Bytes(run.Transcript), transcript);
        var secret = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Agree(Vectors.Bytes(run.EphemeralKey), accept[IdBytes..(IdBytes + 65)]), 72, transcript, "ChatMux/v1/sas\0"u8.ToArray());
        Assert.Equal(run.Code, $"{BinaryPrimitives.ReadUInt64BigEndian(secret) % 1_000_000:D6}");
        byte[] granted = [.. transcript, .. SHA256.HashData(grant.AsSpan(IdBytes + 32 + 219)[..^64]), .. SHA256.HashData(grant.AsSpan(IdBytes + 32, 219))];
        Assert.Equal(HMACSHA256.HashData(secret[8..40], granted), grant[IdBytes..(IdBytes + 32)]);
        Assert.Equal(HMACSHA256.HashData(secret[40..], granted), done[IdBytes..]);
    }

    [Fact]
    public void What_is_cut_off_is_read_as_none()
    {
        foreach (var (kind, message) in Vectors.Read<Run>("pairings").First().Data.Messages)
        {
            var bytes = Vectors.Bytes(message);
            for (var length = 0; length < bytes.Length; length++)
                Assert.Null(PairingMessage.Parse(bytes.AsMemory(0, length)));
            Assert.NotNull(PairingMessage.Parse(bytes));
        }
    }

    private static T Of<T>(string message) where T : PairingMessage => Assert.IsType<T>(PairingMessage.Parse(Vectors.Bytes(message)));

    private static string? Name<T>(T? fault) where T : struct, Enum => fault is { } found ? JsonNamingPolicy.CamelCase.ConvertName(found.ToString()) : null;

    private static byte[] Agree(byte[] privateHalf, byte[] point)
    {
        using var own = ECDiffieHellman.Create();
        own.ImportPkcs8PrivateKey(privateHalf, out _);
        using var other = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..33], Y = point[33..] },
        });
        return own.DeriveRawSecretAgreement(other.PublicKey);
    }
}
