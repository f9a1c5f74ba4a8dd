using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Users;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>
/// One ordered, append-only log of messages. The order is its own sequence number, from 1 without gaps; a message is
/// announced only after it is on disk. Topic events: <see cref="MessagePosted"/>, <see cref="UserTyping"/>,
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
    /// Appends a message. Who may: participants. The same message id with the same text answers the first receipt.
    /// Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.EmptyMessage"/>,
    /// <see cref="RefusalCode.MessageTooLong"/>, <see cref="RefusalCode.MessageIdTaken"/>, <see cref="RefusalCode.TooFast"/>. Interleaves: posts that come while the log commits queue inside the grain and share the
    /// next commit.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Post")]
    Task<Result<SendReceipt>> Post(Actor actor, MessageId id, string text);

    /// <summary>
    /// A page of at most <see cref="Limits.PageLength"/> messages in ascending order: the newest ones below
    /// <see cref="PageRequest.Before"/>, or the oldest ones above <see cref="PageRequest.After"/>. Who may: participants.
    /// Refused: <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.Malformed"/>, <see cref="RefusalCode.TooFast"/>.
    /// Interleaves: it only reads what is on disk.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Read")]
    Task<Result<MessagePage>> Read(Actor actor, PageRequest request);

    /// <summary>Tells the others that the actor is writing. Who may: participants. Ephemeral.</summary>
    [Alias("Typing")]
    Task<Result<Done>> Typing(Actor actor);

    /// <summary>The sequence number of the last message, 0 when there is none. Who may: participants.</summary>
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
