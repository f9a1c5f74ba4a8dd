using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Delivery;

/// <summary>Takes what grains send to this front and puts it into the browsers' outboxes. Waits for nobody.</summary>
/// <param name="followers">Who gets what a topic says.</param>
/// <param name="browsers">Who is attached.</param>
/// <param name="frames">Makes what is sent.</param>
/// <param name="metrics">Counts what comes.</param>
/// <param name="time">The clock by which messages are late.</param>
/// <param name="subscriptions">Lazy, because they need the front, and the front this observer.</param>
internal sealed class FrontObserver(
    Followers followers, Browsers browsers, Frames frames, FrontMetrics metrics, Lazy<Subscriptions> subscriptions, TimeProvider time) : IFrontObserver
{
    public Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events)
    {
        metrics.TopicBatchCame(topic.Kind);
        var from = 0;
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is not MemberLeft left)
                continue;
            // Whoever left still gets what came before, and nothing of what comes after in the same batch.
            Send(topic, [.. events.Take(i).Skip(from)]);
            followers.Left(topic, left.User, left.Version);
            from = i;
        }
        Send(topic, from == 0 ? events : [.. events.Skip(from)]);
        return Task.CompletedTask;
    }

    public Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch)
    {
        metrics.MailboxBatchCame();
        if (browsers.Find(attachmentId) is not { } browser)
            return Task.CompletedTask;
        if (batch.Events.OfType<DevicesChanged>().LastOrDefault() is { } changed)
            browser.DevicesChanged(changed.Devices);
        browser.Outbox.Send(frames.OfMailbox(Withholding.For(browser.Actor, batch)));
        // After the event, so that the browser knows the conversation when it hears where it stands.
        foreach (var joined in batch.Events.OfType<ConversationJoined>())
            _ = subscriptions.Value.FollowJoined(browser, TopicId.Of(joined.Conversation.Conversation));
        return Task.CompletedTask;
    }

    public Task DeliverSealed(IReadOnlyList<SealedDelivery> deliveries)
    {
        metrics.SealedBatchCame();
        foreach (var delivery in deliveries)
            foreach (var some in Frames.InPieces(delivery.Posted))
                SendSealed(delivery, some);
        return Task.CompletedTask;
    }

    public Task Close(ConnectionId connection, string attachmentId, ServerEvent reason)
    {
        browsers.Find(attachmentId)?.Close(frames.OfEvents([reason]));
        return Task.CompletedTask;
    }

    private void Send(TopicId topic, IReadOnlyList<ServerEvent> events)
    {
        foreach (var some in Frames.InPieces(events))
            SendPiece(topic, some);
    }

    private void SendSealed(SealedDelivery delivery, IReadOnlyList<ServerEvent> posted)
    {
        Frame? whole = null, headers = null;
        foreach (var id in delivery.Attachments)
        {
            if (browsers.Find(id) is not { IsClosing: false, Actor: var actor } browser || actor.User != delivery.User)
                continue;
            browser.Outbox.Send(actor.KeyDevice is null ? headers ??= frames.OfEvents(Withholding.ForUnproven(posted)) : whole ??= frames.OfEvents(posted));
        }
    }

    private void SendPiece(TopicId topic, IReadOnlyList<ServerEvent> events)
    {
        Frame? frame = null;
        foreach (var browser in followers.Of(topic))
            browser.Outbox.Send(frame ??= frames.OfEvents(events));
        var now = time.GetUtcNow();
        foreach (var posted in events.OfType<MessagePosted>())
            metrics.MessageCame(now - DateTimeOffset.FromUnixTimeMilliseconds(posted.Message.SentAtMs));
    }
}
