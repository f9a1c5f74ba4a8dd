using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Rooms;

/// <summary>Names one room. Key of its <see cref="IRoomGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("RoomId"), JsonConverter(typeof(HexIdJsonConverter<RoomId>))]
public readonly record struct RoomId([property: Id(0)] string Value) : IHexId<RoomId>
{
    /// <inheritdoc/>
    public static RoomId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
