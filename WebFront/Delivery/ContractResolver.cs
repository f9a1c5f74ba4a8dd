using System.Reflection;
using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace ChatMux.WebFront.Delivery;

/// <summary>The MessagePack form of contract types: ids as text, enums as their names, records as maps; the rest as MessagePack has it.</summary>
internal sealed class ContractResolver : IFormatterResolver
{
    private static readonly ContractResolver Instance = new();

    /// <summary>For both ends of the socket. Browsers are not trusted: depth and hash collisions are limited.</summary>
    public static MessagePackSerializerOptions Options { get; } = MessagePackSerializerOptions.Standard
        .WithResolver(Instance)
        .WithSecurity(MessagePackSecurity.UntrustedData);

    public IMessagePackFormatter<T>? GetFormatter<T>() => Cache<T>.Formatter;

    private static class Cache<T>
    {
        public static readonly IMessagePackFormatter<T>? Formatter = (IMessagePackFormatter<T>?)Make(typeof(T))
            ?? BuiltinResolver.Instance.GetFormatter<T>()
            ?? DynamicGenericResolver.Instance.GetFormatter<T>();
    }

    private static object? Make(Type type)
    {
        if (type.IsEnum)
            return Activator.CreateInstance(typeof(EnumNameFormatter<>).MakeGenericType(type));
        if (!IsContract(type))
            return null;
        var formatter = type.IsValueType ? typeof(HexIdFormatter<>)
            : type == typeof(LobbySnapshot) ? typeof(SharedFormatter<>)
            : typeof(ContractFormatter<>);
        return Activator.CreateInstance(formatter.MakeGenericType(type));
    }

    private static bool IsContract(Type type) =>
        type.Namespace is { } name && name.StartsWith("ChatMux.", StringComparison.Ordinal) && type is { IsArray: false, IsInterface: false };
}

/// <summary>An id as its text; anything else is refused.</summary>
internal sealed class HexIdFormatter<T> : IMessagePackFormatter<T> where T : struct, IHexId<T>
{
    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) => writer.Write(value.Value);

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        HexId.TryParse<T>(reader.ReadString(), out var id) ? id : throw new MessagePackSerializationException("not an id");
}

/// <summary>An enum as the name that JSON has for it; unknown names are refused.</summary>
internal sealed class EnumNameFormatter<T> : IMessagePackFormatter<T> where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>().ToDictionary(
        value => value,
        value => typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);

    private static readonly Dictionary<string, T> Values = Names.ToDictionary(n => n.Value, n => n.Key);

    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) => writer.Write(Names[value]);

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.ReadString() is { } name && Values.TryGetValue(name, out var value)
            ? value
            : throw new MessagePackSerializationException("unknown name");
}
