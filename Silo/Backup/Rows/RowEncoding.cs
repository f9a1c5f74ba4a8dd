using System.Buffers.Binary;
using System.Text;

namespace ChatMux.Silo.Backup.Rows;

/// <summary>
/// A row as bytes, the same ones whichever database it was read from: numbers have eight, ids sixteen, and what may be of any length
/// says first how long it is, so that no two rows are the same bytes.
/// </summary>
internal sealed class RowEncoding
{
    private byte[] _bytes = new byte[1_024];
    private int _length;

    /// <summary>What was added since it was last cleared.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public RowEncoding Add(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Next(sizeof(long)), value);
        return this;
    }

    public RowEncoding Add(Guid id)
    {
        id.TryWriteBytes(Next(16), bigEndian: true, out _);
        return this;
    }

    public RowEncoding Add(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Add((long)length);
        Encoding.UTF8.GetBytes(text, Next(length));
        return this;
    }

    /// <summary>Nothing is not the same as no bytes.</summary>
    public RowEncoding Add(byte[]? bytes)
    {
        if (bytes is null) return Add(-1L);
        Add((long)bytes.Length);
        bytes.CopyTo(Next(bytes.Length));
        return this;
    }

    private Span<byte> Next(int count)
    {
        if (_bytes.Length - _length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
