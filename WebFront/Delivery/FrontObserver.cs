using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Delivery;

/// <summary>Takes what grains send to this front and puts it into the browsers' outboxes. Waits for nobody.</summary>
internal sealed class FrontObserver(Followers followers, Browsers browsers, Frames frames, FrontMetrics metrics) : IFrontObserver
{
    public Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events)
    {
        metrics.TopicBatchCame(topic.Kind);
        var followersNow = followers.Of(topic);
        if (followersNow.Count == 0)
            return Task.CompletedTask;
        var frame = frames.OfEvents(events);
        foreach (var browser in followersNow)
            browser.Outbox.Send(frame);
        return Task.CompletedTask;
    }

    public Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch)
    {
        metrics.MailboxBatchCame();
        browsers.Find(attachmentId)?.Outbox.Send(frames.OfMailbox(batch));
        return Task.CompletedTask;
    }

    public Task Close(ConnectionId connection, string attachmentId, ServerEvent reason)
    {
        browsers.Find(attachmentId)?.Close(frames.OfEvents([reason]));
        return Task.CompletedTask;
    }
}
