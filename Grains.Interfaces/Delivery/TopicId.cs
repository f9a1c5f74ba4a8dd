using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Interfaces.Delivery;

/// <summary>What kind of grain a topic belongs to.</summary>
public enum TopicKind
{
    /// <summary>The lobby.</summary>
    Lobby,

    /// <summary>A conversation.</summary>
    Conversation,
}

/// <summary>Names a topic: an audience of browsers that follow one grain.</summary>
/// <param name="Kind">The kind of grain.</param>
/// <param name="Key">That grain's key.</param>
[GenerateSerializer, Immutable, Alias("TopicId")]
public readonly record struct TopicId([property: Id(0)] TopicKind Kind, [property: Id(1)] string Key)
{
    /// <summary>The topic of a conversation.</summary>
    public static TopicId Of(ConversationId conversation) => new(TopicKind.Conversation, conversation.Value);

    /// <summary>The topic of a lobby.</summary>
    public static TopicId OfLobby(string lobby) => new(TopicKind.Lobby, lobby);
}
