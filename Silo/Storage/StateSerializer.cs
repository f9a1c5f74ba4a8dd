using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace ChatMux.Silo.Storage;

/// <summary>
/// Grain state as plain JSON: property names and nothing of the class, so a state class may be renamed or moved. What
/// must not be renamed is a property, unless <see cref="JsonPropertyNameAttribute"/> keeps its stored name. Properties
/// may be added (old rows have their default) and removed (old rows' value is ignored).
/// </summary>
public sealed class StateSerializer : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Options));

    /// <inheritdoc/>
    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span, Options);
}
