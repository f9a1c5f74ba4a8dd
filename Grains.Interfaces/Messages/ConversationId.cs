using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>Names one ordered log of messages. A room's chat has the room's own 128 bits. Key of its <see cref="IConversationGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("ConversationId"), JsonConverter(typeof(HexIdJsonConverter<ConversationId>))]
public readonly record struct ConversationId([property: Id(0)] string Value) : IHexId<ConversationId>
{
    /// <inheritdoc/>
    public static ConversationId Of(string value) => new(value);

    /// <summary>The chat of a room: neither has to be looked up from the other.</summary>
    public static ConversationId Of(RoomId room) => new(room.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
