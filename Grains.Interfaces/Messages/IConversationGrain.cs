using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>
/// One ordered, append-only log of messages. The order is its own sequence number, from 1 without gaps; a message is
/// announced only after it is on disk. Topic events: <see cref="MessagePosted"/>, <see cref="MessageChanged"/>, <see cref="UserTyping"/>,
/// <see cref="ConversationPosition"/>, <see cref="MemberLeft"/>.
/// </summary>
[Alias("IConversationGrain")]
public interface IConversationGrain : ITopicGrain
{
    /// <summary>
    /// Called by the owner of the membership (a room, later a friendship): who may read and write from now on. An older
    /// version than the one held is ignored. Whoever it takes out is announced as <see cref="MemberLeft"/>: no message that
    /// is announced later reaches them.
    /// </summary>
    [Alias("SetAccess")]
    Task SetAccess(ConversationAccess access);

    /// <summary>Called by fronts: which of these users may not follow, and as of which version of the access.</summary>
    [Alias("CheckFollowers")]
    Task<FollowersChecked> CheckFollowers(IReadOnlyList<UserId> users);

    /// <summary>
    /// Appends a message, which may reply to another one of this conversation. Who may: participants. The same message id with
    /// the same text answers the first receipt. Refused: <see cref="RefusalCode.Muted"/>, <see cref="RefusalCode.MessageGone"/> for a reply to what is not here, <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.EmptyMessage"/>,
    /// <see cref="RefusalCode.MessageTooLong"/>, <see cref="RefusalCode.MessageIdTaken"/>, <see cref="RefusalCode.TooFast"/>. Interleaves: posts that come while the log commits queue inside the grain and share the
    /// next commit.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Post")]
    Task<Result<SendReceipt>> Post(Actor actor, MessageId id, string text, long? replyTo = null);

    /// <summary>
    /// Gives the actor's own message another text. Repeating it changes nothing. Refused: as <see cref="Post"/>, and with
    /// <see cref="RefusalCode.NotAuthor"/>, <see cref="RefusalCode.MessageGone"/>. Interleaves as <see cref="Post"/> does.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Edit")]
    Task<Result<Done>> Edit(Actor actor, long message, string text);

    /// <summary>
    /// Takes the text out of a message for good: of the actor's own, or of one by somebody whom the actor may moderate. Repeating it changes
    /// nothing. Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.NotAuthor"/>, <see cref="RefusalCode.TooFast"/>. Interleaves as <see cref="Post"/> does.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Delete")]
    Task<Result<Done>> Delete(Actor actor, long message);

    /// <summary>
    /// Reacts to a message with an emoji, or takes that back. Who may: participants. Repeating it changes nothing. Refused:
    /// <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.MessageGone"/>, <see cref="RefusalCode.InvalidReaction"/>,
    /// <see cref="RefusalCode.TooManyReactions"/>, <see cref="RefusalCode.Muted"/>, <see cref="RefusalCode.TooFast"/>. Interleaves as <see cref="Post"/> does.
    /// </summary>
    [AlwaysInterleave]
    [Alias("React")]
    Task<Result<Done>> React(Actor actor, long message, string emoji, bool on);

    /// <summary>
    /// A page of at most <see cref="Limits.PageLength"/> messages in ascending order: the newest ones below
    /// <see cref="PageRequest.Before"/>, or the oldest ones above <see cref="PageRequest.After"/>. Who may: participants.
    /// Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.Malformed"/>, <see cref="RefusalCode.TooFast"/>.
    /// Interleaves: it only reads what is on disk.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Read")]
    Task<Result<MessagePage>> Read(Actor actor, PageRequest request);

    /// <summary>
    /// The number of the first entry of the log at or after a time in milliseconds since 1970 UTC; one above the last one when all are
    /// older. Who may, refusals and interleaving: as <see cref="Read"/>.
    /// </summary>
    [AlwaysInterleave]
    [Alias("FindTime")]
    Task<Result<LogPlace>> FindTime(Actor actor, long atMs);

    /// <summary>
    /// Looks for messages by their words and author, newest first. Edited ones are found by what they say now, deleted and erased ones not at all.
    /// Who may: participants. Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.Malformed"/>,
    /// <see cref="RefusalCode.SearchTooLong"/>, <see cref="RefusalCode.NothingToSearch"/>, <see cref="RefusalCode.TooFast"/>. Interleaves as
    /// <see cref="Read"/> does.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Search")]
    Task<Result<SearchPage>> Search(Actor actor, SearchRequest request);

    /// <summary>
    /// Called by the room: one of its acts, for its place among the messages. The same act again changes nothing. Refused with
    /// <see cref="RefusalCode.Unavailable"/> when it could not be written. Interleaves as <see cref="Post"/> does.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Record")]
    Task<Result<Done>> Record(RecordedAct act);

    /// <summary>
    /// A page of the room's log of acts: the newest ones, or those below <paramref name="before"/>. Who may: its owner and moderators.
    /// Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.NotAllowed"/>, <see cref="RefusalCode.TooFast"/>.
    /// Interleaves: it only reads what is on disk.
    /// </summary>
    [AlwaysInterleave]
    [Alias("ReadActs")]
    Task<Result<ActPage>> ReadActs(Actor actor, long? before);

    /// <summary>
    /// Tells the others that the actor is writing, unless the actor is invisible. Who may: participants. Ephemeral. Interleaves as
    /// <see cref="Post"/> does.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Typing")]
    Task<Result<Done>> Typing(Actor actor);

    /// <summary>The sequence number of the last entry, 0 when there is none. Who may: participants.</summary>
    [Alias("GetHead")]
    Task<Result<ConversationPosition>> GetHead(Actor actor);

    /// <summary>
    /// Called by <see cref="IRemovalGrain"/>: takes the text and the name out of everything that this user has written here. The messages'
    /// places stay, so that numbers have no gaps; everyone who is here learns of it by <see cref="AuthorErased"/>.
    /// </summary>
    [ResponseTimeout("00:10:00")]
    [Alias("EraseAuthor")]
    Task EraseAuthor(UserId author);

    /// <summary>Called by the room that is removed: takes the text and the names out of everything that was written here.</summary>
    [ResponseTimeout("00:10:00")]
    [Alias("Erase")]
    Task Erase();
}
