using System.Collections.Immutable;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Friends;

/// <summary>What is stored of a friend list.</summary>
public sealed record FriendListState
{
    /// <summary>Grows with each change that the user's browsers are told.</summary>
    public long Version { get; init; }

    /// <summary>Everybody whom the owner is anything to, or may be.</summary>
    public ImmutableDictionary<UserId, ListedFriend> Entries { get; init; } = ImmutableDictionary<UserId, ListedFriend>.Empty;

    /// <summary>The links that lead to the owner, the newest first.</summary>
    public ImmutableList<FriendLink> Links { get; init; } = [];

    /// <summary>Whether there never was anything in it.</summary>
    public bool IsEmpty() => Version == 0 && Entries.IsEmpty && Links.IsEmpty;

    /// <summary>What the owner is known to be to somebody.</summary>
    public ListedFriend Of(UserId user) => Entries.GetValueOrDefault(user, ListedFriend.Nobody);

    /// <summary>With this entry, or without it when it says nothing.</summary>
    public FriendListState With(UserId user, ListedFriend entry) =>
        this with { Entries = entry == ListedFriend.Nobody ? Entries.Remove(user) : Entries.SetItem(user, entry) };

    /// <summary>Why there is no room for this, or null when there is. What only ends something always has room.</summary>
    public RefusalCode? NoRoomFor(FriendshipView next)
    {
        var (known, others) = (Of(next.With), Entries.Remove(next.With).Values);
        if (next.Blocked && !known.Blocked && others.Count(e => e.Blocked || e.ExpectedBlocked) >= Limits.BlockedPeople)
            return RefusalCode.TooManyBlocked;
        // A request that was kept from a person who had blocked its sender comes with the unblocking, which is never refused.
        if (next.Relation == known.Relation || next.Relation == FriendRelation.None || known.Blocked && !next.Blocked)
            return null;
        var most = next.Relation == FriendRelation.Friends ? Limits.Friends : Limits.FriendRequests;
        if (others.Count(e => e.Relation == next.Relation || e.Expected == next.Relation) < most)
            return null;
        return next.Relation == FriendRelation.Friends ? RefusalCode.TooManyFriends : RefusalCode.TooManyRequests;
    }
}

/// <summary>One entry of a friend list.</summary>
/// <param name="Relation">What they are.</param>
/// <param name="Blocked">Whether the owner has blocked them.</param>
/// <param name="SinceMs">Since when, in milliseconds since 1970 UTC.</param>
/// <param name="InDoubtSince">Set from before the truth changes until it was looked up and the owner's browsers were told.</param>
/// <param name="Untold">Whether it was looked up, and the browsers were not told.</param>
/// <param name="Expected">While in doubt, what they may be by now: it takes its place among those of which there may be so many.</param>
/// <param name="ExpectedBlocked">The same of a block.</param>
public sealed record ListedFriend(
    FriendRelation Relation, bool Blocked, long SinceMs, DateTimeOffset? InDoubtSince = null, bool Untold = false,
    FriendRelation Expected = FriendRelation.None, bool ExpectedBlocked = false)
{
    /// <summary>Somebody who is nothing to the owner.</summary>
    public static readonly ListedFriend Nobody = new(FriendRelation.None, false, 0);

    /// <summary>What the friendship said.</summary>
    public static ListedFriend Of(FriendshipView view) => new(view.Relation, view.Blocked, view.SinceMs);

    /// <summary>The same, with what it may be by now.</summary>
    public ListedFriend InDoubt(FriendshipView expected, DateTimeOffset now) =>
        this with { InDoubtSince = now, Expected = expected.Relation, ExpectedBlocked = expected.Blocked };

    /// <summary>The same without any doubt.</summary>
    public ListedFriend Settled() => new(Relation, Blocked, SinceMs);

    /// <summary>What the owner's browsers are told.</summary>
    public FriendshipView ViewOf(UserId with) => new(with, Relation, Blocked, SinceMs);
}
