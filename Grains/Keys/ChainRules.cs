using System.Collections.Immutable;
using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Keys;

/// <summary>The first thing that is wrong with an entry of a chain.</summary>
public enum ChainFault
{
    /// <summary>It does not have the next version.</summary>
    Version,

    /// <summary>It does not follow the entry before.</summary>
    Previous,

    /// <summary>It is another identity's.</summary>
    Account,

    /// <summary>No devices, too many, one twice, more than one code on paper, or a key that is none.</summary>
    Devices,

    /// <summary>Not a key, or not the one that it must be: one that there never was when a device was removed, and with each version.</summary>
    EncryptionKey,

    /// <summary>It changes nothing.</summary>
    Unchanged,

    /// <summary>Its signer was not in the list before, or is not in it any more: whoever signs has made the new key, and must not seem to be gone.</summary>
    Signer,

    /// <summary>Its signer has not signed it.</summary>
    Signature,
}

/// <summary>What makes a list of entries one chain. The client has the same rules (<c>keys/chain.ts</c>), and both are held to the same vectors.</summary>
public static class ChainRules
{
    /// <summary>
    /// What is wrong with an entry that is to follow these others, all from the genesis on, or, without any, to be the genesis of this account;
    /// null when nothing is.
    /// </summary>
    public static ChainFault? FaultOf(UserId account, ChainEntry entry, IReadOnlyList<ChainEntry> earlier)
    {
        var before = earlier is [.., var last] ? last : null;
        if (entry.Version != (before?.Version ?? 0) + 1L)
            return ChainFault.Version;
        if (!entry.PreviousHash.Span.SequenceEqual(before?.Hash() ?? new byte[SHA256.HashSizeInBytes]))
            return ChainFault.Previous;
        if (entry.Account != account)
            return ChainFault.Account;
        if (!AreDevices(entry.Devices))
            return ChainFault.Devices;
        if (!P256.IsPoint(entry.EncryptionKey) || !MayHaveKey(entry, earlier))
            return ChainFault.EncryptionKey;
        if (before is not null && IsSame(entry, before))
            return ChainFault.Unchanged;
        var signer = (before ?? entry).Devices.FirstOrDefault(device => device.Id == entry.Signer);
        if (signer is null || !KeepsAll([signer], entry.Devices))
            return ChainFault.Signer;
        return P256.IsSignedBy(signer.SigningKey, entry.Body, entry.Signature) ? null : ChainFault.Signature;
    }

    /// <summary>Whether there is place for it in a chain of so many entries. Who must remove a device can do so however long it is.</summary>
    public static bool HasPlace(int entries, ChainEntry next, ChainEntry? before) =>
        entries < Limits.ChainEntries || before is not null && next.Devices.Length < before.Devices.Length && KeepsAll(next.Devices, before.Devices);

    private static bool AreDevices(ImmutableArray<DeviceRecord> devices) =>
        devices.Length is > 0 and <= Limits.DevicesPerUser
        && devices.Select(device => device.Id).Distinct().Count() == devices.Length
        && devices.Count(device => device.Kind == DeviceRecordKind.Paper) <= 1
        && devices.All(device => P256.IsPoint(device.SigningKey) && P256.IsPoint(device.DecryptionKey));

    // A device that is removed takes along what it knows: then the shared key must be one that there never was.
    private static bool MayHaveKey(ChainEntry entry, IReadOnlyList<ChainEntry> earlier)
    {
        if (earlier is not [.., var before])
            return entry.EncryptionKeyVersion == 1;
        if (entry.EncryptionKeyVersion == before.EncryptionKeyVersion)
            return entry.EncryptionKey.Span.SequenceEqual(before.EncryptionKey.Span) && KeepsAll(before.Devices, entry.Devices);
        return entry.EncryptionKeyVersion == before.EncryptionKeyVersion + 1L
            && !earlier.Any(one => one.EncryptionKey.Span.SequenceEqual(entry.EncryptionKey.Span));
    }

    // Whoever could append entries without end could fill the chain with them.
    private static bool IsSame(ChainEntry entry, ChainEntry before) =>
        entry.EncryptionKeyVersion == before.EncryptionKeyVersion && KeepsAll(entry.Devices, before.Devices);

    // By all that is said of them: as many as before are not the same ones.
    private static bool KeepsAll(ImmutableArray<DeviceRecord> before, ImmutableArray<DeviceRecord> now) =>
        before.All(device => now.Any(kept => kept.Bytes.Span.SequenceEqual(device.Bytes.Span)));
}
