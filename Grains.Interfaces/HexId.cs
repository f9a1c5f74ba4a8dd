using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces;

/// <summary>An id that is lowercase hexadecimal text of a fixed length: 128 random bits unless its type says otherwise.</summary>
/// <typeparam name="TSelf">The id's own type, so that one kind of id cannot stand for another.</typeparam>
public interface IHexId<TSelf> where TSelf : struct, IHexId<TSelf>
{
    /// <summary>How many hexadecimal characters the id has.</summary>
    static virtual int Length => 32;

    /// <summary>Wraps text that is known to be an id; text from outside goes through <see cref="HexId.TryParse{T}"/>.</summary>
    static abstract TSelf Of(string value);

    /// <summary>Makes a drawn id one of this kind, where not every one is.</summary>
    static virtual string Shape(string drawn) => drawn;

    /// <summary>The id as text, which is also the key of its grain.</summary>
    string Value { get; }
}

/// <summary>Makes and reads ids.</summary>
public static class HexId
{
    /// <summary>A new random id from the operating system's generator.</summary>
    public static T New<T>() where T : struct, IHexId<T> => T.Of(T.Shape(RandomNumberGenerator.GetHexString(T.Length, lowercase: true)));

    /// <summary>Reads an id that came from outside. Anything but exactly the right number of lowercase hexadecimal characters is refused.</summary>
    public static bool TryParse<T>(string? text, out T id) where T : struct, IHexId<T>
    {
        if (text is not null && text.Length == T.Length && text.All(char.IsAsciiHexDigitLower))
        {
            id = T.Of(text);
            return true;
        }
        id = default;
        return false;
    }
}

/// <summary>Writes an id as a JSON string and refuses to read anything that is not one.</summary>
public sealed class HexIdJsonConverter<T> : JsonConverter<T> where T : struct, IHexId<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && HexId.TryParse<T>(reader.GetString(), out var id)
            ? id
            : throw new JsonException($"not a {typeof(T).Name}");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        HexId.TryParse<T>(reader.GetString(), out var id) ? id : throw new JsonException($"not a {typeof(T).Name}");

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);
}
