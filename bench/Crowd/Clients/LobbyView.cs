using System.Collections;
using System.Globalization;
using ChatMux.Crowd.Wire;

namespace ChatMux.Crowd.Clients;

/// <summary>
/// The list of people as one browser holds it: a snapshot, and changes by version. Everybody in the crowd is online, so a bit for each
/// is enough; thousands of browsers hold thousands of people each.
/// </summary>
/// <param name="numbers">The number of each person that is expected, by id.</param>
internal sealed class LobbyView(IReadOnlyDictionary<UInt128, int> numbers)
{
    private readonly BitArray _online = new(numbers.Count);
    private readonly List<byte[]> _early = [];
    private byte[]? _epoch;
    private long _version;

    /// <summary>How many of those expected are in the list, and online.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it takes another snapshot to go on.</summary>
    public bool Stale { get; private set; }

    /// <summary>A user's id as a number, which it is.</summary>
    public static UInt128 Key(ReadOnlySpan<byte> id) => UInt128.Parse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Whether the one with this number is in the list, and online.</summary>
    public bool Shows(int number) => _online[number];

    /// <summary>Replaces everything, then goes on with the changes that came before it.</summary>
    public void TakeSnapshot(PackReader snapshot)
    {
        (_epoch, _version) = (snapshot.Member("epoch"u8).ReadText().ToArray(), snapshot.Member("version"u8).ReadInteger());
        Stale = false;
        _online.SetAll(false);
        Count = 0;
        Add(snapshot.Member("people"u8));
        var early = _early.ToArray();
        _early.Clear();
        foreach (var change in early)
            TakeChange(new PackReader(change));
    }

    /// <summary>Takes a change, or keeps it for after the snapshot that it needs.</summary>
    public void TakeChange(PackReader change)
    {
        var version = change.Member("version"u8).ReadInteger();
        var known = change.Member("epoch"u8).ReadText().SequenceEqual(_epoch);
        if (known && version <= _version)
            return;
        if (known && version == _version + 1 && !Stale)
        {
            _version = version;
            Add(change.Member("present"u8));
            Remove(change.Member("gone"u8));
            return;
        }
        _early.Add(change.Skip().ToArray());
        Stale = _epoch is not null;
    }

    /// <summary>The server says where the lobby stands.</summary>
    public void TakePosition(PackReader position) => Stale |= _epoch is not null
        && (!position.Member("epoch"u8).ReadText().SequenceEqual(_epoch) || position.Member("version"u8).ReadInteger() > _version);

    private void Add(PackReader people)
    {
        for (var left = people.ReadArray(); left > 0; left--)
        {
            Set(people.Member("profile"u8).Member("id"u8).ReadText(), people.Member("presence"u8).ReadText().SequenceEqual("online"u8));
            people.Skip();
        }
    }

    private void Remove(PackReader ids)
    {
        for (var left = ids.ReadArray(); left > 0; left--)
            Set(ids.ReadText(), online: false);
    }

    private void Set(ReadOnlySpan<byte> id, bool online)
    {
        if (!numbers.TryGetValue(Key(id), out var number) || _online[number] == online)
            return;
        _online[number] = online;
        Count += online ? 1 : -1;
    }
}
