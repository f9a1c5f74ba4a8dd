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

    private sealed record Entry(LobbyPerson Person, IReadOnlyList<ConnectionPresence> Connections, DateTimeOffset Touched);

    private readonly Dictionary<UserId, Entry> _people = [];
    private readonly Dictionary<RoomId, LobbyRoom> _rooms = [];
    private readonly Dictionary<FrontId, DateTimeOffset> _lostFronts = [];
    private readonly HashSet<UserId> _changedPeople = [];
    private readonly HashSet<RoomId> _changedRooms = [];

    public bool HasChanges => _changedPeople.Count + _changedRooms.Count > 0;

    public IReadOnlyList<LobbyPerson> People => [.. _people.Values.Select(e => e.Person)];

    public IReadOnlyList<LobbyRoom> Rooms => [.. _rooms.Values];

    /// <summary>Whether this person is here.</summary>
    public bool Has(UserId user) => _people.ContainsKey(user);

    /// <summary>Notes a person's connections; without any, the person leaves.</summary>
    public void Touch(Profile profile, IReadOnlyList<ConnectionPresence> connections, DateTimeOffset now)
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
        _people[profile.Id] = new Entry(person, live, now);
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
    }

    /// <summary>Lists a room no longer.</summary>
    public void Hide(RoomId room)
    {
        if (_rooms.Remove(room))
            _changedRooms.Add(room);
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
                Touch(entry.Person.Profile, entry.Connections, entry.Touched, now);
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
            [.. _changedRooms.Where(id => !_rooms.ContainsKey(id))]);
        _changedPeople.Clear();
        _changedRooms.Clear();
        return changed;
    }

    private bool IsDead(FrontId front, DateTimeOffset now) =>
        _lostFronts.TryGetValue(front, out var lost) && now - lost >= FrontGrace;

    // Leaving a dead front is no touch: what remains of the person keeps the time of its last one.
    private void Touch(Profile profile, IReadOnlyList<ConnectionPresence> connections, DateTimeOffset touched, DateTimeOffset now)
    {
        Touch(profile, connections, now);
        if (_people.TryGetValue(profile.Id, out var entry))
            _people[profile.Id] = entry with { Touched = touched };
    }

    private void Remove(UserId id)
    {
        if (_people.Remove(id))
            _changedPeople.Add(id);
    }
}
