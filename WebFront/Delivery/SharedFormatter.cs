using System.Buffers;
using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Formatters;

namespace ChatMux.WebFront.Delivery;

/// <summary>Serializes a large immutable value once, however many browsers get it as a part of something of their own.</summary>
internal sealed class SharedFormatter<T> : IMessagePackFormatter<T?> where T : class
{
    private readonly ContractFormatter<T> _inner = new();
    private readonly ConditionalWeakTable<T, byte[]> _bytes = [];

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
            writer.WriteNil();
        else
            writer.WriteRaw(_bytes.GetValue(value, shared => ToBytes(shared, options)));
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => _inner.Deserialize(ref reader, options);

    private byte[] ToBytes(T value, MessagePackSerializerOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        _inner.Serialize(ref writer, value, options);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
