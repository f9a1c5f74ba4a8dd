using ChatMux.Grains.Delivery;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>
/// Hands what was written in a conversation of two to the fronts, one batch in flight to each: what is for both of the two, and what is written
/// meanwhile, goes as one. Runs on the scheduler of the grain that owns it.
/// </summary>
/// <param name="lost">Called when a front did not take what it was handed, of which nothing is known then.</param>
/// <param name="time">The clock of the time limit.</param>
internal sealed class SealedDeliveries(Action<FrontId, Exception> lost, TimeProvider time)
{
    private readonly Dictionary<FrontId, BatchSender<SealedDelivery>> _senders = [];

    /// <summary>Whether all that was sent has arrived, or is lost.</summary>
    public bool IsIdle => _senders.Values.All(sender => sender.Sending.IsCompleted);

    /// <summary>Queues it for sockets of this user.</summary>
    public void Send(UserId user, FrontSockets at, SealedPosted posted) => SenderTo(at).Send(new SealedDelivery(user, at.Attachments, [posted]));

    /// <summary>Completes when all that was sent has arrived, or is lost.</summary>
    public Task Flush() => Task.WhenAll(_senders.Values.Select(sender => sender.Sending));

    private BatchSender<SealedDelivery> SenderTo(FrontSockets at)
    {
        if (_senders.TryGetValue(at.Front, out var known))
            return known;
        return _senders[at.Front] = new BatchSender<SealedDelivery>(
            batch => at.Observer.DeliverSealed(Join(batch)), e => Lose(at.Front, e), time, delivery => delivery.Posted.Sum(posted => posted.EstimatedBytes), together: true);
    }

    private void Lose(FrontId front, Exception e)
    {
        _senders.Remove(front);
        lost(front, e);
    }

    // In one frame each. As long as the sockets are the same, so is their list.
    private static IReadOnlyList<SealedDelivery> Join(IReadOnlyList<SealedDelivery> batch) => batch.Count == 1 ? batch :
    [
        .. batch.GroupBy(delivery => delivery.Attachments, ReferenceEqualityComparer.Instance)
            .Select(same => same.First() with { Posted = [.. same.SelectMany(delivery => delivery.Posted)] }),
    ];
}
