using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;

namespace ChatMux.Model.Tests.Client;

/// <summary>How far a tab has read its mailbox, as the client does it: in order, each event once, early ones wait.</summary>
internal sealed class MailboxReader
{
    private readonly Dictionary<long, ServerEvent> _early = [];
    private string? _epoch;
    private long _sequence;

    /// <summary>What the tab names when it attaches, and what it acknowledges.</summary>
    public MailboxPosition? Position => _epoch is null ? null : new MailboxPosition(_epoch, _sequence);

    /// <summary>Whether an event has come before one that is to come first.</summary>
    public bool IsWaiting => _early.Count > 0;

    /// <summary>After attaching: goes on from the position that was named, or begins where the replay begins.</summary>
    public IReadOnlyList<ServerEvent> Attach(MailboxPosition? named, MailboxState state)
    {
        if (!state.Resumed || named?.Epoch != state.Replay.Epoch)
            Begin(state.Replay);
        return Receive(state.Replay).Events;
    }

    /// <summary>Takes a batch. <c>Lost</c>: it is of another epoch, so events may have been lost.</summary>
    public (IReadOnlyList<ServerEvent> Events, bool Lost) Receive(MailboxBatch batch)
    {
        var lost = _epoch != batch.Epoch;
        if (lost)
            Begin(batch);
        for (var i = 0; i < batch.Events.Count; i++)
            if (batch.First + i > _sequence)
                _early[batch.First + i] = batch.Events[i];
        var events = new List<ServerEvent>();
        while (_early.Remove(_sequence + 1, out var next))
        {
            events.Add(next);
            _sequence++;
        }
        return (events, lost);
    }

    private void Begin(MailboxBatch batch)
    {
        _epoch = batch.Epoch;
        _sequence = batch.First - 1;
        _early.Clear();
    }
}
