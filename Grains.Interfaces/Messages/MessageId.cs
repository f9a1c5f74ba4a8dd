using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>Names one message: made by its author's browser before sending, and the same on every retry, so that a retry is not a second message.</summary>
[GenerateSerializer, Immutable, Alias("MessageId"), JsonConverter(typeof(HexIdJsonConverter<MessageId>))]
public readonly record struct MessageId([property: Id(0)] string Value) : IHexId<MessageId>
{
    /// <summary>
    /// A new id that begins with the time, as a UUIDv7 does (RFC 9562): the ids of one device follow each other, and the
    /// log's index finds them side by side. Any other 128 bits are an id as well.
    /// </summary>
    public static MessageId New() => new(Guid.CreateVersion7().ToString("N"));

    /// <inheritdoc/>
    public static MessageId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
