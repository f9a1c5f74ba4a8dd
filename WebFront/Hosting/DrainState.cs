namespace ChatMux.WebFront.Hosting;

/// <summary>Whether this front sends its browsers to others, because it is about to stop.</summary>
public sealed class DrainState
{
    private volatile bool _begun;

    /// <summary>From then on it is not ready, and takes no new sockets.</summary>
    public bool Begun => _begun;

    /// <summary>Begins; there is no way back.</summary>
    public void Begin() => _begun = true;
}
