using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Delivery;

/// <summary>
/// The fronts that follow one topic. An event costs one batch item per front, however many browsers the fronts hold.
/// A front whose lease ended, or that does not take a batch in time, is forgotten; it comes back by renewing.
/// </summary>
/// <param name="topic">Which topic.</param>
/// <param name="time">The clock of the leases.</param>
/// <param name="logger">Where losses are told.</param>
/// <param name="lost">Called for each front that was forgotten without having said that it goes.</param>
internal sealed partial class Audience(TopicId topic, TimeProvider time, ILogger logger, Action<FrontId>? lost = null)
{
    private sealed record Follower(BatchSender<ServerEvent> Sender, string Lease)
    {
        public DateTimeOffset LeaseEnds { get; set; }
    }

    private readonly Dictionary<FrontId, Follower> _followers = [];

    /// <summary>Begins a front's lease, or renews the one that it knows of.</summary>
    /// <returns>Whether it was renewed (if not, the front may have missed events), and which it is.</returns>
    public (bool Renewed, string Lease) Subscribe(FrontId front, IFrontObserver observer, string? lease)
    {
        ForgetExpired();
        if (!_followers.TryGetValue(front, out var follower))
        {
            var sender = new BatchSender<ServerEvent>(
                batch => observer.DeliverTopic(topic, batch), e => Lose(front, e), time, e => e.EstimatedBytes, e => e.CoalesceKey);
            _followers[front] = follower = new Follower(sender, RandomNumberGenerator.GetHexString(16, lowercase: true));
        }
        follower.LeaseEnds = time.GetUtcNow() + ITopicGrain.Lease;
        return (follower.Lease == lease, follower.Lease);
    }

    /// <summary>Ends a front's lease.</summary>
    public void Unsubscribe(FrontId front)
    {
        if (_followers.Remove(front, out var follower))
            follower.Sender.Stop();
    }

    /// <summary>Tells every following front. Of ephemeral events that wait under the same key only the newest goes out.</summary>
    public void Publish(ServerEvent serverEvent)
    {
        ForgetExpired();
        foreach (var follower in _followers.Values.ToArray())
            follower.Sender.Send(serverEvent);
    }

    /// <summary>Forgets the fronts whose lease ended.</summary>
    public void ForgetExpired()
    {
        var now = time.GetUtcNow();
        foreach (var front in _followers.Where(f => f.Value.LeaseEnds <= now).Select(f => f.Key).ToArray())
        {
            Unsubscribe(front);
            lost?.Invoke(front);
        }
    }

    private void Lose(FrontId front, Exception e)
    {
        _followers.Remove(front);
        lost?.Invoke(front);
        LogFrontLost(logger, front, topic.Kind, e.GetType().Name);
    }

    [LoggerMessage(100, LogLevel.Warning, "Front {Front} no longer takes events of the {Topic} topic ({Reason}); it comes back by subscribing")]
    private static partial void LogFrontLost(ILogger logger, FrontId front, TopicKind topic, string reason);
}
