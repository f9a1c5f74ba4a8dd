using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Messages;

/// <summary>Sends a message. A retry repeats the same id and text.</summary>
public sealed record SendMessageCommand(ConversationId Conversation, MessageId Id, string Text, long? ReplyTo = null)
{
    /// <summary>Never prints the text: SignalR's own debug log prints the arguments of calls.</summary>
    public override string ToString() => $"{Conversation}/{Id} ({Text.Length} characters)";
}

/// <summary>Gives a message another text.</summary>
public sealed record EditMessageCommand(ConversationId Conversation, long Message, string Text)
{
    /// <summary>Never prints the text: SignalR's own debug log prints the arguments of calls.</summary>
    public override string ToString() => $"{Conversation}/{Message} ({Text.Length} characters)";
}

/// <summary>Deletes a message.</summary>
public sealed record DeleteMessageCommand(ConversationId Conversation, long Message);

/// <summary>Reacts to a message, or no longer.</summary>
public sealed record ReactCommand(ConversationId Conversation, long Message, string Emoji, bool On);

/// <summary>Reads a page of history.</summary>
public sealed record ReadMessagesCommand(ConversationId Conversation, long? Before, long? After, int Count);

/// <summary>Finds the first message of a day, or of any other time.</summary>
public sealed record FindTimeCommand(ConversationId Conversation, long AtMs);

/// <summary>Looks for messages: words, an author, or both; before a number to go on.</summary>
public sealed record SearchMessagesCommand(ConversationId Conversation, string Text, UserId? Author = null, long? Before = null)
{
    /// <summary>Never prints the text: SignalR's own debug log prints the arguments of calls.</summary>
    public override string ToString() => $"{Conversation} ({Text?.Length} characters)";
}

/// <summary>Says that the user is writing; sent at most every three seconds while typing.</summary>
public sealed record TypingCommand(ConversationId Conversation);

/// <summary>Moves the user's read cursor forward.</summary>
public sealed record MarkReadCommand(ConversationId Conversation, long Sequence, long? Rewinds = null);

/// <summary>Moves the user's read cursor back to before a message.</summary>
public sealed record MarkUnreadCommand(ConversationId Conversation, long Message, long Rewinds);

/// <summary>Sets what of a conversation the user wants to be told of.</summary>
public sealed record SetNoticeLevelCommand(ConversationId Conversation, NoticeLevel Level);
