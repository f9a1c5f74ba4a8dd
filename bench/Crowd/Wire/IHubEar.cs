namespace ChatMux.Crowd.Wire;

/// <summary>Hears what the hub says through one socket: one thing after the other, on whatever thread it came in.</summary>
internal interface IHubEar
{
    /// <summary>The hub calls a method of the client; the reader stands at its only argument.</summary>
    void Invoked(ReadOnlySpan<byte> method, PackReader argument);

    /// <summary>The hub answers a call; the reader stands at the answer, or at a sentence if it failed.</summary>
    void Answered(ReadOnlySpan<byte> id, bool failed, PackReader answer);

    /// <summary>The socket is gone. Called once, with what was wrong if it was not just cut or closed.</summary>
    void Ended(Exception? problem);
}
