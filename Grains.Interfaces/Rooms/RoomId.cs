using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Rooms;

/// <summary>Names one room. Key of its <see cref="IRoomGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("RoomId"), JsonConverter(typeof(HexIdJsonConverter<RoomId>))]
public readonly record struct RoomId([property: Id(0)] string Value) : IHexId<RoomId>
{
    /// <summary>
    /// Whether a browser may create a room under it. A room's chat has the room's own id, and anybody can compute the id of a conversation of two: these
    /// have the highest bit set, and rooms that are drawn have not, or a room could lie over what two people write to each other.
    /// </summary>
    public bool IsOfARoom => Value[0] < '8';

    /// <inheritdoc/>
    public static RoomId Of(string value) => new(value);

    /// <inheritdoc/>
    public static string Shape(string drawn) => $"{Convert.ToInt32(drawn[..1], 16) & 7}{drawn[1..]}";

    /// <inheritdoc/>
    public override string ToString() => Value;
}
