using System.Collections.Concurrent;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;

namespace ChatMux.Grains.Tests;

/// <summary>A front that writes down what grains send to it, and can be told to stop answering.</summary>
internal sealed class FakeFront : IFrontObserver
{
    private readonly Lock _lock = new();
    private readonly List<ServerEvent> _seen = [];
    private readonly List<(Func<ServerEvent, bool> Wanted, TaskCompletionSource<ServerEvent> Found)> _waiting = [];

    public FakeFront(IGrainFactory grains) => Reference = grains.CreateObjectReference<IFrontObserver>(this);

    public FrontId Id { get; } = HexId.New<FrontId>();

    public IFrontObserver Reference { get; }

    /// <summary>While set, batches are not acknowledged.</summary>
    public TaskCompletionSource? Frozen { get; set; }

    /// <summary>How many topic batches came.</summary>
    public int Batches { get; private set; }

    public ConcurrentQueue<MailboxBatch> Mailbox { get; } = [];

    /// <summary>What was written in conversations of two, batch by batch.</summary>
    public ConcurrentQueue<IReadOnlyList<SealedDelivery>> Sealed { get; } = [];

    public IReadOnlyList<T> All<T>() where T : ServerEvent
    {
        lock (_lock)
            return [.. _seen.OfType<T>()];
    }

    /// <summary>The first event of this kind, seen already or yet to come.</summary>
    public async Task<T> Sees<T>(Func<T, bool>? wanted = null) where T : ServerEvent
    {
        bool Fits(ServerEvent e) => e is T t && (wanted?.Invoke(t) ?? true);
        TaskCompletionSource<ServerEvent> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_seen.FirstOrDefault(Fits) is { } seen)
                return (T)seen;
            _waiting.Add((Fits, found));
        }
        return (T)await found.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    public async Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events)
    {
        Batches++;
        Note(events);
        if (Frozen is { } frozen)
            await frozen.Task;
    }

    public async Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch)
    {
        Mailbox.Enqueue(batch);
        Note(batch.Events);
        if (Frozen is { } frozen)
            await frozen.Task;
    }

    public async Task DeliverSealed(IReadOnlyList<SealedDelivery> deliveries)
    {
        Sealed.Enqueue(deliveries);
        Note([.. deliveries.SelectMany(delivery => delivery.Posted)]);
        if (Frozen is { } frozen)
            await frozen.Task;
    }

    public Task Close(ConnectionId connection, string attachmentId, ServerEvent reason)
    {
        Note([reason]);
        return Task.CompletedTask;
    }

    private void Note(IReadOnlyList<ServerEvent> events)
    {
        lock (_lock)
        {
            _seen.AddRange(events);
            foreach (var waiting in _waiting)
                if (events.FirstOrDefault(waiting.Wanted) is { } found)
                    waiting.Found.TrySetResult(found);
        }
    }
}
