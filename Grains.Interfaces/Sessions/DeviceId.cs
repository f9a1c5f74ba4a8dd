using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>Names one browser profile of a user; survives reloads.</summary>
[GenerateSerializer, Immutable, Alias("DeviceId"), JsonConverter(typeof(HexIdJsonConverter<DeviceId>))]
public readonly record struct DeviceId([property: Id(0)] string Value) : IHexId<DeviceId>
{
    /// <inheritdoc/>
    public static DeviceId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
