using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using MessagePack;
using MessagePack.Formatters;

namespace ChatMux.WebFront.Delivery;

/// <summary>
/// Writes a record as a MessagePack map under the names that System.Text.Json gives its members: the same metadata from
/// which the client's types are generated, so that the two cannot differ. A missing member that may not be null is
/// refused.
/// </summary>
internal sealed class ContractFormatter<T> : IMessagePackFormatter<T?> where T : class
{
    private readonly JsonTypeInfo _type = ContractJson.TypeInfo(typeof(T));

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }
        var shape = ContractShape.Of(value.GetType());
        var name = _type.PolymorphismOptions is null ? null : DerivedName(value.GetType());
        writer.WriteMapHeader(shape.Members.Count + (name is null ? 0 : 1));
        if (name is not null)
        {
            writer.Write(_type.PolymorphismOptions!.TypeDiscriminatorPropertyName);
            writer.Write(name);
        }
        foreach (var member in shape.Members)
        {
            writer.Write(member.Name);
            MessagePackSerializer.Serialize(member.PropertyType, ref writer, member.Get!(value), options);
        }
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return null;
        options.Security.DepthStep(ref reader);
        try
        {
            var shape = ContractShape.Of(_type.PolymorphismOptions is null ? typeof(T) : DerivedType(reader));
            var values = new object?[shape.Members.Count];
            for (var left = reader.ReadMapHeader(); left > 0; left--)
            {
                var index = shape.IndexOf(reader.ReadString());
                if (index < 0)
                    reader.Skip();
                else
                    values[index] = MessagePackSerializer.Deserialize(shape.Members[index].PropertyType, ref reader, options);
            }
            return (T)shape.Create(values);
        }
        finally
        {
            reader.Depth--;
        }
    }

    private string DerivedName(Type type) =>
        (string)_type.PolymorphismOptions!.DerivedTypes.Single(d => d.DerivedType == type).TypeDiscriminator!;

    // Works on a copy of the reader, so the map is still to be read from its start.
    private Type DerivedType(MessagePackReader reader)
    {
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            if (reader.ReadString() != _type.PolymorphismOptions!.TypeDiscriminatorPropertyName)
            {
                reader.Skip();
                continue;
            }
            var name = reader.ReadString();
            return _type.PolymorphismOptions.DerivedTypes.FirstOrDefault(d => (string?)d.TypeDiscriminator == name).DerivedType
                ?? throw new MessagePackSerializationException("unknown type");
        }
        throw new MessagePackSerializationException("no type");
    }
}

/// <summary>The members of a contract record, and how to make one of their values.</summary>
internal sealed class ContractShape
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, ContractShape> Shapes = [];

    private readonly Dictionary<string, int> _indexes;
    private readonly ConstructorInfo _constructor;
    private readonly int[] _arguments;
    private readonly bool[] _mayBeNull;

    private ContractShape(Type type)
    {
        Members = [.. ContractJson.TypeInfo(type).Properties.Where(p => p.Get is not null)];
        _indexes = Members.Select((member, i) => (member.Name, i)).ToDictionary(m => m.Name, m => m.i);
        _constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var parameters = _constructor.GetParameters();
        _arguments = [.. parameters.Select(p => Members.ToList().FindIndex(m => string.Equals(m.Name, p.Name, StringComparison.OrdinalIgnoreCase)))];
        var nullability = new NullabilityInfoContext();
        _mayBeNull = [.. parameters.Select(p => nullability.Create(p).WriteState == NullabilityState.Nullable)];
    }

    public IReadOnlyList<JsonPropertyInfo> Members { get; }

    public static ContractShape Of(Type type) => Shapes.GetOrAdd(type, t => new ContractShape(t));

    public int IndexOf(string? name) => name is not null && _indexes.TryGetValue(name, out var index) ? index : -1;

    public object Create(object?[] values)
    {
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = values[_arguments[i]] is { } value || _mayBeNull[i]
                ? values[_arguments[i]]
                : throw new MessagePackSerializationException("a member is missing");
        var made = _constructor.Invoke(arguments);
        // Members without a constructor parameter (those of Result) have setters.
        for (var i = 0; i < values.Length; i++)
            if (!_arguments.Contains(i) && Members[i].Set is { } set)
                set(made, values[i]);
        return made;
    }
}
