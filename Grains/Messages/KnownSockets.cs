using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// By which sockets somebody is here, as it was a moment ago. The user says when there is another one; that what is known counts for no longer than
/// that moment bounds what a word that got lost can do.
/// </summary>
/// <param name="ask">Asks the user.</param>
/// <param name="time">The clock.</param>
internal sealed class KnownSockets(Func<Task<IReadOnlyList<Attachment>>> ask, TimeProvider time)
{
    private IReadOnlyList<FrontSockets>? _known;
    private long _askedAt;
    private long _generation;

    /// <summary>What is known counts no more.</summary>
    public void Forget()
    {
        _generation++;
        _known = null;
    }

    /// <summary>The sockets.</summary>
    public ValueTask<IReadOnlyList<FrontSockets>> Get() =>
        _known is { } known && time.GetElapsedTime(_askedAt) < IUserGrain.SocketsCount ? new(known) : new(Ask());

    private async Task<IReadOnlyList<FrontSockets>> Ask()
    {
        while (true)
        {
            var (generation, askedAt) = (_generation, time.GetTimestamp());
            var sockets = FrontSockets.Of(await ask());
            // Another one may have come while the answer was on its way.
            if (generation != _generation)
                continue;
            (_known, _askedAt) = (sockets, askedAt);
            return sockets;
        }
    }
}
