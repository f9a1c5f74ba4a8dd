using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Users;

/// <summary>With whom the user has a conversation that asked for the user's sockets lately, and may still count on the answer.</summary>
internal sealed class SocketAskers(TimeProvider time)
{
    // The asker began to count before it was noted here. Twice is more than enough for two clocks that do not run alike.
    private static readonly TimeSpan Kept = 2 * IUserGrain.SocketsCount;

    private readonly Dictionary<UserId, long> _askedAt = [];

    /// <summary>Those whose answer may still count.</summary>
    public IReadOnlyList<UserId> Lately
    {
        get
        {
            ForgetOthers();
            return [.. _askedAt.Keys];
        }
    }

    /// <summary>The conversation with this person is answered now.</summary>
    public void Note(UserId with)
    {
        ForgetOthers();
        _askedAt[with] = time.GetTimestamp();
    }

    private void ForgetOthers()
    {
        foreach (var (with, askedAt) in _askedAt.ToArray())
            if (time.GetElapsedTime(askedAt) >= Kept)
                _askedAt.Remove(with);
    }
}
