using System.Collections.Concurrent;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;

namespace ChatMux.WebFront.Delivery;

/// <summary>This run of this front, and the reference by which grains reach it.</summary>
internal sealed class Front : IDisposable
{
    // Orleans holds observers weakly, and its client ends the process when, while it stops, a batch comes for one that was collected.
    // So what it holds is never collected, and only passes on.
    private static readonly ConcurrentBag<Relay> Relays = [];

    private readonly Relay _relay;
    private readonly Lazy<IFrontObserver> _reference;

    public Front(IGrainFactory grains, IFrontObserver observer)
    {
        Relays.Add(_relay = new Relay { Observer = observer });
        // The reference costs a registration, so there is one.
        _reference = new Lazy<IFrontObserver>(() => grains.CreateObjectReference<IFrontObserver>(_relay));
    }

    public FrontId Id { get; } = HexId.New<FrontId>();

    public IFrontObserver Reference => _reference.Value;

    public void Dispose() => _relay.Observer = null;

    private sealed class Relay : IFrontObserver
    {
        public volatile IFrontObserver? Observer;

        public Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events) =>
            Observer?.DeliverTopic(topic, events) ?? Task.CompletedTask;

        public Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch) =>
            Observer?.DeliverMailbox(connection, attachmentId, batch) ?? Task.CompletedTask;

        public Task DeliverSealed(IReadOnlyList<SealedDelivery> deliveries) =>
            Observer?.DeliverSealed(deliveries) ?? Task.CompletedTask;

        public Task Close(ConnectionId connection, string attachmentId, ServerEvent reason) =>
            Observer?.Close(connection, attachmentId, reason) ?? Task.CompletedTask;
    }
}
