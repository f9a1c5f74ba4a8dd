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
    private readonly ContractKinds? _kinds = ContractKinds.Of(typeof(T));

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }
        var shape = ContractShape.Of(value.GetType());
        writer.WriteMapHeader(shape.Members.Count + (_kinds is null ? 0 : 1));
        _kinds?.Write(ref writer, value.GetType());
        foreach (var member in shape.Members)
            member.Write(ref writer, value, options);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return null;
        options.Security.DepthStep(ref reader);
        try
        {
            var shape = ContractShape.Of(_kinds is null ? typeof(T) : _kinds.Read(reader));
            var values = new object?[shape.Members.Count];
            for (var left = reader.ReadMapHeader(); left > 0; left--)
            {
                var index = shape.IndexOf(reader.ReadString());
                if (index < 0)
                    reader.Skip();
                else
                    values[index] = shape.Members[index].Read(ref reader, options);
            }
            return (T)shape.Create(values);
        }
        finally
        {
            reader.Depth--;
        }
    }
}
