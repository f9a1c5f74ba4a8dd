using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Delivery;

/// <summary>
/// Keeps this front subscribed to every topic that one of its browsers follows. When a subscription had lapsed (the
/// grain was lost, or forgot this front), the followers are told where the topic stands and catch up by themselves.
/// </summary>
internal sealed partial class Subscriptions(
    IGrainFactory grains, Front front, Followers followers, ConnectionTouches touches, Frames frames,
    TimeProvider time, ILogger<Subscriptions> logger) : BackgroundService
{
    /// <summary>Makes a browser a follower and tells it where the topic stands. Whether it may follow was checked before.</summary>
    public async Task Follow(Browser browser, TopicId topic)
    {
        followers.Add(topic, browser);
        var subscription = await Subscribe(topic);
        if (subscription.Renewed)
            browser.Outbox.Send(frames.OfEvents([subscription.Position]));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ITopicGrain.RenewEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Jitter, so that many fronts do not renew with one grain at one moment.
            timer.Period = ITopicGrain.RenewEvery * (0.8 + 0.4 * Random.Shared.NextDouble());
            await Task.WhenAll(followers.Topics.Select(Renew));
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(followers.Topics.Select(topic => Try(topic, () => Grain(topic).Unsubscribe(front.Id))));
    }

    private Task Renew(TopicId topic) => Try(topic, async () =>
    {
        if (followers.TryForget(topic))
        {
            await Grain(topic).Unsubscribe(front.Id);
            return;
        }
        await Subscribe(topic);
    });

    // Whoever finds that the subscription had lapsed tells all followers: each of them may have missed something.
    private async Task<Subscription> Subscribe(TopicId topic)
    {
        var subscription = await Grain(topic).Subscribe(front.Id, front.Reference);
        if (subscription.Renewed)
            return subscription;
        // A lobby that lost its memory knows its people again before anyone looks.
        if (topic.Kind == TopicKind.Lobby)
            await touches.TouchAll();
        var frame = frames.OfEvents([subscription.Position]);
        foreach (var browser in followers.Of(topic))
            browser.Outbox.Send(frame);
        return subscription;
    }

    private async Task Try(TopicId topic, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e)
        {
            LogRenewFailed(logger, topic.Kind, e.GetType().Name);
        }
    }

    private ITopicGrain Grain(TopicId topic) => topic.Kind switch
    {
        TopicKind.Lobby => grains.GetGrain<Grains.Interfaces.Lobby.ILobbyGrain>(topic.Key),
        TopicKind.Conversation => grains.GetGrain<Grains.Interfaces.Messages.IConversationGrain>(topic.Key),
        _ => throw new ArgumentOutOfRangeException(nameof(topic)),
    };

    [LoggerMessage(1100, LogLevel.Warning, "A {Topic} topic could not be renewed ({Reason}); tried again in some seconds")]
    private static partial void LogRenewFailed(ILogger logger, TopicKind topic, string reason);
}
