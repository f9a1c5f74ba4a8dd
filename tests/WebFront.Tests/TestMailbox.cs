using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;

namespace ChatMux.WebFront.Tests;

/// <summary>A mailbox as the client keeps it: events are taken once and in the order of their numbers.</summary>
internal sealed class TestMailbox
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, ServerEvent> _early = [];
    private readonly List<ServerEvent> _taken = [];
    private readonly List<MailboxBatch> _beforeWelcome = [];
    private MailboxPosition? _position;
    private bool _attached;

    /// <summary>How far it has been read; null before the first attach.</summary>
    public MailboxPosition? Position
    {
        get
        {
            lock (_lock)
                return _position;
        }
    }

    /// <summary>What was taken, in order.</summary>
    public IReadOnlyList<ServerEvent> Taken
    {
        get
        {
            lock (_lock)
                return [.. _taken];
        }
    }

    /// <summary>Another socket was opened: what comes over it waits for the welcome.</summary>
    public void Detach()
    {
        lock (_lock)
            {
            _attached = false;
            _beforeWelcome.Clear();
        }
    }

    /// <summary>After attaching: goes on where it was, or begins where the replay begins.</summary>
    public void Attach(MailboxState state)
    {
        lock (_lock)
        {
            _attached = true;
            if (!state.Resumed)
                Begin(state.Replay);
            Take(state.Replay);
            foreach (var batch in _beforeWelcome)
                Take(batch);
        }
    }

    /// <summary>Takes a batch: drops what it has, keeps what is early.</summary>
    public void Receive(MailboxBatch batch)
    {
        lock (_lock)
            if (_attached)
                Take(batch);
            else
                _beforeWelcome.Add(batch);
    }

    private void Begin(MailboxBatch batch)
    {
        _position = new MailboxPosition(batch.Epoch, batch.First - 1);
        _early.Clear();
    }

    private void Take(MailboxBatch batch)
    {
        if (_position?.Epoch != batch.Epoch)
            Begin(batch);
        for (var i = 0; i < batch.Events.Count; i++)
            if (batch.First + i > _position!.Sequence)
                _early[batch.First + i] = batch.Events[i];
        while (_early.Remove(_position!.Sequence + 1, out var next))
        {
            _taken.Add(next);
            _position = _position with { Sequence = _position.Sequence + 1 };
        }
    }
}
