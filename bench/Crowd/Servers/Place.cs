using ChatMux.Crowd.Clients;

namespace ChatMux.Crowd.Servers;

/// <summary>A running server that a scenario plays on, and whom it knows.</summary>
internal abstract class Place(string name, ServerGroup server) : IAsyncDisposable
{
    /// <summary>How tables call it.</summary>
    public string Name => name;

    /// <summary>Its processes.</summary>
    public ServerGroup Server => server;

    /// <summary>Lets so many in, as far as that goes without a socket.</summary>
    public abstract Task<Client[]> Invite(int count);

    /// <summary>Gives two that have come a room where each text of one goes to the other.</summary>
    public abstract Task Pair(Client one, Client other);

    public virtual ValueTask DisposeAsync() => server.DisposeAsync();
}

/// <summary>A kind of place: every case of a scenario gets a new one.</summary>
/// <param name="Name">How tables call it.</param>
/// <param name="Open">Starts one.</param>
internal sealed record PlaceKind(string Name, Func<Task<Place>> Open);
