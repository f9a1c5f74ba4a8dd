using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Keys;

/// <summary>Names one attempt to add a device to an identity; drawn by the device that asks.</summary>
[GenerateSerializer, Immutable, Alias("PairingId"), JsonConverter(typeof(HexIdJsonConverter<PairingId>))]
public readonly record struct PairingId([property: Id(0)] string Value) : IHexId<PairingId>
{
    /// <inheritdoc/>
    public static PairingId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
