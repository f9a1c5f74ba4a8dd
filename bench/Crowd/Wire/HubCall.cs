namespace ChatMux.Crowd.Wire;

/// <summary>One call of a hub method, written straight into the frame in which it goes out.</summary>
internal ref struct HubCall
{
    /// <summary>How much room a call may need: a message of a kilobyte and what is around it.</summary>
    public const int Room = 2048;

    // What stands before the call is known only when its length is: websocket header and mask (8), length of the call (2).
    private const int Headroom = 10;

    private readonly Span<byte> _room;

    /// <summary>Where the arguments are written to.</summary>
    public PackWriter Arguments;

    /// <summary>Begins a call; the arguments, so many, have to follow.</summary>
    public HubCall(Span<byte> room, ReadOnlySpan<byte> id, ReadOnlySpan<byte> method, int arguments)
    {
        _room = room;
        Arguments = new PackWriter(room[Headroom..]);
        Arguments.WriteArray(6);
        Arguments.Put(1);
        Arguments.WriteMap(0);
        Arguments.Write(id);
        Arguments.Write(method);
        Arguments.WriteArray(arguments);
    }

    /// <summary>The whole frame.</summary>
    public Span<byte> Finish()
    {
        Arguments.WriteArray(0); // no streams
        var length = Arguments.Length;
        var start = length < 0x80 ? Headroom - 1 : Headroom - 2;
        if (length < 0x80)
            _room[start] = (byte)length;
        else
            (_room[start], _room[start + 1]) = ((byte)(length | 0x80), (byte)(length >> 7));
        return WebSocketFrame.Wrap(_room, start, Headroom + length);
    }
}
