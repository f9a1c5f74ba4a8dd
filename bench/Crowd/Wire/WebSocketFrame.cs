using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ChatMux.Crowd.Wire;

/// <summary>The frame around what a client sends.</summary>
internal static class WebSocketFrame
{
    /// <summary>Most bytes that stand before the payload.</summary>
    public const int MaxHeader = 8;

    // A browser draws a new mask for each frame, against proxies that could be fooled; here is none.
    private const uint Mask = 0x5ca1ab1e;

    /// <summary>Makes a frame of the payload in <paramref name="room"/>, before which there is room for the header. Returns it.</summary>
    public static Span<byte> Wrap(Span<byte> room, int start, int end)
    {
        var payload = room[start..end];
        var header = payload.Length < 126 ? 6 : 8;
        var frame = room[(start - header)..end];
        frame[0] = 0x82; // binary, and all of it
        if (payload.Length < 126)
            frame[1] = (byte)(0x80 | payload.Length);
        else
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payload.Length);
        }
        MemoryMarshal.Write(frame[(header - 4)..], Mask);
        Cover(payload);
        return frame;
    }

    private static void Cover(Span<byte> payload)
    {
        var words = MemoryMarshal.Cast<byte, uint>(payload);
        foreach (ref var word in words)
            word ^= Mask;
        for (var i = words.Length * 4; i < payload.Length; i++)
            payload[i] ^= (byte)(Mask >> (8 * (i % 4)));
    }
}
