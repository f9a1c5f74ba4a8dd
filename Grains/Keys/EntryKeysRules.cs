namespace ChatMux.Grains.Keys;

/// <summary>The first thing that is wrong with the keys that go with an entry.</summary>
public enum EntryKeysFault
{
    /// <summary>They go with another entry.</summary>
    Entry,

    /// <summary>Not just those devices that need the key, or what is sealed for one of them nobody could open.</summary>
    Grants,

    /// <summary>There is another key without the one before, or the one before without another one.</summary>
    KeyBefore,

    /// <summary>A device on paper without its private halves, or these without it.</summary>
    Recovery,
}

/// <summary>
/// What has to be stored with an entry, so that no device of the identity is without its key. What is sealed the server cannot open; whoever does
/// finds out whether it is what it should be. The client has the same rules (<c>keys/entryKeysRules.ts</c>), and both are held to the same vectors.
/// </summary>
public static class EntryKeysRules
{
    /// <summary>What is wrong with keys that are to go with an entry, which may follow the one before, or be the genesis; null when nothing is.</summary>
    public static EntryKeysFault? FaultOf(ChainEntry entry, ChainEntry? before, EntryKeys keys)
    {
        if (!keys.EntryHash.Span.SequenceEqual(entry.Hash()))
            return EntryKeysFault.Entry;
        var another = before is not null && before.EncryptionKeyVersion != entry.EncryptionKeyVersion;
        var added = entry.Devices.Where(device => before is null || !before.Devices.Any(known => known.Bytes.Span.SequenceEqual(device.Bytes.Span))).ToArray();
        var needed = another ? entry.Devices : (IReadOnlyList<DeviceRecord>)added;
        if (!needed.Select(device => device.Id.Value).Order(StringComparer.Ordinal).SequenceEqual(keys.Grants.Select(grant => grant.Device.Value)))
            return EntryKeysFault.Grants;
        if (!keys.Grants.All(grant => IsSealed(grant.Sealed)))
            return EntryKeysFault.Grants;
        if (another != keys.KeyBefore.HasValue || keys.KeyBefore is { } keyBefore && !IsSealed(keyBefore))
            return EntryKeysFault.KeyBefore;
        return added.Any(device => device.Kind == DeviceRecordKind.Paper) == keys.Recovery.HasValue ? null : EntryKeysFault.Recovery;
    }

    private static bool IsSealed(ReadOnlyMemory<byte> key) => P256.IsPoint(key[..P256.PointBytes]);
}
