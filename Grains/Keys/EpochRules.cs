using System.Security.Cryptography;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using Chains = System.Collections.Generic.IReadOnlyDictionary<
    ChatMux.Grains.Interfaces.Users.UserId, System.Collections.Immutable.ImmutableArray<ChatMux.Grains.Keys.ChainEntry>>;

namespace ChatMux.Grains.Keys;

/// <summary>The first thing that is wrong with a record of an epoch.</summary>
public enum EpochFault
{
    /// <summary>It belongs to another conversation.</summary>
    Conversation,

    /// <summary>It does not have the next number.</summary>
    Epoch,

    /// <summary>It does not follow the record before.</summary>
    Previous,

    /// <summary>Its members are not just the two.</summary>
    Members,

    /// <summary>Its author is neither of the two, or not the one who sends it.</summary>
    Author,

    /// <summary>It names a state of a member's chain that is not there.</summary>
    ChainVersion,

    /// <summary>It names another state of a member's chain than there is under that version.</summary>
    Fork,

    /// <summary>It names an older state of a member's chain than the record before, which named one of the same chain.</summary>
    Rollback,

    /// <summary>It is sealed for another version of a member's key than there is in that state.</summary>
    EncryptionKey,

    /// <summary>Its device is not in the author's chain in that state.</summary>
    Device,

    /// <summary>Its reason is not the one that there is.</summary>
    Reason,

    /// <summary>It closes a device that neither of the two has removed.</summary>
    Closes,

    /// <summary>Its device has not signed it.</summary>
    Signature,

    /// <summary>It names a state of a member's chain that is not the newest.</summary>
    Outdated,
}

/// <summary>
/// What makes records of epochs those of one conversation of two, as far as it can be told without a private key. The client has the same rules
/// (<c>keys/epochRules.ts</c>), and both are held to the same vectors; whether a content key is the promised one, browsers alone find out.
/// </summary>
public static class EpochRules
{
    /// <summary>
    /// What is wrong with a record that is to follow this one, or, without one, to be the first of these two; null when nothing is.
    /// <paramref name="chains"/>: all entries of each of the two.
    /// </summary>
    public static EpochFault? FaultOf(FriendshipId pair, EpochRecord record, EpochRecord? before, Chains chains)
    {
        if (record.Conversation != ConversationId.Of(pair))
            return EpochFault.Conversation;
        if (record.Epoch != (before?.Epoch ?? 0) + 1L)
            return EpochFault.Epoch;
        if (!record.PreviousHash.Span.SequenceEqual(before?.Hash() ?? new byte[SHA256.HashSizeInBytes]))
            return EpochFault.Previous;
        if (record.Members.Length != 2 || !record.Members.All(member => pair.Includes(member.Account)))
            return EpochFault.Members;
        if (!pair.Includes(record.Author))
            return EpochFault.Author;
        if (record.Members.Select(member => FaultOf(member, before, chains)).FirstOrDefault(fault => fault is not null) is { } found)
            return found;
        if (SigningDevice(record, chains) is not { } device)
            return EpochFault.Device;
        if (record.Reason != ReasonOf(record, before, chains))
            return EpochFault.Reason;
        if (!record.Closes.All(closed => WasRemoved(closed.Device, record, chains)))
            return EpochFault.Closes;
        return P256.IsSignedBy(device.SigningKey, record.Body, record.Signature) ? null : EpochFault.Signature;
    }

    /// <summary>
    /// What is wrong with a record that this user sends now: an epoch begins with the newest keys of both, so that nobody who was removed from
    /// one of the chains has a part in it.
    /// </summary>
    public static EpochFault? FaultOfNew(UserId actor, FriendshipId pair, EpochRecord record, EpochRecord? before, Chains chains)
    {
        if (record.Author != actor)
            return EpochFault.Author;
        if (FaultOf(pair, record, before, chains) is { } fault)
            return fault;
        return record.Members.All(member => member.ChainVersion == chains[member.Account].Length) ? null : EpochFault.Outdated;
    }

    private static EpochFault? FaultOf(EpochMember member, EpochRecord? before, Chains chains)
    {
        if (EntryOf(member, chains) is not { } entry)
            return EpochFault.ChainVersion;
        if (!member.ChainHash.Span.SequenceEqual(entry.Hash()))
            return EpochFault.Fork;
        if (EarlierOf(member, before, chains)?.ChainVersion > member.ChainVersion)
            return EpochFault.Rollback;
        return entry.EncryptionKeyVersion == member.EncryptionKeyVersion ? null : EpochFault.EncryptionKey;
    }

    private static DeviceRecord? SigningDevice(EpochRecord record, Chains chains) =>
        MemberOf(record, record.Author) is { } author && author.ChainVersion == record.ChainVersion
            ? EntryOf(author, chains)?.Devices.FirstOrDefault(device => device.Id == record.Device)
            : null;

    private static EpochReason ReasonOf(EpochRecord record, EpochRecord? before, Chains chains)
    {
        if (before is null)
            return EpochReason.Begun;
        return record.Members.All(member => EarlierOf(member, before, chains)?.EncryptionKeyVersion == member.EncryptionKeyVersion)
            ? EpochReason.Renewed
            : EpochReason.EncryptionKey;
    }

    // Of one and the same member: whoever lists the other's device neither closes it nor keeps it from being closed.
    private static bool WasRemoved(DeviceId device, EpochRecord record, Chains chains) => record.Members.Any(member =>
    {
        bool Lists(ChainEntry entry) => entry.Devices.Any(listed => listed.Id == device);
        var entries = chains[member.Account][..(int)member.ChainVersion];
        return entries.Any(Lists) && !Lists(entries[^1]);
    });

    // The member as the record before names them, if they are the same identity: of another one the versions count anew.
    private static EpochMember? EarlierOf(EpochMember member, EpochRecord? before, Chains chains) =>
        MemberOf(before, member.Account) is { } earlier && EntryOf(earlier, chains) is { } entry && earlier.ChainHash.Span.SequenceEqual(entry.Hash())
            ? earlier
            : null;

    private static EpochMember? MemberOf(EpochRecord? record, UserId account) =>
        record?.Members.FirstOrDefault(member => member.Account == account);

    private static ChainEntry? EntryOf(EpochMember member, Chains chains) =>
        chains.TryGetValue(member.Account, out var entries) && member.ChainVersion > 0 && member.ChainVersion <= entries.Length
            ? entries[(int)member.ChainVersion - 1]
            : null;
}
