using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>Names one ordered log of messages. A room's chat has the room's own 128 bits. Key of its <see cref="IConversationGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("ConversationId"), JsonConverter(typeof(HexIdJsonConverter<ConversationId>))]
public readonly record struct ConversationId([property: Id(0)] string Value) : IHexId<ConversationId>
{
    /// <inheritdoc/>
    public static ConversationId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
