using System.Collections.Concurrent;
using ChatMux.Crowd.Measures;
using ChatMux.Crowd.Sealed;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Storage.Directs;

/// <summary>A front without sockets: hears what is for its browsers, and acknowledges it as they do.</summary>
internal sealed class FrontEar : IFrontObserver, IDisposable
{
    private static readonly TimeSpan AcknowledgeAfter = TimeSpan.FromMilliseconds(100);

    private readonly DirectSilo _silo;
    private readonly IFrontObserver _reference;
    private readonly FrontId _id = HexId.New<FrontId>();
    private readonly Timer _timer;
    private readonly ConcurrentDictionary<ConnectionId, Actor> _actors = [];
    private readonly ConcurrentDictionary<ConnectionId, (string Epoch, long Sequence)> _heard = [];

    public FrontEar(DirectSilo silo)
    {
        _silo = silo;
        _reference = silo.Grains.CreateObjectReference<IFrontObserver>(this);
        _timer = new Timer(_ => Acknowledge(), null, AcknowledgeAfter, AcknowledgeAfter);
    }

    /// <summary>From sending to here, of what others than the hearer sent; null while nothing is measured.</summary>
    public Histogram? Deliveries { get; set; }

    /// <summary>How often a browser had to fetch everything anew.</summary>
    public int Resyncs { get; private set; }

    /// <summary>Opens a socket for somebody, or what the grains take for one.</summary>
    public async Task Attach(Actor actor)
    {
        _actors[actor.Connection] = actor;
        Answer.Must(await _silo.Grains.GetGrain<IConnectionGrain>(actor.Connection.Value)
            .Attach(actor, new Attachment(Guid.NewGuid().ToString("N"), _id, _reference, DeviceKind.Desktop), null));
    }

    public Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events) => Task.CompletedTask;

    public Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch)
    {
        _heard[connection] = (batch.Epoch, batch.First + batch.Events.Count - 1);
        Resyncs += batch.Events.OfType<ResyncNeeded>().Count();
        return Task.CompletedTask;
    }

    public Task DeliverSealed(IReadOnlyList<SealedDelivery> deliveries)
    {
        foreach (var delivery in deliveries)
            foreach (var posted in delivery.Posted)
                Hear(delivery.User, posted);
        return Task.CompletedTask;
    }

    public Task Close(ConnectionId connection, string attachmentId, ServerEvent reason) => Task.CompletedTask;

    public void Dispose() => _timer.Dispose();

    private void Hear(UserId hearer, SealedPosted posted)
    {
        foreach (var entry in posted.Entries)
            if (entry.Author != hearer)
                Deliveries?.RecordSince(Envelope.MomentOf(entry.Envelope));
    }

    private void Acknowledge()
    {
        foreach (var connection in _heard.Keys)
            if (_heard.TryRemove(connection, out var upTo))
                _silo.Grains.GetGrain<IConnectionGrain>(connection.Value).Acknowledge(_actors[connection], upTo.Epoch, upTo.Sequence).Ignore();
    }
}
