using ChatMux.Grains.Interfaces.Connections;

namespace ChatMux.Grains.Interfaces.Delivery;

/// <summary>
/// A web front as grains see it: one per front process. Each call takes a batch, returns as soon as the front has queued
/// it, and is the acknowledgement that lets the grain send the next one. It never waits for a browser.
/// </summary>
[Alias("IFrontObserver")]
public interface IFrontObserver : IGrainObserver
{
    /// <summary>Events of one topic for all of the front's browsers that follow it.</summary>
    [Alias("DeliverTopic")]
    Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events);

    /// <summary>Mailbox events for one browser.</summary>
    [Alias("DeliverMailbox")]
    Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch);

    /// <summary>What two people wrote to each other, for the browsers of either that this front has.</summary>
    [Alias("DeliverSealed")]
    Task DeliverSealed(IReadOnlyList<SealedDelivery> deliveries);

    /// <summary>Tells one browser why and closes its socket.</summary>
    [Alias("Close")]
    Task Close(ConnectionId connection, string attachmentId, ServerEvent reason);
}
