using ChatMux.Grains.Interfaces.Users;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Friends;

/// <summary>
/// The truth about two users, one grain per unordered pair. Its key is <see cref="FriendshipId.Key"/>. Since the pair is in the
/// key, nobody but the two can do anything about it, and a request is answered by its addressee only.
/// </summary>
[Alias("IFriendshipGrain")]
public interface IFriendshipGrain : IGrainWithStringKey
{
    /// <summary>
    /// Does something about the other of the two. Repeating it changes nothing, and finishes what an earlier attempt left undone.
    /// Refused for everybody but the two, and for an answer to what is not (or no longer) there, with
    /// <see cref="RefusalCode.NotFound"/>; for guests with <see cref="RefusalCode.IdentityNeeded"/>; a request to a guest with
    /// <see cref="RefusalCode.GuestsHaveNoFriends"/>, to somebody whom the actor has blocked with <see cref="RefusalCode.Blocked"/>,
    /// past a limit with <see cref="RefusalCode.TooManyFriends"/>, <see cref="RefusalCode.TooManyRequests"/>,
    /// <see cref="RefusalCode.TheirLimit"/> or <see cref="RefusalCode.TooFast"/>; a block past its limit with
    /// <see cref="RefusalCode.TooManyBlocked"/>.
    /// </summary>
    [Alias("Act")]
    Task<Result<Done>> Act(Actor actor, FriendAct act);

    /// <summary>
    /// What this one of the two may know; null while it is being changed, for then it is not settled. Called by the user's
    /// <see cref="IFriendListGrain"/>, and by a room into which one invites the other. Interleaves, because that list may ask while this grain waits for it.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Look")]
    Task<FriendshipView?> Look(UserId user);

    /// <summary>Forgets everything, since this user's account has ended; nothing while it has not. Called by <see cref="IRemovalGrain"/>, and by the list of the other.</summary>
    [Alias("Forget")]
    Task Forget(UserId gone);
}
