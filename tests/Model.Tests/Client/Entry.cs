using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Model.Tests.Client;

/// <summary>What has a number in a conversation's order: a message, or what happened to one. What a change makes of a tab's messages, as the client does it.</summary>
internal sealed record Entry(ConversationId Conversation, long Sequence, ChatMessage? Message, MessageChange? Change)
{
    public static Entry Of(ChatMessage message) => new(message.Conversation, message.Sequence, message, null);

    public static Entry Of(MessageChange change) => new(change.Conversation, change.Sequence, null, change);

    /// <summary>The messages after this entry.</summary>
    public IReadOnlyList<ChatMessage> AddTo(IReadOnlyList<ChatMessage> messages) =>
        Change is { } change ? Apply(messages, change) : [.. messages, WithQuote(messages, Message!)];

    /// <summary>The messages after a change, and what replies to them. One that was read with the change in it stays as it is.</summary>
    public static IReadOnlyList<ChatMessage> Apply(IReadOnlyList<ChatMessage> messages, MessageChange change) =>
        [.. messages.Select(message => Changed(Requoted(message, change), change))];

    private static ChatMessage Changed(ChatMessage message, MessageChange change)
    {
        if (message.Sequence != change.Target || message.Version >= change.Sequence || message.Erased)
            return message;
        var changed = message with { Version = change.Sequence };
        return change.Kind switch
        {
            MessageChangeKind.Edited => changed with { Text = change.Text!, EditedAtMs = change.AtMs },
            MessageChangeKind.Deleted => changed with { Text = "", EditedAtMs = null, Deleted = true, Reactions = [], ReplyTo = null },
            _ => changed with { Reactions = React(message.Reactions, change.Emoji!, change.By, change.On) },
        };
    }

    private static ChatMessage Requoted(ChatMessage message, MessageChange change) =>
        message.ReplyTo is { } quote && quote.Sequence == change.Target && change.Kind != MessageChangeKind.Reacted
            ? message with { ReplyTo = quote with { Text = change.Text ?? "" } }
            : message;

    // The quote of an own message is of the moment when its author began to reply.
    private static ChatMessage WithQuote(IReadOnlyList<ChatMessage> messages, ChatMessage message) =>
        message.ReplyTo is { } quote && messages.FirstOrDefault(m => m.Sequence == quote.Sequence) is { } repliedTo
            ? message with { ReplyTo = QuoteOf(repliedTo) }
            : message;

    /// <summary>A message for one that replies to it. All texts here are short.</summary>
    public static Quote QuoteOf(ChatMessage message) => new(message.Sequence, message.Author, message.Text);

    private static IReadOnlyList<Reaction> React(IReadOnlyList<Reaction> reactions, string emoji, UserId user, bool on)
    {
        if (reactions.FirstOrDefault(reaction => reaction.Emoji == emoji) is not { } known)
            return on ? [.. reactions, new Reaction(emoji, [user])] : reactions;
        if (on && known.Users.Contains(user))
            return reactions;
        IReadOnlyList<UserId> users = on ? [.. known.Users, user] : [.. known.Users.Where(other => other != user)];
        return [.. reactions.Select(reaction => reaction == known ? new Reaction(emoji, users) : reaction).Where(reaction => reaction.Users.Count > 0)];
    }
}
