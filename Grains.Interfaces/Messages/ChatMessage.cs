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
    /// <summary>Never prints the text, so that no log can.</summary>
    public override string ToString() => $"{Conversation}/{Sequence} ({Text.Length} characters)";
}

/// <summary>The server's word that a message is on disk.</summary>
[GenerateSerializer, Immutable, Alias("SendReceipt")]
public sealed record SendReceipt([property: Id(0)] long Sequence, [property: Id(1)] long SentAtMs);

/// <summary>Which messages to read: exactly one of the two bounds, or neither for the newest.</summary>
/// <param name="Before">Only messages with a smaller number.</param>
/// <param name="After">Only messages with a greater number.</param>
/// <param name="Count">How many at most, 1 to <see cref="Limits.PageLength"/>.</param>
[GenerateSerializer, Immutable, Alias("PageRequest")]
public sealed record PageRequest([property: Id(0)] long? Before, [property: Id(1)] long? After, [property: Id(2)] int Count);

/// <summary>Messages in ascending order.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Head">The number of the conversation's last message at that moment.</param>
/// <param name="HasOlder">Whether there are messages before the first one here.</param>
[GenerateSerializer, Immutable, Alias("MessagePage")]
public sealed record MessagePage(
    [property: Id(0)] IReadOnlyList<ChatMessage> Messages,
    [property: Id(1)] long Head,
    [property: Id(2)] bool HasOlder);

/// <summary>A message is on disk. Sent to every participant's browsers, the author's included.</summary>
[GenerateSerializer, Immutable, Alias("MessagePosted")]
public sealed record MessagePosted([property: Id(0)] ChatMessage Message) : ServerEvent
{
    // A UTF-16 code unit is three bytes in UTF-8 at most.
    /// <inheritdoc/>
    public override int EstimatedBytes => 512 + 3 * Message.Text.Length;
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
