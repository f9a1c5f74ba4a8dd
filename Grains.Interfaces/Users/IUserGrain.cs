using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Users;

/// <summary>
/// One user: the profile (stored) and the live connections, from which presence is derived (memory, rebuilt by touches).
/// </summary>
[Alias("IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>How long the answer of <see cref="GetSockets"/> counts.</summary>
    public static readonly TimeSpan SocketsCount = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Makes this user a guest. Called by a front that has just drawn the id. Refused for an invalid name or colour;
    /// repeating it changes nothing.
    /// </summary>
    [Alias("BecomeGuest")]
    Task<Result<Profile>> BecomeGuest(GuestProfile profile);

    /// <summary>
    /// Makes this user an identity: one whose id a front has just drawn, or a guest, who stays the same user with all
    /// that they have. Called by a front when a way in was proven that belongs to nobody else; repeating it changes nothing.
    /// Refused with <see cref="RefusalCode.NotFound"/> for a user who is being removed.
    /// </summary>
    [Alias("BecomeIdentity")]
    Task<Result<Profile>> BecomeIdentity(IdentityProfile wanted);

    /// <summary>
    /// Changes the own profile; everyone sees it at once. Refused for what the name, the handle, the colour or the status
    /// may not be, with <see cref="RefusalCode.HandleTaken"/>, <see cref="RefusalCode.TooFast"/>, or, for a guest who
    /// wants a handle, <see cref="RefusalCode.IdentityNeeded"/>.
    /// </summary>
    [Alias("UpdateProfile")]
    Task<Result<Profile>> UpdateProfile(Actor actor, ProfileChange change);

    /// <summary>Where the user's picture is, or null: for a front that was asked for it.</summary>
    [Alias("GetPictureUrl")]
    Task<string?> GetPictureUrl();

    /// <summary>
    /// Asked by a handle's grain: whether the user has this handle or is just taking it. Interleaves, because the user may
    /// be waiting for a handle whose grain asks.
    /// </summary>
    [AlwaysInterleave]
    [Alias("HoldsHandle")]
    Task<bool> HoldsHandle(string handle);

    /// <summary>
    /// The profile as others may see it, or <see cref="RefusalCode.NotFound"/> when there is no such user. Without a status while the
    /// user cannot be seen: one that changed meanwhile would tell that somebody is there.
    /// </summary>
    [Alias("GetProfile")]
    Task<Result<Profile>> GetProfile();

    /// <summary>The whole profile, for the user's own eyes: called by a front for the user of its session. Refused as <see cref="GetProfile"/>.</summary>
    [Alias("GetOwnProfile")]
    Task<Result<Profile>> GetOwnProfile();

    /// <summary>
    /// Called by a <see cref="IConnectionGrain"/> when a browser attached through it, moved to another front, or was
    /// touched. Refused with <see cref="RefusalCode.TooManyConnections"/> past the limit. Interleaves: while the lobby is
    /// told, the user writes and reads.
    /// </summary>
    /// <param name="presence">How it is there.</param>
    /// <param name="socket">By which socket, or null without one. Before another one is answered, the conversations that count on knowing all of them hear of it.</param>
    [AlwaysInterleave]
    [Alias("ConnectionPresent")]
    Task<Result<PresenceTaken>> ConnectionPresent(ConnectionPresence presence, Attachment? socket);

    /// <summary>
    /// Asked by the <see cref="IDirectConversationGrain"/> of the user and another: by which sockets the user is here now. It may count on that for
    /// <see cref="SocketsCount"/>, and hears of another one by <see cref="IDirectConversationGrain.SocketsChanged"/>. Interleaves: what was written waits for it.
    /// </summary>
    [AlwaysInterleave]
    [Alias("GetSockets")]
    Task<IReadOnlyList<Attachment>> GetSockets(UserId with);

    /// <summary>Called by a <see cref="IConnectionGrain"/> whose grace period ended without a browser: the user is not here by it any more; its mailbox still waits.</summary>
    [AlwaysInterleave]
    [Alias("ConnectionGone")]
    Task ConnectionGone(ConnectionId connection);

    /// <summary>
    /// Asked by a conversation before it takes a message: takes one from the author's allowance and says who the author
    /// is. Refused with <see cref="RefusalCode.TooFast"/> when the allowance is used up.
    /// </summary>
    [Alias("AdmitMessage")]
    Task<Result<Profile>> AdmitMessage(Actor actor);

    /// <summary>
    /// Asked by a conversation before it tells that the user is writing: false for whoever is invisible, and would tell by it that they
    /// are there.
    /// </summary>
    [Alias("ShowsTyping")]
    Task<bool> ShowsTyping(Actor actor);

    /// <summary>
    /// Asked by a conversation before it reads a page of history: takes one from the reader's allowance. Refused with
    /// <see cref="RefusalCode.TooFast"/> when it is used up.
    /// </summary>
    [Alias("AdmitReading")]
    Task<Result<Done>> AdmitReading(Actor actor);

    /// <summary>
    /// Asked by what keeps keys before it hands out or takes sealed keys, chains, records of epochs and vaults: takes one from the allowance. Refused
    /// with <see cref="RefusalCode.TooFast"/> when it is used up.
    /// </summary>
    [Alias("AdmitKeyReading")]
    Task<Result<Done>> AdmitKeyReading(Actor actor);

    /// <summary>Whether this user may search now; takes one from an allowance of its own. Refused with <see cref="RefusalCode.TooFast"/>.</summary>
    [Alias("AdmitSearch")]
    Task<Result<Done>> AdmitSearch(Actor actor);

    /// <summary>
    /// Asked by a friendship before it changes: whether this user may do something about another person. Refused for guests, and with
    /// <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    /// <param name="actor">Who wants to.</param>
    /// <param name="newRequest">Whether it is a friend request that was not there: of these a user may make few.</param>
    [Alias("AdmitFriendAct")]
    Task<Result<Done>> AdmitFriendAct(Actor actor, bool newRequest);

    /// <summary>
    /// Asked by a room before it comes into being: takes one from its creator's allowance. Refused with
    /// <see cref="RefusalCode.TooFast"/> when it is used up.
    /// </summary>
    [Alias("AdmitRoom")]
    Task<Result<Done>> AdmitRoom(Actor actor);

    /// <summary>
    /// Asked by a room before it invites somebody: takes one from the allowance of who invites and says who that is. Refused with
    /// <see cref="RefusalCode.TooFast"/> when it is used up.
    /// </summary>
    [Alias("AdmitInvitation")]
    Task<Result<Profile>> AdmitInvitation(Actor actor);

    /// <summary>
    /// Asked by the chain of the user's devices before it changes: takes one from the allowance. Refused with
    /// <see cref="RefusalCode.IdentityNeeded"/> to guests, and with <see cref="RefusalCode.TooFast"/> when it is used up.
    /// </summary>
    [Alias("AdmitKeyChange")]
    Task<Result<Done>> AdmitKeyChange(Actor actor);

    /// <summary>Asked by the chain of the user's devices before a browser asks to be added: takes one from the allowance. Refused as <see cref="AdmitKeyChange"/>.</summary>
    [Alias("AdmitPairing")]
    Task<Result<Done>> AdmitPairing(Actor actor);

    /// <summary>Asked by a conversation of two before an epoch begins: takes one from the allowance. Refused as <see cref="AdmitKeyChange"/>.</summary>
    [Alias("AdmitEpoch")]
    Task<Result<Done>> AdmitEpoch(Actor actor);

    /// <summary>Puts an event into the mailbox of each of the user's connections, those that are away for up to a minute too, but not of the named one.</summary>
    [Alias("Notify")]
    Task Notify(ServerEvent serverEvent, ConnectionId? except);

    /// <summary>
    /// Closes every live connection of a session that has ended: at once and without grace, unless the session was replaced
    /// by the next one of the same browser, with which its connections come back.
    /// </summary>
    [Alias("CloseSession")]
    Task CloseSession(SessionId session, SessionEndReason reason);

    /// <summary>
    /// Called by <see cref="IRemovalGrain"/>: the user can do nothing any more, their connections are closed, and nobody sees them.
    /// False when only a guest who has expired is to be removed, and this is none.
    /// </summary>
    [Alias("BeginRemoval")]
    Task<bool> BeginRemoval(bool onlyIfExpired);

    /// <summary>Called by <see cref="IRemovalGrain"/> at the end: gives the handle back and forgets the profile.</summary>
    [Alias("Remove")]
    Task Remove();

    /// <summary>Called by the user itself: the user is here now, or was until now, which is stored.</summary>
    [Alias("NoteSeen")]
    Task NoteSeen();

    /// <summary>Called by <see cref="IUpkeepGrain"/>: whether a guest has stayed away for too long.</summary>
    [Alias("LookAfter")]
    Task<UserUpkeep> LookAfter();

    /// <summary>The user's live connections, for the user's own eyes.</summary>
    [Alias("GetConnections")]
    Task<Result<IReadOnlyList<ConnectionPresence>>> GetConnections(Actor actor);

    /// <summary>How the user appears and by which tabs they are here, for the user's own eyes.</summary>
    [Alias("GetPresence")]
    Task<Result<OwnPresence>> GetPresence(Actor actor);

    /// <summary>Chooses how to be seen; it stays so until it is chosen anew. Refused with <see cref="RefusalCode.TooFast"/>.</summary>
    [Alias("SetAvailability")]
    Task<Result<OwnPresence>> SetAvailability(Actor actor, Availability availability);

    /// <summary>
    /// Notes which room the user looks at, in whichever tab; everyone sees them there, as long as they belong to it (<see cref="Whereabouts"/>).
    /// Kept for as long as the user is here. Refused with <see cref="RefusalCode.TooFast"/>; a room that is not theirs, or not there, is
    /// no refusal, and nobody sees them there.
    /// </summary>
    [Alias("VisitRoom")]
    Task<Result<Done>> VisitRoom(Actor actor, RoomId room);

    /// <summary>Asked by the <see cref="IFriendListGrain"/> of a friend: when others could last see the user here. Null when there is no such user.</summary>
    [Alias("GetLastSeen")]
    Task<LastSeen?> GetLastSeen();
}

/// <summary>A user knows that a connection is there.</summary>
/// <param name="Profile">Who the user is.</param>
/// <param name="WasKnown">
/// Whether the user knew it before. If not, the user's grain may have been lost, and what it told its connections
/// meanwhile did not reach this one.
/// </param>
[GenerateSerializer, Immutable, Alias("PresenceTaken")]
public sealed record PresenceTaken([property: Id(0)] Profile Profile, [property: Id(1)] bool WasKnown);

/// <summary>Who somebody is and when others could last see them here.</summary>
/// <param name="Profile">Who; without a status while they cannot be seen.</param>
/// <param name="SeenMs">When, to the minute, in milliseconds since 1970 UTC; null while they can be seen.</param>
[GenerateSerializer, Immutable, Alias("LastSeen")]
public sealed record LastSeen([property: Id(0)] Profile Profile, [property: Id(1)] long? SeenMs);
