using System.Collections.Concurrent;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;

namespace ChatMux.WebFront.Tests;

/// <summary>
/// What runs between one front and the grains. Tests listen to it, hold it (the front is frozen: nothing moves until it
/// thaws), and cut it (the front is gone without a word).
/// </summary>
internal sealed class FrontLine(TimeProvider time) : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<(GrainId Topic, string Method), DateTimeOffset> _answered = [];
    private TaskCompletionSource? _frozen;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _cut;

    /// <summary>Runs after a call was answered by its grain and before the front hears of it.</summary>
    public Func<IOutgoingGrainCallContext, Task>? OnAnswer { get; set; }

    /// <summary>Runs before a call goes to its grain.</summary>
    public Func<IOutgoingGrainCallContext, Task>? OnCall { get; set; }

    /// <summary>Whether anything gets through.</summary>
    public bool IsOpen => !_cut && _frozen is null;

    /// <summary>From now on the front reaches nobody and nobody reaches it.</summary>
    public void Cut() => _cut = true;

    /// <summary>Holds everything, in both directions.</summary>
    public void Freeze() => _frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets go of what was held.</summary>
    public void Thaw() => Interlocked.Exchange(ref _frozen, null)?.SetResult();

    /// <summary>When each topic last answered a renewal.</summary>
    public IEnumerable<DateTimeOffset> Renewals =>
        _answered.Where(a => a.Key.Method == nameof(ITopicGrain.Subscribe)).Select(a => a.Value);

    /// <summary>Waits until this grain has answered this method.</summary>
    public async Task Answers(IAddressable grain, string method)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        for (var moved = Moved; !_answered.ContainsKey((grain.GetGrainId(), method)); moved = Moved)
            await moved.WaitAsync(limit.Token);
    }

    /// <summary>Completes with the next call that is answered.</summary>
    public Task Moved => Volatile.Read(ref _moved).Task;

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        await Pass();
        if (OnCall is { } onCall)
            await onCall(context);
        await context.Invoke();
        await Pass();
        if (OnAnswer is { } onAnswer)
            await onAnswer(context);
        if (context.MethodName == nameof(ITopicGrain.Unsubscribe))
            _answered.TryRemove((context.TargetId, nameof(ITopicGrain.Subscribe)), out _);
        else
            _answered[(context.TargetId, context.MethodName)] = time.GetUtcNow();
        Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>What grains see of a front at the far end of this line.</summary>
    public IFrontObserver To(IFrontObserver front) => new FarEnd(this, front);

    private async Task Pass()
    {
        if (_frozen is { } frozen)
            await frozen.Task;
        if (_cut)
            throw new TimeoutException("The line is cut.");
    }

    private async Task PassFromGrain()
    {
        if (_frozen is { } frozen)
            await frozen.Task;
        if (_cut)
            await Task.Delay(Timeout.Infinite); // nobody is there who could refuse
    }

    private sealed class FarEnd(FrontLine line, IFrontObserver front) : IFrontObserver
    {
        public async Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events)
        {
            await line.PassFromGrain();
            await front.DeliverTopic(topic, events);
        }

        public async Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch)
        {
            await line.PassFromGrain();
            await front.DeliverMailbox(connection, attachmentId, batch);
        }

        public async Task DeliverSealed(IReadOnlyList<SealedDelivery> deliveries)
        {
            await line.PassFromGrain();
            await front.DeliverSealed(deliveries);
        }

        public async Task Close(ConnectionId connection, string attachmentId, ServerEvent reason)
        {
            await line.PassFromGrain();
            await front.Close(connection, attachmentId, reason);
        }
    }
}
