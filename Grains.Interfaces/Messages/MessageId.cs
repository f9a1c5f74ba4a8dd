using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>Names one message: made by its author's browser before sending, and the same on every retry, so that a retry is not a second message.</summary>
[GenerateSerializer, Immutable, Alias("MessageId"), JsonConverter(typeof(HexIdJsonConverter<MessageId>))]
public readonly record struct MessageId([property: Id(0)] string Value) : IHexId<MessageId>
{
    /// <inheritdoc/>
    public static MessageId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
