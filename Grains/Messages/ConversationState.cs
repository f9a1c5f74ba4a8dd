using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>What is stored of a conversation beside its log.</summary>
public sealed class ConversationState
{
    /// <summary>Who may read and write; null until the owner has said so.</summary>
    public ConversationAccess? Access { get; set; }
}
