using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Model.Tests.Place;

/// <summary>What grains see of a front that makes one mistake, with the third message that comes to it.</summary>
internal sealed class FaultyObserver(IFrontObserver front, Fault fault) : IFrontObserver
{
    private const int MistakeAt = 3;

    private ServerEvent? _held;
    private int _messages;

    public Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events) =>
        front.DeliverTopic(topic, [.. events.SelectMany(Mistake)]);

    public Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch) =>
        front.DeliverMailbox(connection, attachmentId, batch);

    public Task Close(ConnectionId connection, string attachmentId, ServerEvent reason) =>
        front.Close(connection, attachmentId, reason);

    private IEnumerable<ServerEvent> Mistake(ServerEvent one)
    {
        if (one is not MessagePosted)
            return [one];
        if (Interlocked.Exchange(ref _held, null) is { } held)
            return [one, held];
        if (++_messages != MistakeAt)
            return [one];
        if (fault == Fault.ReorderMessages)
            _held = one;
        return fault == Fault.DuplicateMessage ? [one, one] : [];
    }
}
