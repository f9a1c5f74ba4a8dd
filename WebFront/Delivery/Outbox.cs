using Microsoft.AspNetCore.SignalR;

namespace ChatMux.WebFront.Delivery;

/// <summary>A message as it goes to a browser, serialized once for all browsers that get it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="CoalesceKey">Set when a newer message with the same key replaces it.</param>
internal sealed record Frame(SerializedHubMessage Message, int Bytes, string? CoalesceKey);

/// <summary>
/// What waits for one browser. Never makes a sender wait: a browser that reads too slowly loses what waits, and is told
/// to resync when it reads again.
/// </summary>
/// <param name="write">Writes to the browser's socket and completes when the socket has taken it.</param>
/// <param name="resync">The frame that tells the browser to fetch everything anew.</param>
/// <param name="overflowed">Called when what waited was discarded.</param>
internal sealed class Outbox(Func<SerializedHubMessage, ValueTask> write, Frame resync, Action overflowed)
{
    /// <summary>Most that may wait, in bytes (SECURITY section 4).</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<Frame> _waiting = [];
    private readonly Dictionary<string, LinkedListNode<Frame>> _keyed = [];
    private int _waitingBytes;
    private bool _writing;
    private bool _broken;

    /// <summary>How much waits behind the frame that is being written.</summary>
    public int WaitingBytes
    {
        get
        {
            lock (_lock)
                return _waitingBytes;
        }
    }

    /// <summary>Writes the frame, or lets it wait behind those before it.</summary>
    public void Send(Frame frame)
    {
        lock (_lock)
        {
            if (_broken)
                return;
            if (_writing)
            {
                Wait(frame);
                return;
            }
            _writing = true;
        }
        _ = WriteFrom(frame);
    }

    private void Wait(Frame frame)
    {
        if (!TryReplace(frame))
            Append(frame);
        if (_waitingBytes <= MaxBytes)
            return;
        Clear();
        Append(resync);
        overflowed();
    }

    private bool TryReplace(Frame frame)
    {
        if (frame.CoalesceKey is not { } key || !_keyed.TryGetValue(key, out var node))
            return false;
        _waitingBytes += frame.Bytes - node.Value.Bytes;
        node.Value = frame;
        return true;
    }

    private void Append(Frame frame)
    {
        var node = _waiting.AddLast(frame);
        _waitingBytes += frame.Bytes;
        if (frame.CoalesceKey is { } key)
            _keyed[key] = node;
    }

    private void Clear()
    {
        _waiting.Clear();
        _keyed.Clear();
        _waitingBytes = 0;
    }

    private async Task WriteFrom(Frame? frame)
    {
        try
        {
            for (; frame is not null; frame = Next())
                await write(frame.Message);
        }
        catch (Exception)
        {
            // The socket is gone; SignalR says so to the hub, and nothing more is written.
            lock (_lock)
            {
                _broken = true;
                Clear();
            }
        }
    }

    private Frame? Next()
    {
        lock (_lock)
        {
            var next = _waiting.First?.Value;
            if (next is null)
            {
                _writing = false;
                return null;
            }
            _waiting.RemoveFirst();
            _waitingBytes -= next.Bytes;
            if (next.CoalesceKey is { } key)
                _keyed.Remove(key);
            return next;
        }
    }
}
