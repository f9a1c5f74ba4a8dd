using System.Collections.Concurrent;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Delivery;

/// <summary>
/// Keeps this front subscribed to every topic that one of its browsers follows. When a subscription had lapsed (the
/// grain was lost, or forgot this front), the followers are told where the topic stands and catch up by themselves.
/// </summary>
internal sealed class Subscriptions(
    IGrainFactory grains, Front front, Followers followers, Browsers browsers, ConnectionTouches touches, Frames frames,
    GrainReachability reachability, TimeProvider time) : BackgroundService
{
    private readonly ConcurrentDictionary<TopicId, Task> _renewing = [];
    private readonly ConcurrentDictionary<TopicId, string> _leases = [];
    private readonly ConcurrentDictionary<TopicId, SharedCall<Subscription>> _calls = [];

    /// <summary>Makes a browser a follower, if its user may be one, and tells it where the topic stands.</summary>
    public async Task Follow(Browser browser, TopicId topic)
    {
        // As often as somebody left between the check and the adding: it might have been this user.
        while (true)
        {
            var check = await Check(topic, [browser.Actor.User]);
            if (check.Refused.Count > 0)
                return;
            if (followers.TryAdd(topic, browser, check.Version))
                break;
        }
        // It may have been let go meanwhile, and then nobody would come to do it again.
        if (browsers.Find(browser.Attachment.Id) is null)
        {
            followers.Remove(browser);
            return;
        }
        var subscription = await Subscribe(topic);
        if (subscription.Renewed)
            browser.Outbox.Send(frames.OfEvents([subscription.Position]));
    }

    /// <summary>Follows a conversation that the browser's user has joined. A browser that cannot be made to follow fetches everything anew.</summary>
    public async Task FollowJoined(Browser browser, TopicId topic)
    {
        try
        {
            await Follow(browser, topic);
        }
        catch (Exception)
        {
            browser.Outbox.Send(frames.OfEvents([new ResyncNeeded()]));
        }
    }

    /// <summary>Renews every subscription, each by itself: a topic whose grain hangs keeps none of the others waiting.</summary>
    public void RenewAll()
    {
        foreach (var topic in followers.Topics)
            if (!_renewing.ContainsKey(topic))
                _ = RenewOnce(topic);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ITopicGrain.RenewEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Jitter, so that many fronts do not renew with one grain at one moment.
            timer.Period = ITopicGrain.RenewEvery * (0.8 + 0.4 * Random.Shared.NextDouble());
            RenewAll();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A renewal that arrives after the end would subscribe again.
        await Task.WhenAll(_renewing.Values).WaitAsync(cancellationToken);
        await Task.WhenAll(followers.Topics.Select(topic => Try(() => Grain(topic).Unsubscribe(front.Id))));
    }

    private async Task RenewOnce(TopicId topic)
    {
        var done = new TaskCompletionSource();
        if (!_renewing.TryAdd(topic, done.Task))
            return;
        await Try(() => Renew(topic));
        _renewing.TryRemove(topic, out _);
        done.SetResult();
    }

    private async Task Renew(TopicId topic)
    {
        if (!followers.TryForget(topic))
        {
            await Subscribe(topic);
            return;
        }
        _calls.TryRemove(topic, out _);
        _leases.TryRemove(topic, out _);
        await Grain(topic).Unsubscribe(front.Id);
    }

    private Task<Subscription> Subscribe(TopicId topic) =>
        _calls.GetOrAdd(topic, t => new SharedCall<Subscription>(() => SubscribeNow(t))).Ask();

    // Whoever finds that the subscription had lapsed tells all followers: each of them may have missed something.
    private async Task<Subscription> SubscribeNow(TopicId topic)
    {
        var subscription = await AskForLease(topic);
        while (subscription.CheckFirst)
        {
            var users = followers.UsersOf(topic);
            var check = await Check(topic, users);
            followers.Checked(topic, users, check.Version, check.Refused.ToHashSet());
            subscription = await AskForLease(topic);
        }
        if (!subscription.Renewed)
            await TellPosition(topic, subscription.Position);
        // Known from now on, and not before all have been told: whatever stops this, the next round begins anew.
        _leases[topic] = subscription.Lease!;
        return subscription;
    }

    private async Task TellPosition(TopicId topic, ServerEvent position)
    {
        // A lobby that lost its memory knows its people again before anyone looks.
        if (topic.Kind == TopicKind.Lobby)
            await touches.TouchAll();
        var frame = frames.OfEvents([position]);
        foreach (var browser in followers.Of(topic))
            browser.Outbox.Send(frame);
    }

    private Task<Subscription> AskForLease(TopicId topic) => Grain(topic).Subscribe(
        front.Id, front.Reference, followers.CheckedAt(topic), _leases.GetValueOrDefault(topic));

    private async Task Try(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e)
        {
            // Tried again in the next round.
            reachability.DidNotAnswer(nameof(ITopicGrain.Subscribe), e);
        }
    }

    // Everyone may follow the lobby.
    private async Task<FollowersChecked> Check(TopicId topic, IEnumerable<UserId> users) => topic.Kind == TopicKind.Conversation
        ? await grains.Grain<IConversationGrain>(topic.Key).CheckFollowers([.. users])
        : new FollowersChecked(0, []);

    private ITopicGrain Grain(TopicId topic) => topic.Kind switch
    {
        TopicKind.Lobby => grains.Grain<ILobbyGrain>(topic.Key),
        TopicKind.Conversation => grains.Grain<IConversationGrain>(topic.Key),
        _ => throw new ArgumentOutOfRangeException(nameof(topic)),
    };
}
