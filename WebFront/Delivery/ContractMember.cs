using System.Reflection;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using MessagePack;

namespace ChatMux.WebFront.Delivery;

/// <summary>One member of a contract record: how it is written and read.</summary>
internal abstract class ContractMember(JsonPropertyInfo property)
{
    public string Name { get; } = property.Name;

    public Action<object, object?>? Set { get; } = property.Set;

    /// <summary>The name as it is on the wire: the same bytes each time, so encoded once.</summary>
    protected byte[] EncodedName { get; } = Encode(property.Name);

    public abstract void Write(ref MessagePackWriter writer, object owner, MessagePackSerializerOptions options);

    public abstract object? Read(ref MessagePackReader reader, MessagePackSerializerOptions options);

    public static ContractMember Of(JsonPropertyInfo property)
    {
        var member = (PropertyInfo)property.AttributeProvider!;
        return (ContractMember)Activator.CreateInstance(
            typeof(ContractMember<,>).MakeGenericType(member.DeclaringType!, member.PropertyType), property, member)!;
    }

    public static byte[] Encode(string name)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteString(Encoding.UTF8.GetBytes(name));
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>A member with its types, so that values are written without boxing or looking them up.</summary>
internal sealed class ContractMember<TOwner, TValue>(JsonPropertyInfo property, PropertyInfo member) : ContractMember(property)
    where TOwner : class
{
    private readonly Func<TOwner, TValue> _get = member.GetMethod!.CreateDelegate<Func<TOwner, TValue>>();

    public override void Write(ref MessagePackWriter writer, object owner, MessagePackSerializerOptions options)
    {
        writer.WriteRaw(EncodedName);
        options.Resolver.GetFormatterWithVerify<TValue>().Serialize(ref writer, _get((TOwner)owner), options);
    }

    public override object? Read(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        options.Resolver.GetFormatterWithVerify<TValue>().Deserialize(ref reader, options);
}
