using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>A message of a conversation that the server can read (an open room's chat).</summary>
/// <param name="Conversation">Where.</param>
/// <param name="Sequence">Its place in the conversation's order, from 1.</param>
/// <param name="Id">The id that its author gave it.</param>
/// <param name="Author">Who wrote it, as they were when they wrote it.</param>
/// <param name="SentAtMs">When the server took it, in milliseconds since 1970 UTC.</param>
/// <param name="Text">Markdown, 1 to <see cref="Limits.MessageLength"/> characters; empty when it was erased.</param>
/// <param name="Erased">Whether its text and its author's name were taken out for good, with their account.</param>
[GenerateSerializer, Immutable, Alias("ChatMessage")]
public sealed record ChatMessage(
    [property: Id(0)] ConversationId Conversation,
    [property: Id(1)] long Sequence,
    [property: Id(2)] MessageId Id,
    [property: Id(3)] Profile Author,
    [property: Id(4)] long SentAtMs,
    [property: Id(5)] string Text,
    [property: Id(6)] bool Erased = false)
{
    /// <summary>The number of the last change that is in it; 0 for none.</summary>
    [Id(7)] public long Version { get; init; }

    /// <summary>When its author last gave it another text, in milliseconds since 1970 UTC; null when never.</summary>
    [Id(8)] public long? EditedAtMs { get; init; }

    /// <summary>Whether it was deleted: it keeps its place and its author, and has no text.</summary>
    [Id(9)] public bool Deleted { get; init; }

    /// <summary>Who reacts with what, in the order of first use.</summary>
    [Id(10)] public IReadOnlyList<Reaction> Reactions { get; init; } = [];

    /// <summary>The message that it replies to, as it was when this was read; null for none.</summary>
    [Id(11)] public Quote? ReplyTo { get; init; }

    /// <summary>Who is called by it.</summary>
    [Id(12)] public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>Whether it was deleted by somebody else than its author.</summary>
    [Id(20)] public bool DeletedByModerator { get; init; }

    /// <summary>What its author did in the room; null for a message. An act has no text, cannot be changed or replied to, and does not count as unread.</summary>
    [Id(21)] public RoomAct? Act { get; init; }

    /// <summary>Never prints the text, so that no log can.</summary>
    public override string ToString() => $"{Conversation}/{Sequence} ({Text.Length} characters)";
}

/// <summary>Who reacts to a message with one emoji, first come first.</summary>
[GenerateSerializer, Immutable, Alias("Reaction")]
public sealed record Reaction([property: Id(0)] string Emoji, [property: Id(1)] IReadOnlyList<UserId> Users);

/// <summary>The beginning of a message that another one replies to.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Author">Who wrote it; without a name when it was erased.</param>
/// <param name="Text">The first 140 characters; empty when it was deleted or erased.</param>
[GenerateSerializer, Immutable, Alias("Quote")]
public sealed record Quote([property: Id(0)] long Sequence, [property: Id(1)] Profile Author, [property: Id(2)] string Text)
{
    /// <summary>Never prints the text, so that no log can.</summary>
    public override string ToString() => $"{Sequence} ({Text.Length} characters)";
}

/// <summary>The server's word that a message is on disk.</summary>
[GenerateSerializer, Immutable, Alias("SendReceipt")]
public sealed record SendReceipt([property: Id(0)] long Sequence, [property: Id(1)] long SentAtMs)
{
    /// <summary>Who is called by it; null for nobody.</summary>
    [Id(2)] public IReadOnlyList<Mention>? Mentions { get; init; }
}

/// <summary>Which messages to read: exactly one of the two bounds, or neither for the newest.</summary>
/// <param name="Before">Only messages with a smaller number.</param>
/// <param name="After">Only messages with a greater number.</param>
/// <param name="Count">How many at most, 1 to <see cref="Limits.PageLength"/>.</param>
[GenerateSerializer, Immutable, Alias("PageRequest")]
public sealed record PageRequest([property: Id(0)] long? Before, [property: Id(1)] long? After, [property: Id(2)] int Count);

/// <summary>A place in the order of a conversation.</summary>
[GenerateSerializer, Immutable, Alias("LogPlace")]
public sealed record LogPlace([property: Id(0)] long Sequence);

/// <summary>Messages in ascending order.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Head">The number of the conversation's last entry at that moment.</param>
/// <param name="HasOlder">Whether there are messages before the first one here.</param>
[GenerateSerializer, Immutable, Alias("MessagePage")]
public sealed record MessagePage(
    [property: Id(0)] IReadOnlyList<ChatMessage> Messages,
    [property: Id(1)] long Head,
    [property: Id(2)] bool HasOlder)
{
    /// <summary>Of a page that was read after a number: the changes up to <see cref="Last"/>. The messages here have theirs already.</summary>
    [Id(3)] public IReadOnlyList<MessageChange> Changes { get; init; } = [];

    /// <summary>Everything up to this number is here, or came before what was asked for.</summary>
    [Id(4)] public long Last { get; init; }
}

/// <summary>A message is on disk. Sent to every participant's browsers, the author's included.</summary>
[GenerateSerializer, Immutable, Alias("MessagePosted")]
public sealed record MessagePosted([property: Id(0)] ChatMessage Message) : ServerEvent
{
    // A UTF-16 code unit is three bytes in UTF-8 at most.
    /// <inheritdoc/>
    public override int EstimatedBytes => 512 + 3 * Message.Text.Length + (Message.ReplyTo is { } quote ? 512 + 3 * quote.Text.Length : 0);
}

/// <summary>All messages of an author in a conversation were erased.</summary>
[GenerateSerializer, Immutable, Alias("AuthorErased")]
public sealed record AuthorErased([property: Id(0)] ConversationId Conversation, [property: Id(1)] UserId Author) : ServerEvent;

/// <summary>Someone is writing. Holds for six seconds unless it is repeated or their message comes.</summary>
[GenerateSerializer, Immutable, Alias("UserTyping")]
public sealed record UserTyping([property: Id(0)] ConversationId Conversation, [property: Id(1)] UserId User) : ServerEvent
{
    /// <inheritdoc/>
    public override string? CoalesceKey => $"typing/{Conversation}/{User}";
}

/// <summary>Where a conversation stands: a browser whose last message has a smaller number fetches the rest.</summary>
[GenerateSerializer, Immutable, Alias("ConversationPosition")]
public sealed record ConversationPosition([property: Id(0)] ConversationId Conversation, [property: Id(1)] long Head) : ServerEvent
{
    /// <inheritdoc/>
    public override string? CoalesceKey => $"position/{Conversation}";
}
