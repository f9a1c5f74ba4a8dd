using System.Text.Json.Serialization.Metadata;
using MessagePack;

namespace ChatMux.WebFront.Delivery;

/// <summary>Of a type with several kinds: what names each of them on the wire.</summary>
internal sealed class ContractKinds
{
    private readonly byte[] _property;
    private readonly string _propertyName;
    private readonly Dictionary<Type, byte[]> _names;
    private readonly Dictionary<string, Type> _types;

    private ContractKinds(JsonPolymorphismOptions kinds)
    {
        _propertyName = kinds.TypeDiscriminatorPropertyName;
        _property = ContractMember.Encode(_propertyName);
        _names = kinds.DerivedTypes.ToDictionary(d => d.DerivedType, d => ContractMember.Encode((string)d.TypeDiscriminator!));
        _types = kinds.DerivedTypes.ToDictionary(d => (string)d.TypeDiscriminator!, d => d.DerivedType);
    }

    public static ContractKinds? Of(Type type) =>
        ContractJson.TypeInfo(type).PolymorphismOptions is { } kinds ? new ContractKinds(kinds) : null;

    public void Write(ref MessagePackWriter writer, Type type)
    {
        writer.WriteRaw(_property);
        writer.WriteRaw(_names[type]);
    }

    // Works on a copy of the reader, so the map is still to be read from its start.
    public Type Read(MessagePackReader reader)
    {
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            if (reader.ReadString() == _propertyName)
                return reader.ReadString() is { } name && _types.TryGetValue(name, out var type)
                    ? type
                    : throw new MessagePackSerializationException("unknown type");
            reader.Skip();
        }
        throw new MessagePackSerializationException("no type");
    }
}
