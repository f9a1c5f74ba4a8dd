using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>
/// Records of epochs that the client has made and judged: the server comes to the same conclusion about each, as far as it can see, and what it
/// cannot see another implementation than the client's opens here (<c>keys/epochVectors.test.ts</c>).
/// </summary>
public sealed class EpochVectorTests
{
    private const int WrappedBytes = 113;

    public sealed record Chain(string Account, string[] Entries);

    public sealed record Vector(
        string Name, string Conversation, Chain[] Chains, string? Before, string Record, string Recipient,
        Dictionary<uint, string> EncryptionKeys, string? ContentKey, string? Fault)
    {
        public override string ToString() => Name;

        public FriendshipId Pair => FriendshipId.Of(UserId.Of(Chains[0].Account), UserId.Of(Chains[1].Account))!.Value;

        public EpochRecord? Earlier => Before is null ? null : EpochRecord.Parse(Vectors.Bytes(Before));

        public Dictionary<UserId, ImmutableArray<ChainEntry>> Entries => Chains.ToDictionary(
            chain => UserId.Of(chain.Account), chain => chain.Entries.Select(one => ChainEntry.Parse(Vectors.Bytes(one))!).ToImmutableArray());
    }

    public static TheoryData<Vector> All => Vectors.Read<Vector>("epochs");

    private static Vector Named(string name) => Vectors.Read<Vector>("epochs").Select(row => row.Data).Single(vector => vector.Name == name);

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Is_judged_as_by_the_client(Vector vector)
    {
        Assert.Equal(vector.Conversation, ConversationId.Of(vector.Pair).Value);
        var (fault, contentKey) = Judge(vector);
        Assert.Equal(vector.Fault, fault);
        Assert.Equal(vector.ContentKey is null ? null : Vectors.Bytes(vector.ContentKey), contentKey);
    }

    [Theory]
    [InlineData("the first, opened by the other")]
    [InlineData("one that closes a device")]
    public void No_bit_can_be_changed(string name)
    {
        var (vector, bytes) = (Named(name), Vectors.Bytes(Named(name).Record));
        var (pair, earlier, entries) = (vector.Pair, vector.Earlier, vector.Entries);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            if (EpochRecord.Parse(bytes) is { } changed)
                Assert.NotNull(EpochRules.FaultOf(pair, changed, earlier, entries));
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Fact]
    public void What_is_no_record_is_read_as_none()
    {
        var bytes = Vectors.Bytes(Named("one that closes a device").Record);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(EpochRecord.Parse(bytes.AsMemory(0, length)));
        Assert.Null(EpochRecord.Parse((byte[])[.. bytes, 0]));
    }

    [Fact]
    public void A_conversation_with_epochs_has_a_hundred_members_at_most()
    {
        var head = Vectors.Bytes(Named("the first, opened by the other").Record).AsSpan(0, 126);
        byte[] Of(uint members, ReadOnlySpan<byte> before) =>
        [
            .. before, .. BigEndian(members),
            .. Enumerable.Range(0, (int)members).SelectMany(at => (byte[])[.. new byte[12], .. BigEndian((uint)at), .. new byte[41]]),
            .. new byte[(int)members * WrappedBytes + 64],
        ];
        Assert.Equal(100, EpochRecord.Parse(Of(100, head))?.Members.Length);
        Assert.Null(EpochRecord.Parse(Of(101, head)));
    }

    [Fact]
    public void An_epoch_begins_with_the_newest_keys_and_is_sent_by_its_author()
    {
        var vector = Named("the first, opened by the other");
        var record = EpochRecord.Parse(Vectors.Bytes(vector.Record))!;
        EpochFault? FaultFor(UserId actor, Dictionary<UserId, ImmutableArray<ChainEntry>> chains) =>
            EpochRules.FaultOfNew(actor, vector.Pair, record, null, chains);
        Assert.Null(FaultFor(record.Author, vector.Entries));
        Assert.Equal(EpochFault.Author, FaultFor(vector.Pair.Other(record.Author), vector.Entries));
        Assert.Equal(EpochFault.Author, FaultFor(UserId.Of(new string('0', 32)), vector.Entries));
        // Both chains went on since: what was good then is history, and no beginning.
        var later = Named("one of before both keys changed").Entries;
        Assert.Null(EpochRules.FaultOf(vector.Pair, record, null, later));
        Assert.Equal(EpochFault.Outdated, FaultFor(record.Author, later));
        Assert.Equal(EpochFault.ChainVersion, FaultFor(record.Author, []));
    }

    private static (string? Fault, byte[]? ContentKey) Judge(Vector vector)
    {
        if (EpochRecord.Parse(Vectors.Bytes(vector.Record)) is not { } record)
            return ("malformed", null);
        if (EpochRules.FaultOf(vector.Pair, record, vector.Earlier, vector.Entries) is { } fault)
            return (JsonNamingPolicy.CamelCase.ConvertName(fault.ToString()), null);
        if (Unwrap(record, UserId.Of(vector.Recipient), vector.EncryptionKeys) is not { } contentKey)
            return ("undecryptable", null);
        byte[] salt = [.. Id(record.Conversation.Value), .. BigEndian(record.Epoch)];
        var keyId = HKDF.DeriveKey(HashAlgorithmName.SHA256, contentKey, 16, salt, "ChatMux/v1/kid\0"u8.ToArray());
        return record.KeyId.Span.SequenceEqual(keyId) ? (null, contentKey) : ("keyId", null);
    }

    private static byte[]? Unwrap(EpochRecord record, UserId recipient, Dictionary<uint, string> keys)
    {
        if (record.Members.FirstOrDefault(one => one.Account == recipient) is not { } member || !keys.TryGetValue(member.EncryptionKeyVersion, out var text))
            return null;
        using var key = ECDiffieHellman.Create();
        key.ImportPkcs8PrivateKey(Vectors.Bytes(text), out _);
        var coreBytes = record.Body.Length - record.Members.Length * WrappedBytes;
        var wrapped = record.Body.Slice(coreBytes + record.Members.IndexOf(member) * WrappedBytes, WrappedBytes).ToArray();
        byte[] info =
        [
            .. "ChatMux/v1/epoch\0"u8, .. Id(record.Conversation.Value), .. BigEndian(record.Epoch), .. Id(record.Author.Value), .. Id(record.Device.Value),
            .. Id(member.Account.Value), .. BigEndian(member.EncryptionKeyVersion),
        ];
        return Hpke.Open(key, wrapped[..65], wrapped[65..], info, SHA256.HashData(record.Body.Span[..coreBytes]));
    }

    private static byte[] Id(string hex) => Convert.FromHexString(hex);

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
