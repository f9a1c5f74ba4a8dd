using ChatMux.Grains.Interfaces.Users;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Friends;

/// <summary>
/// The index of what one user is to others: friends, requests, people blocked. The truth is each pair's
/// <see cref="IFriendshipGrain"/>; an entry is marked as in doubt before the truth changes and looked up after it, so whatever
/// breaks off in between, the list knows whom to ask. Its key is the user's id.
/// </summary>
[Alias("IFriendListGrain")]
public interface IFriendListGrain : IGrainWithStringKey
{
    /// <summary>The list, for its owner only; of a guest it is empty. What changes nothing in it may be told a second late.</summary>
    [Alias("Open")]
    Task<Result<FriendList>> Open(Actor actor);

    /// <summary>
    /// Whom the owner has blocked, for the owner only: known before anything is shown. Interleaves, so that the inbox, which leaves out what they
    /// wrote, never waits for whatever the list waits for.
    /// </summary>
    [AlwaysInterleave]
    [Alias("GetBlocked")]
    Task<Result<BlockedPeople>> GetBlocked(Actor actor);

    /// <summary>
    /// Who has exactly this handle, written in whatever case. Refused with <see cref="RefusalCode.NotFound"/> when nobody has, with
    /// <see cref="RefusalCode.IdentityNeeded"/> for guests, and with <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("FindPerson")]
    Task<Result<Profile>> FindPerson(Actor actor, string handle);

    /// <summary>
    /// Called by a friendship that is about to become this: stored before it is so. Refused with
    /// <see cref="RefusalCode.TooManyFriends"/>, <see cref="RefusalCode.TooManyRequests"/> or <see cref="RefusalCode.TooManyBlocked"/>
    /// when there is no room for it.
    /// </summary>
    [Alias("Expect")]
    Task<Result<Done>> Expect(FriendshipView next);

    /// <summary>
    /// Called by a friendship: refuses as <see cref="Expect"/> would, and expects nothing. For a request that the list's owner will not see, since
    /// they have blocked its sender: it is refused when anybody's would be.
    /// </summary>
    [Alias("HasRoomFor")]
    Task<Result<Done>> HasRoomFor(FriendshipView next);

    /// <summary>Called by a friendship that has, or has not, changed: the list asks it what is so, and tells the user's browsers; in doubt until both are done.</summary>
    [Alias("Refresh")]
    Task Refresh(UserId with);

    /// <summary>Called by <see cref="IRemovalGrain"/>: everybody on the list.</summary>
    [Alias("GetOthers")]
    Task<IReadOnlyList<UserId>> GetOthers();

    /// <summary>Called by <see cref="IRemovalGrain"/> at the end: the links are revoked and the list is forgotten.</summary>
    [Alias("Forget")]
    Task Forget();

    /// <summary>The user's links that lead to them, without those that have expired; for their owner only.</summary>
    [Alias("ListLinks")]
    Task<Result<FriendLinks>> ListLinks(Actor actor);

    /// <summary>
    /// Makes a link under an id whose token only the browser knows; repeating it changes nothing. Refused for guests, for an id that is
    /// taken, for a time out of <see cref="Limits.FriendLinkMinMs"/> to <see cref="Limits.FriendLinkMaxMs"/>, and past
    /// <see cref="Limits.FriendLinks"/> with <see cref="RefusalCode.TooManyFriendLinks"/>.
    /// </summary>
    [Alias("CreateLink")]
    Task<Result<FriendLink>> CreateLink(Actor actor, FriendLinkId link, long forMs);

    /// <summary>Ends a link at once.</summary>
    [Alias("RevokeLink")]
    Task<Result<Done>> RevokeLink(Actor actor, FriendLinkId link);
}

/// <summary>People whom a user has blocked.</summary>
[GenerateSerializer, Immutable, Alias("BlockedPeople")]
public sealed record BlockedPeople([property: Id(0)] IReadOnlyList<UserId> People);

/// <summary>What a user's browsers show of the others.</summary>
/// <param name="Version">Grows by one with each <see cref="FriendshipChanged"/>, for as long as the user exists.</param>
/// <param name="Entries">Everybody whom the user is anything to, in no order.</param>
[GenerateSerializer, Immutable, Alias("FriendList")]
public sealed record FriendList([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<FriendEntry> Entries);

/// <summary>One person on the list.</summary>
/// <param name="View">What they are to the owner.</param>
/// <param name="Profile">Who they are; null when that could not be found out in time.</param>
/// <param name="LastSeenMs">
/// Of a friend who is not here, when they were last, in milliseconds since 1970 UTC and to the minute; null for a friend who is here and for
/// everybody else, whom it is nobody's business.
/// </param>
[GenerateSerializer, Immutable, Alias("FriendEntry")]
public sealed record FriendEntry(
    [property: Id(0)] FriendshipView View, [property: Id(1)] Profile? Profile, [property: Id(2)] long? LastSeenMs);

/// <summary>The user's list went to this version. A browser at any other than the one before it fetches the list.</summary>
[GenerateSerializer, Immutable, Alias("FriendshipChanged")]
public sealed record FriendshipChanged([property: Id(0)] long Version, [property: Id(1)] FriendEntry Entry) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 1_024;
}
