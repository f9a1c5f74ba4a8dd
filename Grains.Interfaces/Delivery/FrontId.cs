using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Delivery;

/// <summary>Names one run of one web front: a front that restarts is another one.</summary>
[GenerateSerializer, Immutable, Alias("FrontId"), JsonConverter(typeof(HexIdJsonConverter<FrontId>))]
public readonly record struct FrontId([property: Id(0)] string Value) : IHexId<FrontId>
{
    /// <inheritdoc/>
    public static FrontId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
