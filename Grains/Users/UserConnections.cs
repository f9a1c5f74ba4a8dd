using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Users;

/// <summary>The live connections of one user, as their grains told. One that is no longer touched is forgotten.</summary>
internal sealed class UserConnections(TimeProvider time)
{
    /// <summary>How long a connection lives without a touch: three of the fronts' rounds.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly Dictionary<ConnectionId, (ConnectionPresence Presence, DateTimeOffset Touched)> _live = [];

    /// <summary>All live connections.</summary>
    public IReadOnlyList<ConnectionPresence> All => [.. _live.Values.Select(c => c.Presence)];

    /// <summary>Whether a connection is known.</summary>
    public bool Has(ConnectionId connection) => _live.ContainsKey(connection);

    /// <summary>Notes that a connection is there, unless it is a new one past the limit of attached ones.</summary>
    /// <returns>Whether it was noted.</returns>
    public bool TryTouch(ConnectionPresence presence, int limit)
    {
        var now = time.GetUtcNow();
        foreach (var (id, connection) in _live.ToArray())
            if (now - connection.Touched >= Lease)
                _live.Remove(id);
        var othersAttached = _live.Values.Count(c => c.Presence.Attached && c.Presence.Connection != presence.Connection);
        if (presence.Attached && othersAttached >= limit)
            return false;
        _live[presence.Connection] = (presence, now);
        return true;
    }

    /// <summary>Forgets a connection.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(ConnectionId connection) => _live.Remove(connection);

    /// <summary>Forgets the connections of a session.</summary>
    /// <returns>Those connections.</returns>
    public IReadOnlyList<ConnectionPresence> RemoveSession(SessionId session)
    {
        var ended = All.Where(c => c.Session == session).ToArray();
        foreach (var connection in ended)
            _live.Remove(connection.Connection);
        return ended;
    }
}
