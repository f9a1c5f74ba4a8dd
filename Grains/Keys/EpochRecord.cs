using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Keys;

/// <summary>Why there is another content key.</summary>
public enum EpochReason
{
    /// <summary>There was none.</summary>
    Begun,

    /// <summary>A member's encryption key is another.</summary>
    EncryptionKey,

    /// <summary>Nobody's keys have changed: the one before was used often enough, or somebody could not open it.</summary>
    Renewed,
}

/// <summary>What one may do in a conversation. Of two, neither is more than the other.</summary>
public enum EpochRole
{
    /// <summary>Reads and writes.</summary>
    Member,
}

/// <summary>One for whom the content key is sealed, and the state of their chain that the author had followed.</summary>
/// <param name="Account">The identity.</param>
/// <param name="ChainVersion">The version of the entry.</param>
/// <param name="ChainHash">Its hash.</param>
/// <param name="EncryptionKeyVersion">The version of the key in it that the content key is sealed for.</param>
/// <param name="Role">What they may do.</param>
public sealed record EpochMember(
    UserId Account, uint ChainVersion, ReadOnlyMemory<byte> ChainHash, uint EncryptionKeyVersion, EpochRole Role);

/// <summary>A device that was removed.</summary>
/// <param name="Device">Which one it is.</param>
/// <param name="LastCounter">The last that it said in this conversation while it was trusted.</param>
public sealed record ClosedDevice(DeviceId Device, ulong LastCounter);

/// <summary>
/// Who has which content key of a conversation, from when on: signed by a device of the member who made it. It is kept as the bytes that came,
/// which are hashed and signed, and never written anew from what was read of them.
/// </summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Epoch">1 for the first, and one more with each content key.</param>
/// <param name="PreviousHash">The hash of the record before; zeros in the first.</param>
/// <param name="KeyId">Names the content key, and commits to it.</param>
/// <param name="Author">The member who made it.</param>
/// <param name="Device">The device of the author that has signed it.</param>
/// <param name="ChainVersion">The state of the author's chain in which the device is.</param>
/// <param name="Reason">Why it was made.</param>
/// <param name="Closes">Devices that were removed, by their ids, each once.</param>
/// <param name="Members">For whom the content key is sealed, by their accounts, each once.</param>
/// <param name="Body">What is signed: the record, and the content key sealed for each member, which the server never opens.</param>
/// <param name="Signature">ECDSA with SHA-256, r and s of 32 bytes each (IEEE P1363).</param>
public sealed record EpochRecord(
    ConversationId Conversation, uint Epoch, ReadOnlyMemory<byte> PreviousHash, ReadOnlyMemory<byte> KeyId, UserId Author, DeviceId Device,
    uint ChainVersion, EpochReason Reason, ImmutableArray<ClosedDevice> Closes, ImmutableArray<EpochMember> Members,
    ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Most devices that one record closes.</summary>
    public const int MostClosed = 100;

    /// <summary>Most members of a conversation that has epochs.</summary>
    public const int MostMembers = 100;

    private const int IdBytes = 16;
    private const int ClosedBytes = IdBytes + 8;
    private const int MemberBytes = IdBytes + 4 + SHA256.HashSizeInBytes + 4 + 1;
    private const int WrappedBytes = P256.PointBytes + 32 + 16;
    private const int HeadBytes = IdBytes + 4 + SHA256.HashSizeInBytes + 3 * IdBytes + 4 + 1;

    private static ReadOnlySpan<byte> Purpose => "ChatMux/v1/epoch\0"u8;

    /// <summary>What the next record calls the hash of this one. The signature is no part of it: ECDSA has several for the same.</summary>
    public byte[] Hash() => SHA256.HashData(Body.Span);

    /// <summary>Reads a record; null for anything that is not just that.</summary>
    public static EpochRecord? Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < Purpose.Length + HeadBytes || !bytes.Span.StartsWith(Purpose))
            return null;
        var head = bytes.Slice(Purpose.Length, HeadBytes);
        var rest = bytes[(Purpose.Length + HeadBytes)..];
        if (TakeList(ref rest, MostClosed, ClosedBytes) is not { } closes || TakeList(ref rest, MostMembers, MemberBytes) is not { } members)
            return null;
        if (rest.Length != members.Length * WrappedBytes + P256.SignatureBytes || !IsKnown(head, members))
            return null;
        return new EpochRecord(
            ConversationId.Of(Id(head)),
            BinaryPrimitives.ReadUInt32BigEndian(head.Span[16..]),
            head.Slice(20, SHA256.HashSizeInBytes),
            head.Slice(52, IdBytes),
            UserId.Of(Id(head[68..])),
            DeviceId.Of(Id(head[84..])),
            BinaryPrimitives.ReadUInt32BigEndian(head.Span[100..]),
            (EpochReason)head.Span[^1],
            [.. closes.Select(ParseClosed)],
            [.. members.Select(ParseMember)],
            bytes[..^P256.SignatureBytes],
            bytes[^P256.SignatureBytes..]);
    }

    /// <summary>
    /// Takes a number and as many things of a length, each of which begins with its id, from the front; null when there are not so many, more
    /// than there may be, or not each once and in order: the same is said in one way only.
    /// </summary>
    private static ReadOnlyMemory<byte>[]? TakeList(ref ReadOnlyMemory<byte> rest, int most, int each)
    {
        if (rest.Length < 4)
            return null;
        var count = BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
        if (count > most || rest.Length < 4 + count * each)
            return null;
        var list = rest.Slice(4, (int)count * each);
        rest = rest[(4 + list.Length)..];
        var taken = Enumerable.Range(0, (int)count).Select(at => list.Slice(at * each, each)).ToArray();
        var sorted = taken.Zip(taken.Skip(1)).All(two => two.First.Span[..IdBytes].SequenceCompareTo(two.Second.Span[..IdBytes]) < 0);
        return sorted ? taken : null;
    }

    private static bool IsKnown(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte>[] members) =>
        Enum.IsDefined((EpochReason)head.Span[^1]) && members.All(member => Enum.IsDefined((EpochRole)member.Span[^1]));

    private static ClosedDevice ParseClosed(ReadOnlyMemory<byte> bytes) =>
        new(DeviceId.Of(Id(bytes)), BinaryPrimitives.ReadUInt64BigEndian(bytes.Span[IdBytes..]));

    private static EpochMember ParseMember(ReadOnlyMemory<byte> bytes) => new(
        UserId.Of(Id(bytes)),
        BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[16..]),
        bytes.Slice(20, SHA256.HashSizeInBytes),
        BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[52..]),
        (EpochRole)bytes.Span[^1]);

    private static string Id(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span[..IdBytes]);
}
