using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Keys;

/// <summary>The first thing that is wrong with a device that asks to be added.</summary>
public enum StartFault
{
    /// <summary>It is no browser: what is on paper is made by a device that is trusted.</summary>
    Kind,

    /// <summary>One of its keys is none.</summary>
    Keys,

    /// <summary>It has not signed its own record, together with this account.</summary>
    Signature,

    /// <summary>A device with its id is in the list.</summary>
    Listed,

    /// <summary>The list has <see cref="Limits.DevicesPerUser"/> devices.</summary>
    Full,
}

/// <summary>The first thing that is wrong with a grant that is to add whoever asked.</summary>
public enum PairGrantFault
{
    /// <summary>Its entry is not signed by the device that accepted.</summary>
    Signer,

    /// <summary>Its entry does something else than to add the device that asked.</summary>
    Device,

    /// <summary>What goes with the entry is not what has to.</summary>
    Grant,
}

/// <summary>
/// What is handed over between a device that asks and one that is trusted. Both check it themselves; the server refuses what nobody would take, so
/// that nobody is bothered with it. The client has the same rules (<c>keys/pairingRules.ts</c>), and both are held to the same vectors.
/// </summary>
public static class PairingRules
{
    /// <summary>What is wrong with a device that asks, when this is the newest state of the account's chain; null when nothing is.</summary>
    public static StartFault? FaultOf(UserId account, PairStart start, ChainEntry head)
    {
        if (start.Device.Kind != DeviceRecordKind.Browser)
            return StartFault.Kind;
        if (!P256.IsPoint(start.Device.SigningKey) || !P256.IsPoint(start.Device.DecryptionKey))
            return StartFault.Keys;
        if (!start.IsSelfSigned(account))
            return StartFault.Signature;
        if (head.Devices.Any(device => device.Id == start.Device.Id))
            return StartFault.Listed;
        return head.Devices.Length < Limits.DevicesPerUser ? null : StartFault.Full;
    }

    /// <summary>
    /// What is wrong with a grant whose entry is to follow this one; null when nothing is. Whether the entry may follow is asked of every entry
    /// (<see cref="ChainRules"/>).
    /// </summary>
    public static PairGrantFault? FaultOf(PairStart start, PairAccept accept, PairGrant grant, ChainEntry before)
    {
        if (grant.Entry.Signer != accept.Device)
            return PairGrantFault.Signer;
        var added = grant.Entry.Devices.Where(device => !before.Devices.Any(known => known.Id == device.Id)).ToArray();
        if (grant.Entry.EncryptionKeyVersion != before.EncryptionKeyVersion
            || added is not [var only] || !only.Bytes.Span.SequenceEqual(start.Device.Bytes.Span))
            return PairGrantFault.Device;
        return EntryKeysRules.FaultOf(grant.Entry, before, grant.KeysFor(start.Device.Id)) is null ? null : PairGrantFault.Grant;
    }
}
