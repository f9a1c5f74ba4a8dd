using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Users;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>
/// What two people write to each other, which the server keeps and cannot read. Its key is <see cref="FriendshipId.Key"/>, so nobody but the
/// two can be meant. Everything here that reads or writes what is sealed asks for a device that has proven to be one of the actor's own
/// (<see cref="Actor.KeyDevice"/>) and that is in the newest state of the actor's chain; refused with
/// <see cref="RefusalCode.DeviceNotAdded"/>. Everybody but the two is answered with <see cref="RefusalCode.NotFound"/>. The order is the
/// sequence number, from 1 without gaps; what is announced is on disk.
/// </summary>
[Alias("IDirectConversationGrain")]
public interface IDirectConversationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Appends a sealed message, or a sealed change of one. The same id with the same bytes answers the first receipt, whatever has become of
    /// friendship and epoch since. Refused: <see cref="RefusalCode.InvalidEnvelope"/> for what is no envelope of this conversation, sender and
    /// device; <see cref="RefusalCode.MessageIdTaken"/>, <see cref="RefusalCode.NotFriends"/>, <see cref="RefusalCode.StaleEpoch"/> unless it is
    /// sealed with the newest content key, and that for the keys that both have now; <see cref="RefusalCode.TooFast"/>, <see cref="RefusalCode.Unavailable"/>. The two learn of it by
    /// <see cref="SealedPosted"/>. Interleaves: what comes while the log commits shares the next commit.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Post")]
    Task<Result<SendReceipt>> Post(Actor actor, byte[] envelope);

    /// <summary>
    /// Passes a sealed signal on to the other's connections (<see cref="SealedSignal"/>), and stores nothing. Refused as <see cref="Post"/>, and for one that is larger than the smallest.
    /// Interleaves as <see cref="Post"/> does.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Signal")]
    Task<Result<Done>> Signal(Actor actor, byte[] envelope);

    /// <summary>
    /// A page of at most <see cref="Limits.PageLength"/> entries, messages and changes alike, in ascending order: the newest ones below
    /// <see cref="PageRequest.Before"/>, or the oldest ones above <see cref="PageRequest.After"/>. The two may also when they are no friends any
    /// more. Refused: <see cref="RefusalCode.Malformed"/>, <see cref="RefusalCode.TooFast"/>. Interleaves: it only reads what is on disk.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Read")]
    Task<Result<SealedPage>> Read(Actor actor, PageRequest request);

    /// <summary>
    /// At most <paramref name="count"/> of the changes above a number, ascending, and nothing else: whoever reads in the middle learns by them what
    /// became of it since, however far the end is. A cost that grows with the page alone. Refusals and interleaving: as <see cref="Read"/>.
    /// </summary>
    [AlwaysInterleave]
    [Alias("ReadChanges")]
    Task<Result<SealedPage>> ReadChanges(Actor actor, long after, int count);

    /// <summary>The number of the first entry at or after a time in milliseconds since 1970 UTC; one above the last when all are older. Refusals and interleaving: as <see cref="Read"/>.</summary>
    [AlwaysInterleave]
    [Alias("FindTime")]
    Task<Result<LogPlace>> FindTime(Actor actor, long atMs);

    /// <summary>The records of the epochs above a number, ascending, at most <see cref="Limits.EpochsPerPage"/>. Refusals: as <see cref="Read"/>.</summary>
    [Alias("ReadEpochs")]
    Task<Result<EpochPage>> ReadEpochs(Actor actor, long after);

    /// <summary>
    /// Begins the next epoch with a record that the actor's device has signed; when this returns, it is stored. The same bytes as the newest
    /// record are taken as the same. Refused: <see cref="RefusalCode.NotFriends"/>, <see cref="RefusalCode.EpochMovedOn"/> when another record was
    /// first or a chain went on, <see cref="RefusalCode.InvalidEpoch"/>, <see cref="RefusalCode.TooManyKeyChanges"/> past
    /// <see cref="Limits.Epochs"/>, <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("BeginEpoch")]
    Task<Result<Done>> BeginEpoch(Actor actor, byte[] record);

    /// <summary>Whether anything was ever written here: then each of the two may read the other's chain, to check what was written.</summary>
    [AlwaysInterleave]
    [Alias("HasHistory")]
    Task<bool> HasHistory();

    /// <summary>
    /// Called by the two's <see cref="IFriendshipGrain"/> before it acknowledges that it has changed: what is taken from then on is judged by
    /// what is so then, and what was taken before is on disk.
    /// </summary>
    [Alias("FriendshipChanged")]
    Task FriendshipChanged();

    /// <summary>
    /// Called for the <see cref="IDeviceChainGrain"/> of one of the two once it has stored another state: what is taken from then on is judged by that
    /// state, and what was taken before is on disk. Interleaves: an epoch that begins meanwhile is judged by the chain, which waits for this.
    /// </summary>
    [AlwaysInterleave]
    [Alias("ChainChanged")]
    Task ChainChanged(UserId user);

    /// <summary>
    /// Called by the <see cref="IUserGrain"/> of one of the two: they are here by other sockets than before. What is told from then on reaches these. Interleaves: whoever
    /// attaches waits for it.
    /// </summary>
    [AlwaysInterleave]
    [Alias("SocketsChanged")]
    Task SocketsChanged(UserId user);

    /// <summary>
    /// Called by <see cref="IRemovalGrain"/>: empties everything that this user has written here. The places stay. The other learns of it by
    /// <see cref="DirectErased"/>. Interleaves: however much it is, the two may part meanwhile.
    /// </summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:10:00")]
    [Alias("EraseAuthor")]
    Task EraseAuthor(UserId author);
}
