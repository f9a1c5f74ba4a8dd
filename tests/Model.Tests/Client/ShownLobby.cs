using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Model.Tests.Client;

/// <summary>The lobby as a tab shows it, as the client does it: a snapshot, and the changes that join on to it.</summary>
internal sealed class ShownLobby
{
    private readonly Dictionary<UserId, LobbyPerson> _people = [];
    private readonly Dictionary<RoomId, LobbyRoom> _rooms = [];
    private List<LobbyChanged> _early = [];
    private string? _epoch;
    private long _version;
    private bool _doubted;

    public IReadOnlyCollection<LobbyPerson> People => _people.Values;

    public IReadOnlyCollection<LobbyRoom> Rooms => _rooms.Values;

    /// <summary>Whether a snapshot is needed to go on.</summary>
    public bool Stale { get; private set; } = true;

    public void Doubt() => Stale = true;

    public void Change(LobbyChanged change)
    {
        if (change.Epoch == _epoch && change.Version <= _version)
            return;
        if (change.Epoch == _epoch && change.Version == _version + 1 && !Stale)
            Apply(change);
        else
        {
            _early.Add(change);
            Stale = true;
        }
    }

    public void Position(LobbyPosition position) => Stale |= position.Epoch != _epoch || position.Version > _version;

    public void Snapshot(LobbySnapshot snapshot)
    {
        Replace(snapshot);
        foreach (var change in _early.Where(c => c.Epoch == _epoch).OrderBy(c => c.Version))
            if (change.Version == _version + 1)
                Apply(change);
        var foreign = _early.Where(c => c.Epoch != _epoch).ToList();
        var left = _early.Where(c => c.Epoch == _epoch && c.Version > _version).ToList();
        // The last change is of another epoch: older than this snapshot, or of a lobby that has begun anew since. One
        // more snapshot tells.
        var doubt = left.Count == 0 && !_doubted && _early.Count > 0 && _early[^1].Epoch != _epoch;
        _early = left.Count > 0 ? left : doubt ? foreign : [];
        Stale = left.Count > 0 || doubt;
        _doubted = doubt;
    }

    private void Replace(LobbySnapshot snapshot)
    {
        (_epoch, _version) = (snapshot.Epoch, snapshot.Version);
        _people.Clear();
        _rooms.Clear();
        foreach (var person in snapshot.People)
            _people[person.Profile.Id] = person;
        foreach (var room in snapshot.Rooms)
            _rooms[room.Id] = room;
    }

    private void Apply(LobbyChanged change)
    {
        _version = change.Version;
        foreach (var person in change.Present)
            _people[person.Profile.Id] = person;
        foreach (var gone in change.Gone)
            _people.Remove(gone);
        foreach (var room in change.GoneRooms)
            _rooms.Remove(room);
        foreach (var room in change.Rooms)
            _rooms[room.Id] = room;
    }
}
