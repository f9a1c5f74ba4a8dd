using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Users;

/// <summary>The connections of one user, as their grains told. One that is no longer touched is forgotten.</summary>
internal sealed class UserConnections(TimeProvider time)
{
    /// <summary>How long a connection lives without a touch: three of the fronts' rounds, and as long as a mailbox waits.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private sealed record Entry(ConnectionPresence Presence, DateTimeOffset Touched, bool IsHere);

    private readonly Dictionary<ConnectionId, Entry> _known = [];

    /// <summary>The live connections: by them the user is here.</summary>
    public IReadOnlyList<ConnectionPresence> All => [.. _known.Values.Where(c => c.IsHere).Select(c => c.Presence)];

    /// <summary>Those, and those that left so lately that their mailbox still waits for its browser.</summary>
    public IReadOnlyList<ConnectionId> Reachable => [.. _known.Keys.Where(Knows)];

    /// <summary>Whether a connection is reachable.</summary>
    public bool Knows(ConnectionId connection) =>
        _known.TryGetValue(connection, out var known) && time.GetUtcNow() - known.Touched < Lease;

    /// <summary>Notes that a connection is there, unless it is a new one past the limit of attached ones.</summary>
    /// <returns>Whether it was noted.</returns>
    public bool TryTouch(ConnectionPresence presence, int limit)
    {
        foreach (var connection in _known.Keys.Where(c => !Knows(c)).ToArray())
            _known.Remove(connection);
        var othersAttached = All.Count(c => c.Attached && c.Connection != presence.Connection);
        if (presence.Attached && othersAttached >= limit)
            return false;
        _known[presence.Connection] = new Entry(presence, time.GetUtcNow(), IsHere: true);
        return true;
    }

    /// <summary>The user is no longer here by this connection.</summary>
    /// <returns>Whether the user was.</returns>
    public bool Leave(ConnectionId connection)
    {
        if (!_known.TryGetValue(connection, out var known) || !known.IsHere)
            return false;
        _known[connection] = known with { IsHere = false };
        return true;
    }

    /// <summary>Forgets the connections of a session.</summary>
    /// <returns>Those connections.</returns>
    public IReadOnlyList<ConnectionId> RemoveSession(SessionId session)
    {
        var ended = _known.Values.Select(c => c.Presence).Where(c => c.Session == session).Select(c => c.Connection).ToArray();
        foreach (var connection in ended)
            _known.Remove(connection);
        return ended;
    }
}
