using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.WebFront.Delivery;
using Microsoft.AspNetCore.SignalR;

namespace ChatMux.WebFront.Connections;

/// <summary>One attached socket on this front.</summary>
internal sealed class Browser
{
    private readonly HubConnectionContext _socket;
    private readonly TimeProvider _time;
    private volatile bool _attached;
    private volatile bool _idle;
    private volatile bool _closing;
    private volatile Actor _actor;
    private byte[]? _challenge;

    public Browser(HubConnectionContext socket, Actor actor, Attachment attachment, Frame resync, Action<Browser> overflowed, TimeProvider time)
    {
        (_socket, _time, _actor, Attachment) = (socket, time, actor, attachment);
        _idle = attachment.Idle;
        Outbox = new Outbox(message => socket.WriteAsync(message), resync, () => overflowed(this));
    }

    /// <summary>Who acts through it; as which device of their chain as well, once that was proven.</summary>
    public Actor Actor
    {
        get => _actor;
        set => _actor = value;
    }

    /// <summary>Whoever acts as a device that is not in the list any more acts as none from here on.</summary>
    public void DevicesChanged(IReadOnlyList<DeviceId> devices)
    {
        if (_actor is { KeyDevice: { } device } actor && !devices.Contains(device))
            _actor = actor with { KeyDevice = null };
    }

    /// <summary>What its device is to sign, if it was asked to.</summary>
    public void SetChallenge(byte[] challenge) => Interlocked.Exchange(ref _challenge, challenge);

    /// <summary>The challenge, which counts for one proof.</summary>
    public byte[]? TakeChallenge() => Interlocked.Exchange(ref _challenge, null);

    /// <summary>What the connection's grain knows of the socket.</summary>
    public Attachment Attachment { get; }

    /// <summary>Whether its grain has taken it; from then on its front touches it.</summary>
    public bool Attached
    {
        get => _attached;
        set => _attached = value;
    }

    /// <summary>Whether it last said that it has been without input for a while.</summary>
    public bool Idle
    {
        get => _idle;
        set => _idle = value;
    }

    /// <summary>Whether its grain was lost and the browser has not been told: touched by one round at a time.</summary>
    public bool MustResync { get; set; }

    /// <summary>Whether it was told why its socket closes: it hears nothing more.</summary>
    public bool IsClosing => _closing;

    /// <summary>When in a round of touches its turn is: drawn, so that the round is even.</summary>
    public int TouchSlice { get; } = Random.Shared.Next();

    /// <summary>What is on its way to it.</summary>
    public Outbox Outbox { get; }

    /// <summary>Says why, then closes the socket.</summary>
    public void Close(Frame reason)
    {
        _closing = true;
        _ = CloseAfter(reason);
    }

    private async Task CloseAfter(Frame reason)
    {
        try
        {
            // Past the outbox: what waits there is of no use to a browser that has to go.
            await _socket.WriteAsync(reason.Message).AsTask().WaitAsync(TimeSpan.FromSeconds(1), _time);
        }
        catch (Exception)
        {
            // It does not read any more; closing is all that is left.
        }
        _socket.Abort();
    }
}
