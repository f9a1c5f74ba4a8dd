using System.Buffers.Binary;

namespace ChatMux.Crowd.Wire;

/// <summary>Writes the little of MessagePack that commands need.</summary>
internal ref struct PackWriter(Span<byte> room)
{
    private readonly Span<byte> _room = room;

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    public void WriteNil() => Put(0xc0);

    /// <summary>Begins an array of up to 15 elements.</summary>
    public void WriteArray(int count) => Put((byte)(0x90 | count));

    /// <summary>Begins a map of up to 15 members.</summary>
    public void WriteMap(int count) => Put((byte)(0x80 | count));

    /// <summary>Writes UTF-8 of up to 64 KiB.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        if (text.Length < 32)
            Put((byte)(0xa0 | text.Length));
        else
        {
            Put(0xda);
            BinaryPrimitives.WriteUInt16BigEndian(_room[Length..], (ushort)text.Length);
            Length += 2;
        }
        text.CopyTo(_room[Length..]);
        Length += text.Length;
    }

    /// <summary>Writes bytes, up to 64 KiB.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(MakeBytes(bytes.Length));

    /// <summary>Writes so many bytes, up to 64 KiB, and returns where they go.</summary>
    public Span<byte> MakeBytes(int length)
    {
        Put(0xc5);
        BinaryPrimitives.WriteUInt16BigEndian(_room[Length..], (ushort)length);
        Length += 2 + length;
        return _room.Slice(Length - length, length);
    }

    public void Write(long number)
    {
        Put(0xd3);
        BinaryPrimitives.WriteInt64BigEndian(_room[Length..], number);
        Length += 8;
    }

    public void Put(byte value) => _room[Length++] = value;
}
