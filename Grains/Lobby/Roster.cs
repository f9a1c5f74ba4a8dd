using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Lobby;

/// <summary>
/// Who is here and which rooms are listed, and what of it changed since it was last told. A person is here while one of
/// their connections is: touched lately, and on a front that is alive or was until a grace period ago.
/// </summary>
internal sealed class Roster
{
    /// <summary>How long a person lives here without a touch: three of the fronts' rounds.</summary>
    public static readonly TimeSpan TouchLease = TimeSpan.FromSeconds(60);

    /// <summary>How long connections outlive their front, so that browsers can move to another one unseen.</summary>
    public static readonly TimeSpan FrontGrace = TimeSpan.FromSeconds(15);

    private sealed record Entry(
        LobbyPerson Person, IReadOnlyList<ConnectionPresence> Connections, IReadOnlyList<RoomId> Rooms, DateTimeOffset Touched);

    private readonly Dictionary<UserId, Entry> _people = [];
    private readonly Dictionary<RoomId, LobbyRoom> _rooms = [];

    // Of rooms that are not listed too: who may not see a room is not told its count.
    private readonly Dictionary<RoomId, int> _here = [];
    private readonly Dictionary<FrontId, DateTimeOffset> _lostFronts = [];
    private readonly HashSet<UserId> _changedPeople = [];
    private readonly HashSet<RoomId> _changedRooms = [];
    private readonly HashSet<RoomId> _changedCounts = [];

    public bool HasChanges => _changedPeople.Count + _changedRooms.Count + _changedCounts.Count > 0;

    public IReadOnlyList<LobbyPerson> People => [.. _people.Values.Select(e => e.Person)];

    public IReadOnlyList<LobbyRoom> Rooms => [.. _rooms.Values];

    public IReadOnlyList<RoomCount> Counts => [.. _here.Where(room => _rooms.ContainsKey(room.Key)).Select(room => new RoomCount(room.Key, room.Value))];

    /// <summary>Whether this person is here.</summary>
    public bool Has(UserId user) => _people.ContainsKey(user);

    /// <summary>Notes a person's connections and rooms; without any connection, the person leaves.</summary>
    public void Touch(Profile profile, IReadOnlyList<ConnectionPresence> connections, IReadOnlyList<RoomId> rooms, DateTimeOffset now)
    {
        var live = connections.Where(c => !IsDead(c.Front, now)).ToArray();
        if (live.Length == 0)
        {
            Remove(profile.Id);
            return;
        }
        var devices = live.Select(c => c.Device).Distinct().Order().ToArray();
        var same = _people.TryGetValue(profile.Id, out var known)
            && known.Person.Profile == profile && known.Person.Devices.SequenceEqual(devices);
        var person = same ? known!.Person : new LobbyPerson(profile, devices);
        _people[profile.Id] = new Entry(person, live, rooms, now);
        Count(known?.Rooms ?? [], rooms);
        if (!same)
            _changedPeople.Add(profile.Id);
    }

    /// <summary>Lists a room, or its new name.</summary>
    public void Show(LobbyRoom room)
    {
        if (_rooms.TryGetValue(room.Id, out var known) && known == room)
            return;
        _rooms[room.Id] = room;
        _changedRooms.Add(room.Id);
        if (known is null && _here.ContainsKey(room.Id))
            _changedCounts.Add(room.Id);
    }

    /// <summary>Lists a room no longer.</summary>
    public void Hide(RoomId room)
    {
        if (_rooms.Remove(room))
            _changedRooms.Add(room);
        _changedCounts.Remove(room);
    }

    /// <summary>A front's lease ended: its connections get the grace period.</summary>
    public void FrontLost(FrontId front, DateTimeOffset now) => _lostFronts.TryAdd(front, now);

    /// <summary>A front is alive, perhaps after all.</summary>
    public void FrontBack(FrontId front) => _lostFronts.Remove(front);

    /// <summary>Lets those go whose time is over.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var (id, entry) in _people.ToArray())
            if (now - entry.Touched >= TouchLease)
                Remove(id);
            else if (entry.Connections.Any(c => IsDead(c.Front, now)))
                LeaveDeadFronts(entry, now);
        foreach (var (front, lost) in _lostFronts.ToArray())
            if (now - lost >= FrontGrace + TouchLease)
                _lostFronts.Remove(front);
    }

    /// <summary>What changed since the last call, as the lobby's next version.</summary>
    public LobbyChanged TakeChanges(string epoch, long version)
    {
        var changed = new LobbyChanged(epoch, version,
            [.. _changedPeople.Where(_people.ContainsKey).Select(id => _people[id].Person)],
            [.. _changedPeople.Where(id => !_people.ContainsKey(id))],
            [.. _changedRooms.Where(_rooms.ContainsKey).Select(id => _rooms[id])],
            [.. _changedRooms.Where(id => !_rooms.ContainsKey(id))],
            [.. _changedCounts.Select(id => new RoomCount(id, _here.GetValueOrDefault(id)))]);
        _changedPeople.Clear();
        _changedRooms.Clear();
        _changedCounts.Clear();
        return changed;
    }

    private bool IsDead(FrontId front, DateTimeOffset now) =>
        _lostFronts.TryGetValue(front, out var lost) && now - lost >= FrontGrace;

    // Leaving a dead front is no touch: what remains of the person keeps the time of its last one.
    private void LeaveDeadFronts(Entry before, DateTimeOffset now)
    {
        var id = before.Person.Profile.Id;
        Touch(before.Person.Profile, before.Connections, before.Rooms, now);
        if (_people.TryGetValue(id, out var entry))
            _people[id] = entry with { Touched = before.Touched };
    }

    private void Remove(UserId id)
    {
        if (!_people.Remove(id, out var entry))
            return;
        _changedPeople.Add(id);
        Count(entry.Rooms, []);
    }

    private void Count(IReadOnlyList<RoomId> before, IReadOnlyList<RoomId> rooms)
    {
        // A touch that says nothing new costs nothing.
        if (before.SequenceEqual(rooms))
            return;
        foreach (var room in before.Except(rooms))
            Add(room, -1);
        foreach (var room in rooms.Except(before))
            Add(room, 1);
    }

    private void Add(RoomId room, int people)
    {
        var here = _here.GetValueOrDefault(room) + people;
        if (here == 0)
            _here.Remove(room);
        else
            _here[room] = here;
        if (_rooms.ContainsKey(room))
            _changedCounts.Add(room);
    }
}
