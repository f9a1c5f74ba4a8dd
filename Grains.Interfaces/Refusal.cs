using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces;

/// <summary>Why something was refused. A refusal is an expected answer: nothing changed, and the client has a sentence for it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RefusalCode>))]
public enum RefusalCode
{
    /// <summary>The call is not one that this server knows, or its arguments have the wrong shape.</summary>
    [JsonStringEnumMemberName("malformed")] Malformed,

    /// <summary>The socket has not been attached to a connection yet, or no longer is.</summary>
    [JsonStringEnumMemberName("notAttached")] NotAttached,

    /// <summary>There is no session, or it has ended: enter again.</summary>
    [JsonStringEnumMemberName("notSignedIn")] NotSignedIn,

    /// <summary>It does not exist, or this actor may not know whether it does: both answer alike.</summary>
    [JsonStringEnumMemberName("notFound")] NotFound,

    /// <summary>A name that is empty, longer than <see cref="Limits.NameLength"/>, or made of characters that cannot be seen.</summary>
    [JsonStringEnumMemberName("invalidName")] InvalidName,

    /// <summary>A colour that is not of the form <c>#rrggbb</c>.</summary>
    [JsonStringEnumMemberName("invalidColour")] InvalidColour,

    /// <summary>A message without any visible character.</summary>
    [JsonStringEnumMemberName("emptyMessage")] EmptyMessage,

    /// <summary>A message longer than <see cref="Limits.MessageLength"/>.</summary>
    [JsonStringEnumMemberName("messageTooLong")] MessageTooLong,

    /// <summary>The message id was used before for another text.</summary>
    [JsonStringEnumMemberName("messageIdTaken")] MessageIdTaken,

    /// <summary>More than the limit allows; try again after <see cref="Refusal.RetryAfterMs"/>.</summary>
    [JsonStringEnumMemberName("tooFast")] TooFast,

    /// <summary>The user has as many open tabs as one user may have.</summary>
    [JsonStringEnumMemberName("tooManyConnections")] TooManyConnections,

    /// <summary>A topic longer than <see cref="Limits.TopicLength"/>, or of more than one line.</summary>
    [JsonStringEnumMemberName("invalidTopic")] InvalidTopic,

    /// <summary>The room has <see cref="Limits.RoomMembers"/> members.</summary>
    [JsonStringEnumMemberName("roomFull")] RoomFull,

    /// <summary>The person whom this is about is not a member of the room.</summary>
    [JsonStringEnumMemberName("notAMember")] NotAMember,

    /// <summary>The person whom this is about is a member of the room already.</summary>
    [JsonStringEnumMemberName("alreadyMember")] AlreadyMember,

    /// <summary>The person whom this is about was banned from the room.</summary>
    [JsonStringEnumMemberName("theyAreBanned")] TheyAreBanned,

    /// <summary>The person is not here, or does not want to be seen: both answer alike.</summary>
    [JsonStringEnumMemberName("notHere")] NotHere,

    /// <summary>The actor was banned from this room.</summary>
    [JsonStringEnumMemberName("banned")] Banned,

    /// <summary>The actor is muted in this room; for how long yet says <see cref="Refusal.RetryAfterMs"/>, null for until they are unmuted.</summary>
    [JsonStringEnumMemberName("muted")] Muted,

    /// <summary>The actor's role in the room does not allow this, or not against this person.</summary>
    [JsonStringEnumMemberName("notAllowed")] NotAllowed,

    /// <summary>The room has <see cref="Limits.RoomBans"/> bans, or as many mutes.</summary>
    [JsonStringEnumMemberName("tooManyBans")] TooManyBans,

    /// <summary>Only its author can change this message.</summary>
    [JsonStringEnumMemberName("notAuthor")] NotAuthor,

    /// <summary>The message was deleted, so it cannot be changed or replied to.</summary>
    [JsonStringEnumMemberName("messageGone")] MessageGone,

    /// <summary>Not one single emoji.</summary>
    [JsonStringEnumMemberName("invalidReaction")] InvalidReaction,

    /// <summary>The message has <see cref="Limits.Reactions"/> reactions, or <see cref="Limits.ReactionKinds"/> different ones.</summary>
    [JsonStringEnumMemberName("tooManyReactions")] TooManyReactions,

    /// <summary>A search for more than <see cref="Limits.SearchLength"/> characters.</summary>
    [JsonStringEnumMemberName("searchTooLong")] SearchTooLong,

    /// <summary>A search without a word and without an author.</summary>
    [JsonStringEnumMemberName("nothingToSearch")] NothingToSearch,

    /// <summary>The user is in <see cref="Limits.RoomsPerUser"/> rooms.</summary>
    [JsonStringEnumMemberName("tooManyRooms")] TooManyRooms,

    /// <summary>A handle that is not <see cref="Limits.HandleMin"/> to <see cref="Limits.HandleMax"/> of a-z, 0-9 and _ after a letter, or a reserved word.</summary>
    [JsonStringEnumMemberName("invalidHandle")] InvalidHandle,

    /// <summary>Another user has this handle, or one that looks like it.</summary>
    [JsonStringEnumMemberName("handleTaken")] HandleTaken,

    /// <summary>A status longer than <see cref="Limits.StatusLength"/>, or with characters that cannot be seen.</summary>
    [JsonStringEnumMemberName("invalidStatus")] InvalidStatus,

    /// <summary>Guests cannot do this: sign in first.</summary>
    [JsonStringEnumMemberName("identityNeeded")] IdentityNeeded,

    /// <summary>The person is a guest: only identities can have friends.</summary>
    [JsonStringEnumMemberName("guestsHaveNoFriends")] GuestsHaveNoFriends,

    /// <summary>The actor has blocked this person: unblock them first.</summary>
    [JsonStringEnumMemberName("blocked")] Blocked,

    /// <summary>The actor has <see cref="Limits.Friends"/> friends.</summary>
    [JsonStringEnumMemberName("tooManyFriends")] TooManyFriends,

    /// <summary>The actor has <see cref="Limits.FriendRequests"/> requests that nobody has answered.</summary>
    [JsonStringEnumMemberName("tooManyRequests")] TooManyRequests,

    /// <summary>The other person can take no more friends or requests.</summary>
    [JsonStringEnumMemberName("theirLimit")] TheirLimit,

    /// <summary>The actor has blocked <see cref="Limits.BlockedPeople"/> people.</summary>
    [JsonStringEnumMemberName("tooManyBlocked")] TooManyBlocked,

    /// <summary>The actor has <see cref="Limits.FriendLinks"/> links that lead to them.</summary>
    [JsonStringEnumMemberName("tooManyFriendLinks")] TooManyFriendLinks,

    /// <summary>Another device has changed the list of devices first: look at it again.</summary>
    [JsonStringEnumMemberName("chainMovedOn")] ChainMovedOn,

    /// <summary>Not an entry that may follow in the chain of devices.</summary>
    [JsonStringEnumMemberName("invalidChainEntry")] InvalidChainEntry,

    /// <summary>The chain of devices has <see cref="Limits.ChainEntries"/> entries: devices can only be removed from it. Or a conversation has <see cref="Limits.Epochs"/> epochs.</summary>
    [JsonStringEnumMemberName("tooManyKeyChanges")] TooManyKeyChanges,

    /// <summary>This browser has not proven to be one of the identity's devices, or is none any more: add it first.</summary>
    [JsonStringEnumMemberName("deviceNotAdded")] DeviceNotAdded,

    /// <summary>There is no such pairing, or it is over: begin another one.</summary>
    [JsonStringEnumMemberName("pairingOver")] PairingOver,

    /// <summary>Another device has gone on with this pairing.</summary>
    [JsonStringEnumMemberName("pairingTaken")] PairingTaken,

    /// <summary>Not a message of a pairing that may come now.</summary>
    [JsonStringEnumMemberName("invalidPairing")] InvalidPairing,

    /// <summary><see cref="Limits.Pairings"/> browsers ask to be added already.</summary>
    [JsonStringEnumMemberName("tooManyPairings")] TooManyPairings,

    /// <summary>Not a part of a vault.</summary>
    [JsonStringEnumMemberName("invalidVault")] InvalidVault,

    /// <summary>Another device has written this part of the vault first, or the key is another by now: look at it again.</summary>
    [JsonStringEnumMemberName("vaultMovedOn")] VaultMovedOn,

    /// <summary>The two are no friends (any more): nothing new can be written to each other.</summary>
    [JsonStringEnumMemberName("notFriends")] NotFriends,

    /// <summary>Not an envelope of this conversation, sender and device, or of a type that does not belong here.</summary>
    [JsonStringEnumMemberName("invalidEnvelope")] InvalidEnvelope,

    /// <summary>It is not sealed with the newest content key: seal it anew, under another id.</summary>
    [JsonStringEnumMemberName("staleEpoch")] StaleEpoch,

    /// <summary>Another epoch began first, or one of the two's devices changed: look at it again.</summary>
    [JsonStringEnumMemberName("epochMovedOn")] EpochMovedOn,

    /// <summary>Not a record that may begin the next epoch.</summary>
    [JsonStringEnumMemberName("invalidEpoch")] InvalidEpoch,

    /// <summary>The passkey could not be verified: unknown here, made for another site, or its answer was used before.</summary>
    [JsonStringEnumMemberName("passkeyInvalid")] PasskeyInvalid,

    /// <summary>The question that the passkey answers is too old, was answered before, or was never asked.</summary>
    [JsonStringEnumMemberName("challengeExpired")] ChallengeExpired,

    /// <summary>This passkey or account opens another identity already.</summary>
    [JsonStringEnumMemberName("loginTaken")] LoginTaken,

    /// <summary>What was proven does not open the identity that is signed in.</summary>
    [JsonStringEnumMemberName("wrongLogin")] WrongLogin,

    /// <summary>Without it nobody could sign in as this identity again.</summary>
    [JsonStringEnumMemberName("lastWayIn")] LastWayIn,

    /// <summary>The identity has <see cref="Limits.WaysIn"/> ways in.</summary>
    [JsonStringEnumMemberName("tooManyWaysIn")] TooManyWaysIn,

    /// <summary>This needs a sign-in of the last ten minutes.</summary>
    [JsonStringEnumMemberName("freshSignInNeeded")] FreshSignInNeeded,

    /// <summary>The operator has closed sign-up.</summary>
    [JsonStringEnumMemberName("signUpClosed")] SignUpClosed,

    /// <summary>The operator lets no guests in.</summary>
    [JsonStringEnumMemberName("guestsClosed")] GuestsClosed,

    /// <summary>Not the code that was printed at the start, or there is an operator already.</summary>
    [JsonStringEnumMemberName("wrongOperatorCode")] WrongOperatorCode,

    /// <summary>GitHub did not answer, or not sensibly.</summary>
    [JsonStringEnumMemberName("gitHubUnavailable")] GitHubUnavailable,

    /// <summary>The person said no at GitHub.</summary>
    [JsonStringEnumMemberName("gitHubDenied")] GitHubDenied,

    /// <summary>The way back from signing in elsewhere was not the end of one that began in this browser.</summary>
    [JsonStringEnumMemberName("signInFailed")] SignInFailed,

    /// <summary>The server could not say whether it happened, or cannot do it right now. Retry the same call.</summary>
    [JsonStringEnumMemberName("unavailable")] Unavailable,
}

/// <summary>A refusal with what a client needs to say it well.</summary>
/// <param name="Code">Why.</param>
/// <param name="RetryAfterMs">When trying again can succeed, in milliseconds; null when waiting does not help.</param>
[GenerateSerializer, Immutable, Alias("Refusal")]
public sealed record Refusal([property: Id(0)] RefusalCode Code, [property: Id(1)] int? RetryAfterMs = null);
