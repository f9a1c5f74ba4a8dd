using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Connections;

/// <summary>Names one open tab. The browser makes it and keeps it over reloads. Key of its <see cref="IConnectionGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("ConnectionId"), JsonConverter(typeof(HexIdJsonConverter<ConnectionId>))]
public readonly record struct ConnectionId([property: Id(0)] string Value) : IHexId<ConnectionId>
{
    /// <inheritdoc/>
    public static ConnectionId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
