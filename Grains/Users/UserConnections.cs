using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Users;

/// <summary>
/// The connections of one user, as their grains told. One that left is no longer shown, but its mailbox still waits for
/// its browser; one that is no longer touched is forgotten.
/// </summary>
internal sealed class UserConnections(TimeProvider time)
{
    /// <summary>How long a connection is known without a touch: longer than it takes its own grain to say that it is gone, and than a mailbox waits.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(80);

    private sealed record Known(ConnectionPresence Presence, Attachment? Socket, DateTimeOffset Touched, bool Left);

    private readonly Dictionary<ConnectionId, Known> _known = [];

    /// <summary>Those by which the user is here.</summary>
    public IReadOnlyList<ConnectionPresence> Live => [.. _known.Values.Where(c => !c.Left && !IsExpired(c)).Select(c => c.Presence)];

    /// <summary>The sockets by which the user is here.</summary>
    public IReadOnlyList<Attachment> Sockets => [.. _known.Values.Where(c => !c.Left && !IsExpired(c)).Select(c => c.Socket).OfType<Attachment>()];

    /// <summary>Those whose mailbox takes events.</summary>
    public IReadOnlyList<ConnectionId> WithMailbox
    {
        get
        {
            ForgetExpired();
            return [.. _known.Keys];
        }
    }

    /// <summary>Notes that a connection is there, unless it is a new one past the limit of attached ones.</summary>
    /// <returns>Whether it was noted, whether it was known before, and whether it has another socket than before.</returns>
    public (bool Taken, bool WasKnown, bool OtherSocket) Touch(ConnectionPresence presence, Attachment? socket, int limit)
    {
        ForgetExpired();
        var wasKnown = _known.TryGetValue(presence.Connection, out var before);
        var othersAttached = _known.Values.Count(c => !c.Left && c.Presence.Attached && c.Presence.Connection != presence.Connection);
        if (presence.Attached && othersAttached >= limit)
            return (false, wasKnown, false);
        _known[presence.Connection] = new Known(presence, socket, time.GetUtcNow(), Left: false);
        return (true, wasKnown, socket is not null && (before is not { Left: false } || before.Socket?.Id != socket.Id));
    }

    /// <summary>The grace period of a connection ended.</summary>
    /// <returns>Whether the user was here by it.</returns>
    public bool Leave(ConnectionId connection)
    {
        if (!_known.TryGetValue(connection, out var known) || known.Left)
            return false;
        _known[connection] = known with { Left = true };
        return true;
    }

    /// <summary>The connections of a session.</summary>
    public IReadOnlyList<ConnectionPresence> Of(SessionId session) => [.. _known.Values.Select(c => c.Presence).Where(c => c.Session == session)];

    /// <summary>The sockets of a session close, and its connections come back by others.</summary>
    public void LoseSockets(SessionId session)
    {
        foreach (var presence in Of(session))
            _known[presence.Connection] = _known[presence.Connection] with { Socket = null };
    }

    /// <summary>Forgets the connections of a session.</summary>
    /// <returns>Those connections.</returns>
    public IReadOnlyList<ConnectionPresence> RemoveSession(SessionId session)
    {
        var ended = Of(session);
        foreach (var connection in ended)
            _known.Remove(connection.Connection);
        return ended;
    }

    /// <summary>Forgets all connections.</summary>
    /// <returns>Those connections.</returns>
    public IReadOnlyList<ConnectionId> RemoveAll()
    {
        var all = _known.Keys.ToArray();
        _known.Clear();
        return all;
    }

    private void ForgetExpired()
    {
        foreach (var (id, connection) in _known.ToArray())
            if (IsExpired(connection))
                _known.Remove(id);
    }

    private bool IsExpired(Known connection) => time.GetUtcNow() - connection.Touched >= Lease;
}
