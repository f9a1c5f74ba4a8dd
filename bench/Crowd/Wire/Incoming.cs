using System.Buffers;
using System.Buffers.Binary;

namespace ChatMux.Crowd.Wire;

/// <summary>
/// What has come in on one socket: takes the websocket's frames off in place and gives out the hub's messages. Small while
/// little comes; a great message borrows room for as long as it takes.
/// </summary>
internal sealed class Incoming : IDisposable
{
    private const int Small = 4096;
    private const byte HandshakeEnd = 0x1e;

    private readonly byte[] _own = new byte[Small];
    private byte[] _bytes;
    // In order: what the hub sent and nobody has read [_read, _unwrapped), a gap, what is still in frames [_raw, _end).
    private int _read, _unwrapped, _raw, _end;
    private long _frameLeft;
    private bool _ofControlFrame;

    public Incoming() => _bytes = _own;

    /// <summary>The server has said that it closes.</summary>
    public bool Closed { get; private set; }

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> MakeRoom()
    {
        if (_read == _unwrapped && _raw == _end)
        {
            GiveBack();
            _bytes = _own;
            _read = _unwrapped = _raw = _end = 0;
        }
        else if (_bytes.Length - _end < _bytes.Length / 4)
            MoveTo(_end - _read > _bytes.Length / 2 ? ArrayPool<byte>.Shared.Rent(_bytes.Length * 2) : _bytes);
        return _bytes.AsMemory(_end);
    }

    /// <summary>So many bytes were put there.</summary>
    public void Received(int count)
    {
        _end += count;
        while (!Closed && (_frameLeft > 0 ? TryUnwrap() : TryReadHeader()))
            continue;
    }

    /// <summary>The hub's answer to the handshake, which comes before all messages.</summary>
    public bool TryReadHandshake(out ReadOnlySpan<byte> answer)
    {
        var length = _bytes.AsSpan(_read.._unwrapped).IndexOf(HandshakeEnd);
        answer = length < 0 ? default : _bytes.AsSpan(_read, length);
        _read += length + 1;
        return length >= 0;
    }

    /// <summary>The next of the hub's messages that has come in whole. Valid until more is received.</summary>
    public bool TryRead(out ReadOnlySpan<byte> message)
    {
        var waiting = _bytes.AsSpan(_read.._unwrapped);
        message = default;
        long length = 0;
        for (var i = 0; i < waiting.Length; i++)
        {
            length |= (long)(waiting[i] & 0x7f) << (7 * i);
            if (waiting[i] >= 0x80)
                continue;
            if (waiting.Length - i - 1 < length)
                return false;
            message = waiting.Slice(i + 1, (int)length);
            _read += i + 1 + (int)length;
            return true;
        }
        return false;
    }

    public void Dispose() => GiveBack();

    private bool TryUnwrap()
    {
        var count = (int)Math.Min(_frameLeft, _end - _raw);
        if (count == 0)
            return false;
        if (!_ofControlFrame)
        {
            Buffer.BlockCopy(_bytes, _raw, _bytes, _unwrapped, count);
            _unwrapped += count;
        }
        _raw += count;
        _frameLeft -= count;
        return true;
    }

    private bool TryReadHeader()
    {
        var raw = _bytes.AsSpan(_raw.._end);
        if (raw.Length < 2)
            return false;
        var (header, length) = ((int, long))((raw[1] & 0x7f) switch
        {
            126 when raw.Length >= 4 => (4, BinaryPrimitives.ReadUInt16BigEndian(raw[2..])),
            127 when raw.Length >= 10 => (10, BinaryPrimitives.ReadInt64BigEndian(raw[2..])),
            < 126 and var only => (2, only),
            _ => (0, 0),
        });
        if (header == 0)
            return false;
        _raw += header;
        _frameLeft = length;
        Begin(raw[0] & 0x0f);
        return true;
    }

    private void Begin(int opcode)
    {
        const int Close = 8, Ping = 9, Pong = 10;
        Closed = opcode == Close;
        _ofControlFrame = opcode is Close or Pong;
        // The hub protocol has its own pings, and both servers keep to them.
        if (opcode == Ping)
            throw new InvalidDataException("The server sent a ping of the websocket's own, which nobody here answers.");
    }

    private void MoveTo(byte[] bytes)
    {
        var (read, raw) = (_unwrapped - _read, _end - _raw);
        Buffer.BlockCopy(_bytes, _read, bytes, 0, read);
        Buffer.BlockCopy(_bytes, _raw, bytes, read, raw);
        if (bytes != _bytes)
            GiveBack();
        _bytes = bytes;
        (_read, _unwrapped, _raw, _end) = (0, read, read, read + raw);
    }

    private void GiveBack()
    {
        if (_bytes != _own)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = _own;
    }
}
