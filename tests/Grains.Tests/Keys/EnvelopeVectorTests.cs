using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>
/// Envelopes and safety numbers that the client has made, opened and computed by another implementation: what is on the wire is the
/// protocol, and not a habit of one library (<c>keys/envelopeVectors.test.ts</c>).
/// </summary>
public sealed class EnvelopeVectorTests
{
    private const int HeaderBytes = 112;
    private const int TagBytes = 16;

    public sealed record Vector(
        string Name, string ContentKey, string Conversation, uint Epoch, string Sender, string Device, string SigningKey, string KeyId,
        string Type, string Counter, string Envelope, string? Body, string? Fault)
    {
        public override string ToString() => Name;
    }

    public sealed record SafetyVector(string One, string Other, string[] Groups)
    {
        public override string ToString() => One;
    }

    public static TheoryData<Vector> All => Vectors.Read<Vector>("envelopes");

    public static TheoryData<SafetyVector> Numbers => Vectors.Read<SafetyVector>("safety-numbers");

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Is_opened_as_by_the_client(Vector vector)
    {
        byte[] salt = [.. Convert.FromHexString(vector.Conversation), .. BigEndian(vector.Epoch)];
        var content = Vectors.Bytes(vector.ContentKey);
        Assert.Equal(Vectors.Bytes(vector.KeyId), HKDF.DeriveKey(HashAlgorithmName.SHA256, content, 16, salt, "ChatMux/v1/kid\0"u8.ToArray()));
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, content, 32, salt,
            [.. "ChatMux/v1/msg\0"u8, .. Convert.FromHexString(vector.Sender), .. Convert.FromHexString(vector.Device)]);
        var (fault, body) = Open(Vectors.Bytes(vector.Envelope), Vectors.Bytes(vector.KeyId), key, Vectors.Bytes(vector.SigningKey));
        Assert.Equal(vector.Fault, fault);
        if (fault is null)
            Assert.Equal(Vectors.Bytes(vector.Body!), body);
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Says_what_the_server_may_know(Vector vector)
    {
        // What was tampered with says something else.
        if (vector.Fault is not null)
            return;
        var read = Grains.Keys.Envelope.Parse(Vectors.Bytes(vector.Envelope))!;
        Assert.Equal(
            (vector.Type, vector.Conversation, vector.Sender, vector.Device, vector.Epoch, vector.Counter),
            (read.Type.ToString().ToLowerInvariant(), read.Conversation.Value, read.Sender.Value, read.Device.Value, read.Epoch, $"{read.Counter}"));
        Assert.DoesNotContain(vector.Envelope, read.ToString());
    }

    [Fact]
    public void Nothing_else_is_an_envelope()
    {
        var envelope = Vectors.Bytes(Vectors.Read<Vector>("envelopes").First(row => row.Data.Fault is null).Data.Envelope);
        foreach (var length in new[] { 0, 111, 112, 128, envelope.Length - 1 })
            Assert.Null(Grains.Keys.Envelope.Parse(envelope.AsMemory(0, length)));
        Assert.Null(Grains.Keys.Envelope.Parse(new byte[envelope.Length + 1]));
        foreach (var at in new[] { 0, 1, 2, 3 })
            Assert.Null(Grains.Keys.Envelope.Parse(envelope.Select((b, i) => i == at ? (byte)9 : b).ToArray()));
    }

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public void Two_people_read_the_same_number(SafetyVector vector)
    {
        string[] hashes = [vector.One, vector.Other];
        Array.Sort(hashes, StringComparer.Ordinal);
        var bits = HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromHexString(hashes[0] + hashes[1]), 96, [], "ChatMux/v1/safety\0"u8.ToArray());
        Assert.Equal(vector.Groups, Enumerable.Range(0, 12).Select(group => $"{BinaryPrimitives.ReadUInt64BigEndian(bits.AsSpan(group * 8)) % 100_000:D5}"));
    }

    private static (string? Fault, byte[] Body) Open(byte[] envelope, byte[] keyId, byte[] key, byte[] signingKey)
    {
        if (Envelope.Parse(envelope) is not { } read)
            return ("malformed", []);
        var length = envelope.Length - HeaderBytes - TagBytes;
        var header = envelope.AsSpan(0, HeaderBytes);
        if (!read.KeyId.Span.SequenceEqual(keyId))
            return ("keyId", []);
        var plain = new byte[length];
        using var gcm = new AesGcm(key, TagBytes);
        try
        {
            gcm.Decrypt(header[100..], envelope.AsSpan(HeaderBytes, length), envelope.AsSpan(HeaderBytes + length), plain, header);
        }
        catch (AuthenticationTagMismatchException)
        {
            return ("undecryptable", []);
        }
        var end = 68L + BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(64));
        var smallest = Math.Max(256, (long)BitOperations.RoundUpToPowerOf2((ulong)end));
        if (length != smallest || plain.AsSpan((int)end).ContainsAnyExcept((byte)0))
            return ("padding", []);
        var said = plain.AsSpan(64..(int)end);
        using var verifier = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = signingKey[1..33], Y = signingKey[33..] },
        });
        byte[] signed = [.. "ChatMux/v1/sig\0"u8, .. header, .. said];
        return verifier.VerifyData(signed, plain.AsSpan(0, 64), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            ? (null, said[4..].ToArray())
            : ("signature", []);
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
