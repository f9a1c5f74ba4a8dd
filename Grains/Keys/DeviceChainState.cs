using System.Collections.Immutable;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Keys;

/// <summary>What is stored of a chain, with the keys that went with its entries as far as somebody may still need them. One call at a time writes it.</summary>
public sealed record DeviceChainState
{
    /// <summary>Its entries from the genesis on, as they came.</summary>
    public ImmutableList<byte[]> Entries { get; init; } = [];

    /// <summary>The newest identity encryption key, sealed for each device of the newest entry.</summary>
    public ImmutableDictionary<DeviceId, byte[]> Grants { get; init; } = ImmutableDictionary<DeviceId, byte[]>.Empty;

    /// <summary>The keys before, by the versions that they are sealed for.</summary>
    public ImmutableSortedDictionary<long, byte[]> KeysBefore { get; init; } = ImmutableSortedDictionary<long, byte[]>.Empty;

    /// <summary>The private halves of the device on paper, sealed under its code; null when there is none.</summary>
    public byte[]? Recovery { get; init; }

    /// <summary>When a new genesis may take the place of all this; null while nobody wants that.</summary>
    public DateTimeOffset? StartsOverAt { get; init; }

    /// <summary>With an entry that may follow, and its keys; a genesis begins anew.</summary>
    public DeviceChainState With(ChainEntry entry, byte[] bytes, EntryKeys keys)
    {
        bool IsNewBrowser(DeviceRecord device) =>
            device.Kind == DeviceRecordKind.Browser && keys.Grants.Any(grant => grant.Device == device.Id) && !Grants.ContainsKey(device.Id);
        var before = entry.Version == 1 ? new DeviceChainState() : this;
        var rotated = keys.KeyBefore is not null;
        return before with
        {
            Entries = before.Entries.Add(bytes),
            Grants = (rotated ? ImmutableDictionary<DeviceId, byte[]>.Empty : before.Grants)
                .SetItems(keys.Grants.Select(grant => KeyValuePair.Create(grant.Device, grant.Sealed.ToArray()))),
            KeysBefore = keys.KeyBefore is { } keyBefore ? before.KeysBefore.SetItem(entry.EncryptionKeyVersion, keyBefore.ToArray()) : before.KeysBefore,
            // Whoever has a device again has not lost them all.
            StartsOverAt = entry.Devices.Any(IsNewBrowser) ? null : before.StartsOverAt,
            Recovery = entry.Devices.Any(device => device.Kind == DeviceRecordKind.Paper) ? keys.Recovery?.ToArray() ?? before.Recovery : null,
        };
    }
}

/// <summary>What is noted of devices beside the chain. Apart from it, since it is written more often.</summary>
public sealed record DeviceNotes
{
    /// <summary>By their ids; of those in the chain, and of no others.</summary>
    public ImmutableDictionary<DeviceId, DeviceNote> Devices { get; init; } = ImmutableDictionary<DeviceId, DeviceNote>.Empty;

    /// <summary>Of one of them, with what is said of it now.</summary>
    public DeviceNotes With(DeviceId device, Func<DeviceNote, DeviceNote> change) =>
        this with { Devices = Devices.SetItem(device, change(Devices.GetValueOrDefault(device, new DeviceNote(null, null, null)))) };
}

/// <summary>What is noted of one device.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Added">When it came into the chain.</param>
/// <param name="Seen">When it was here last.</param>
public sealed record DeviceNote(string? Name, DateTimeOffset? Added, DateTimeOffset? Seen);
