using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;

namespace ChatMux.Grains.Delivery;

/// <summary>
/// The events that one browser has not acknowledged, numbered from 1 within an epoch. When it overflows it is emptied
/// under another epoch, by which the browser knows that events were lost.
/// </summary>
/// <param name="metrics">Where it is told how much waits.</param>
internal sealed class Mailbox(MailboxMetrics metrics)
{
    private readonly Queue<ServerEvent> _events = new();
    private string _epoch = NewEpoch();
    private long _acknowledged;
    private int _bytes;

    /// <summary>All that the browser has not acknowledged.</summary>
    public MailboxBatch Unacknowledged => new(_epoch, _acknowledged + 1, [.. _events]);

    /// <summary>The number of the last event, 0 before the first.</summary>
    public long Last => _acknowledged + _events.Count;

    /// <summary>Appends an event; past the limits, the mailbox is emptied and says only that a resync is needed.</summary>
    /// <returns>The event as it is to be sent.</returns>
    public MailboxBatch Append(ServerEvent serverEvent)
    {
        if (_events.Count >= Limits.MailboxEvents || _bytes + serverEvent.EstimatedBytes > Limits.MailboxBytes)
        {
            StartOver();
            serverEvent = new ResyncNeeded();
        }
        _events.Enqueue(serverEvent);
        metrics.Changed(1);
        _bytes += serverEvent.EstimatedBytes;
        return new MailboxBatch(_epoch, Last, [serverEvent]);
    }

    /// <summary>Forgets the events up to this number; another epoch's, older or unknown numbers change nothing.</summary>
    public void Acknowledge(string epoch, long sequence)
    {
        if (epoch != _epoch || sequence > Last)
            return;
        metrics.Changed(-(int)Math.Max(0, sequence - _acknowledged));
        for (; _acknowledged < sequence; _acknowledged++)
            _bytes -= _events.Dequeue().EstimatedBytes;
    }

    /// <summary>Empties it under another epoch.</summary>
    public void StartOver()
    {
        metrics.Changed(-_events.Count);
        _events.Clear();
        _epoch = NewEpoch();
        _acknowledged = 0;
        _bytes = 0;
    }

    /// <summary>What a browser that comes back at this position gets: the rest, or, at a position unknown here, all there is.</summary>
    public MailboxState Resume(MailboxPosition? position)
    {
        var resumed = position is not null && position.Epoch == _epoch
            && position.Sequence >= _acknowledged && position.Sequence <= Last;
        if (resumed)
            Acknowledge(_epoch, position!.Sequence);
        else if (position is not null)
            StartOver();
        return new MailboxState(resumed, Unacknowledged);
    }

    private static string NewEpoch() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
