using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;

namespace ChatMux.Model.Tests.Place;

/// <summary>What runs between one front and the grains, until it is cut: then nothing gets through, in neither direction.</summary>
internal sealed class FrontLine : IOutgoingGrainCallFilter
{
    private volatile bool _cut;

    /// <summary>From now on the front is gone, without a word to anybody.</summary>
    public void Cut() => _cut = true;

    /// <inheritdoc/>
    public Task Invoke(IOutgoingGrainCallContext context) =>
        _cut ? throw new OrleansException("The line is cut.") : context.Invoke();

    /// <summary>What grains see of a front at the end of this line.</summary>
    public IFrontObserver To(IFrontObserver front) => new FarEnd(this, front);

    // Nobody is there any more who could refuse.
    private Task Pass(Func<Task> call) => _cut ? Task.Delay(Timeout.Infinite) : call();

    private sealed class FarEnd(FrontLine line, IFrontObserver front) : IFrontObserver
    {
        public Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events) => line.Pass(() => front.DeliverTopic(topic, events));

        public Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch) =>
            line.Pass(() => front.DeliverMailbox(connection, attachmentId, batch));

        public Task Close(ConnectionId connection, string attachmentId, ServerEvent reason) =>
            line.Pass(() => front.Close(connection, attachmentId, reason));
    }
}
