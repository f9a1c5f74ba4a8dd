using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Model.Tests.Reference;

/// <summary>A message that a tab has begun to send.</summary>
/// <param name="Tab">Which tab.</param>
/// <param name="Author">Whose.</param>
/// <param name="Conversation">Where.</param>
/// <param name="Id">The id that the tab gave it.</param>
/// <param name="Text">What it says.</param>
internal sealed record SentMessage(string Tab, UserId Author, ConversationId Conversation, MessageId Id, string Text)
{
    /// <summary>Its number, once the server has acknowledged it.</summary>
    public long? Number { get; set; }

    /// <summary>When it was first tried, counted in what was begun.</summary>
    public long Moment { get; set; }

    /// <summary>What it replies to, as its tab showed that; null for nothing.</summary>
    public Quote? ReplyTo { get; init; }

    /// <summary>The server has said that it will never be there.</summary>
    public bool IsRefused { get; set; }
}
