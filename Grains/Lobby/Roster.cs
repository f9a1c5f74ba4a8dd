using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Presence;

namespace ChatMux.Grains.Lobby;

/// <summary>
/// Who is here and which rooms are listed, and what of it changed since it was last told. A person is here while one of
/// their connections is: touched lately, and on a front that is alive or was until a grace period ago. Whoever is here and does not want
/// to be seen is known, and told to nobody.
/// </summary>
internal sealed class Roster
{
    /// <summary>How long a person lives here without a touch: three of the fronts' rounds.</summary>
    public static readonly TimeSpan TouchLease = TimeSpan.FromSeconds(60);

    /// <summary>How long connections outlive their front, so that browsers can move to another one unseen.</summary>
    public static readonly TimeSpan FrontGrace = TimeSpan.FromSeconds(15);

    /// <param name="Shown">What everyone is told; null of somebody who does not want to be seen.</param>
    /// <param name="Visited">The room that they looked at last, as far as that is known.</param>
    private sealed record Entry(
        Profile Profile, LobbyPerson? Shown, IReadOnlyList<ConnectionPresence> Connections, IReadOnlyList<RoomId> Rooms,
        Availability Availability, RoomId? Visited, DateTimeOffset Touched)
    {
        public IReadOnlyList<RoomId> CountedIn => Shown is null ? [] : Rooms;
    }

    private readonly Dictionary<UserId, Entry> _people = [];
    private readonly Dictionary<RoomId, LobbyRoom> _rooms = [];

    // Of rooms that are not listed too: who may not see a room is not told its count.
    private readonly Dictionary<RoomId, int> _here = [];
    private readonly Dictionary<FrontId, DateTimeOffset> _lostFronts = [];
    private readonly HashSet<UserId> _changedPeople = [];
    private readonly HashSet<RoomId> _changedRooms = [];
    private readonly HashSet<RoomId> _changedCounts = [];

    // Of those who are seen.
    private readonly Dictionary<UserId, RoomId> _whereabouts = [];
    private readonly HashSet<UserId> _changedWhereabouts = [];

    public bool HasChanges => _changedPeople.Count + _changedRooms.Count + _changedCounts.Count + _changedWhereabouts.Count > 0;

    public IReadOnlyList<LobbyPerson> People => [.. _people.Values.Select(e => e.Shown).OfType<LobbyPerson>()];

    public IReadOnlyList<LobbyRoom> Rooms => [.. _rooms.Values];

    public IReadOnlyList<RoomCount> Counts => [.. _here.Where(room => _rooms.ContainsKey(room.Key)).Select(room => new RoomCount(room.Key, room.Value))];

    public IReadOnlyList<Whereabouts> Whereabouts => [.. _whereabouts.Select(one => new Whereabouts(one.Key, one.Value))];

    /// <summary>Whether this person is here, seen or not.</summary>
    public bool Has(UserId user) => _people.ContainsKey(user);

    /// <summary>Those of these users who are seen here.</summary>
    public IReadOnlyList<LobbyPerson> Find(IReadOnlyList<UserId> users) => [.. users.Select(ShownOf).OfType<LobbyPerson>()];

    /// <summary>
    /// Notes a person's connections and rooms, and which of these they looked at last, null for what was said before; without any connection,
    /// the person leaves.
    /// </summary>
    public void Touch(
        Profile profile, IReadOnlyList<ConnectionPresence> connections, IReadOnlyList<RoomId> rooms, Availability availability, DateTimeOffset now,
        RoomId? visited = null)
    {
        var live = connections.Where(c => !IsDead(c.Front, now)).ToArray();
        if (live.Length == 0)
        {
            Remove(profile.Id);
            return;
        }
        var known = _people.GetValueOrDefault(profile.Id);
        var shown = Same(known?.Shown, PresenceRules.Shown(availability, live) is { } presence
            ? new LobbyPerson(profile, [.. live.Select(c => c.Device).Distinct().Order()], presence)
            : null);
        var entry = new Entry(profile, shown, live, rooms, availability, visited ?? known?.Visited, now);
        _people[profile.Id] = entry;
        Count(known?.CountedIn ?? [], entry.CountedIn);
        if (!ReferenceEquals(shown, known?.Shown))
            _changedPeople.Add(profile.Id);
        Locate(profile.Id);
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
        if (known is null)
            LocateAllIn(room.Id);
    }

    /// <summary>Lists a room no longer.</summary>
    public void Hide(RoomId room)
    {
        if (_rooms.Remove(room))
        {
            _changedRooms.Add(room);
            LocateAllIn(room);
        }
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
            Find([.. _changedPeople]),
            [.. _changedPeople.Where(id => ShownOf(id) is null)],
            [.. _changedRooms.Where(_rooms.ContainsKey).Select(id => _rooms[id])],
            [.. _changedRooms.Where(id => !_rooms.ContainsKey(id))],
            [.. _changedCounts.Select(id => new RoomCount(id, _here.GetValueOrDefault(id)))],
            [.. _changedWhereabouts.Where(id => ShownOf(id) is not null).Select(id => new Whereabouts(id, Where(id)))]);
        _changedPeople.Clear();
        _changedWhereabouts.Clear();
        _changedRooms.Clear();
        _changedCounts.Clear();
        return changed;
    }

    private bool IsDead(FrontId front, DateTimeOffset now) =>
        _lostFronts.TryGetValue(front, out var lost) && now - lost >= FrontGrace;

    private LobbyPerson? ShownOf(UserId user) => _people.GetValueOrDefault(user)?.Shown;

    // What is as it was stays the same object, by which it is told from what changed.
    private static LobbyPerson? Same(LobbyPerson? known, LobbyPerson? next) =>
        known is not null && next is not null && known.Devices.SequenceEqual(next.Devices) && known == next with { Devices = known.Devices } ? known : next;

    // Leaving a dead front is no touch: what remains of the person keeps the time of its last one.
    private void LeaveDeadFronts(Entry before, DateTimeOffset now)
    {
        var id = before.Profile.Id;
        Touch(before.Profile, before.Connections, before.Rooms, before.Availability, now, before.Visited);
        if (_people.TryGetValue(id, out var entry))
            _people[id] = entry with { Touched = before.Touched };
    }

    private void Remove(UserId id)
    {
        if (!_people.Remove(id, out var entry))
            return;
        if (entry.Shown is not null)
            _changedPeople.Add(id);
        Count(entry.CountedIn, []);
        Locate(id);
    }

    private void LocateAllIn(RoomId room)
    {
        foreach (var (id, entry) in _people)
            if (entry.CountedIn.Contains(room))
                Locate(id);
    }

    private void Locate(UserId id)
    {
        var entry = _people.GetValueOrDefault(id);
        if (entry?.Shown is null)
        {
            // Who goes takes the whereabouts along; who is back before it was told may be elsewhere.
            if (_whereabouts.Remove(id))
                _changedWhereabouts.Add(id);
            return;
        }
        var now = RoomOf(entry);
        if (now == Where(id))
            return;
        if (now is { } room)
            _whereabouts[id] = room;
        else
            _whereabouts.Remove(id);
        _changedWhereabouts.Add(id);
    }

    private RoomId? Where(UserId id) => _whereabouts.TryGetValue(id, out var room) ? room : null;

    private RoomId? RoomOf(Entry entry) => entry.Visited is { } visited && _rooms.ContainsKey(visited) && entry.Rooms.Contains(visited)
        ? visited
        : entry.Rooms.Where(_rooms.ContainsKey).Select(room => (RoomId?)room).FirstOrDefault();

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
