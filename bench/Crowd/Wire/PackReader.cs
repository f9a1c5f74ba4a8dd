using System.Buffers.Binary;

namespace ChatMux.Crowd.Wire;

/// <summary>Reads MessagePack where it lies: nothing is copied, and what nobody asks for is skipped.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> bytes)
{
    private const byte Nil = 0xc0;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>How many elements the array that begins here has.</summary>
    public int ReadArray() => Take() switch
    {
        >= 0x90 and <= 0x9f and var code => code & 0x0f,
        0xdc => (int)Number(2),
        0xdd => (int)Number(4),
        var code => throw Unexpected("an array", code),
    };

    /// <summary>How many members the map that begins here has.</summary>
    public int ReadMap() => Take() switch
    {
        >= 0x80 and <= 0x8f and var code => code & 0x0f,
        0xde => (int)Number(2),
        0xdf => (int)Number(4),
        var code => throw Unexpected("a map", code),
    };

    /// <summary>A text as UTF-8.</summary>
    public ReadOnlySpan<byte> ReadText() => Take() switch
    {
        >= 0xa0 and <= 0xbf and var code => Take(code & 0x1f),
        0xd9 => Take((int)Number(1)),
        0xda => Take((int)Number(2)),
        0xdb => Take((int)Number(4)),
        var code => throw Unexpected("a text", code),
    };

    /// <summary>Bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take() switch
    {
        0xc4 => Take((int)Number(1)),
        0xc5 => Take((int)Number(2)),
        0xc6 => Take((int)Number(4)),
        var code => throw Unexpected("bytes", code),
    };

    public long ReadInteger() => Take() switch
    {
        <= 0x7f and var code => code,
        >= 0xe0 and var code => (sbyte)code,
        0xcc => (long)Number(1),
        0xcd => (long)Number(2),
        0xce => (long)Number(4),
        0xcf => (long)Number(8),
        0xd0 => (sbyte)Number(1),
        0xd1 => (short)Number(2),
        0xd2 => (int)Number(4),
        0xd3 => (long)Number(8),
        var code => throw Unexpected("an integer", code),
    };

    public bool ReadBoolean() => Take() switch
    {
        0xc2 => false,
        0xc3 => true,
        var code => throw Unexpected("a boolean", code),
    };

    public bool TryReadNil()
    {
        if (_bytes[_at] != Nil)
            return false;
        _at++;
        return true;
    }

    /// <summary>A reader at one member of the map that begins here. This one stays where it is.</summary>
    public readonly PackReader Member(ReadOnlySpan<byte> name)
    {
        var reader = this;
        for (var left = reader.ReadMap(); left > 0; left--)
        {
            if (reader.ReadText().SequenceEqual(name))
                return reader;
            reader.Skip();
        }
        throw new InvalidDataException($"The server sent nothing called '{System.Text.Encoding.UTF8.GetString(name)}'.");
    }

    /// <summary>Passes one value, with all that is in it, and returns its bytes.</summary>
    public ReadOnlySpan<byte> Skip()
    {
        var start = _at;
        for (var left = 1L; left > 0; left--)
            left += SkipHead(Take());
        return _bytes[start.._at];
    }

    /// <summary>Passes a value up to the values in it. Returns how many those are.</summary>
    private long SkipHead(byte code)
    {
        switch (code)
        {
            case <= 0x7f or >= 0xe0 or Nil or 0xc2 or 0xc3:
                return 0;
            case <= 0x8f:
                return 2 * (code & 0x0f);
            case <= 0x9f:
                return code & 0x0f;
            case 0xde or 0xdf:
                return 2 * (long)Number(code == 0xde ? 2 : 4);
            case 0xdc or 0xdd:
                return (long)Number(code == 0xdc ? 2 : 4);
        }
        var length = code switch
        {
            <= 0xbf => code & 0x1f,
            0xc4 or 0xd9 => (int)Number(1),
            0xc5 or 0xda => (int)Number(2),
            0xc6 or 0xdb => (int)Number(4),
            0xcc or 0xd0 => 1,
            0xcd or 0xd1 => 2,
            0xca or 0xce or 0xd2 => 4,
            0xcb or 0xcf or 0xd3 => 8,
            _ => throw Unexpected("something known", code),
        };
        _at += length; // not before: reading the length has moved it
        return 0;
    }

    private byte Take() => _bytes[_at++];

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }

    private ulong Number(int length) => length switch
    {
        1 => Take(),
        2 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        4 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        _ => BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
    };

    private static InvalidDataException Unexpected(string wanted, byte code) => new($"The server sent {code:x2} instead of {wanted}.");
}
