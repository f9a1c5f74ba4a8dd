using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// That two people are friends, as it was a moment ago. The friendship says when it has changed; that it counts for no longer than that moment
/// bounds what a word that got lost can do. That they are no friends is asked anew each time.
/// </summary>
/// <param name="look">Asks the friendship.</param>
/// <param name="time">The clock.</param>
internal sealed class KnownFriendship(Func<UserId, Task<FriendshipView?>> look, TimeProvider time)
{
    private static readonly TimeSpan Counts = TimeSpan.FromSeconds(5);

    private bool _known;
    private long _askedAt;

    /// <summary>Another one with each change: what was asked under one says nothing under the next.</summary>
    public long Generation { get; private set; }

    /// <summary>What is known counts no more.</summary>
    public void Forget()
    {
        Generation++;
        _known = false;
    }

    /// <summary>Why one of the two can write nothing to the other, or null.</summary>
    public async Task<Refusal?> Check(UserId asker)
    {
        if (_known && time.GetElapsedTime(_askedAt) < Counts)
            return null;
        var (generation, askedAt) = (Generation, time.GetTimestamp());
        // Nothing is settled while it changes.
        if (await look(asker) is not { } view || generation != Generation)
            return new Refusal(RefusalCode.Unavailable);
        if (view.Relation != FriendRelation.Friends)
            return new Refusal(RefusalCode.NotFriends);
        if (!_known || askedAt > _askedAt)
            (_known, _askedAt) = (true, askedAt);
        return null;
    }
}
