using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Model.Tests.Place;

/// <summary>What grains see of a front that makes one mistake, with the third message, or the third change, that comes to it.</summary>
internal sealed class FaultyObserver(IFrontObserver front, Fault fault) : IFrontObserver
{
    private const int MistakeAt = 3;

    private ServerEvent? _held;
    private int _messages;

    public static bool Makes(Fault fault) => fault is Fault.DropMessage or Fault.DuplicateMessage or Fault.ReorderMessages
        or Fault.DropChange or Fault.DuplicateChange or Fault.ReorderChanges or Fault.AlterChange;

    public Task DeliverTopic(TopicId topic, IReadOnlyList<ServerEvent> events) =>
        front.DeliverTopic(topic, [.. events.SelectMany(Mistake)]);

    public Task DeliverMailbox(ConnectionId connection, string attachmentId, MailboxBatch batch) =>
        front.DeliverMailbox(connection, attachmentId, batch);

    public Task DeliverSealed(IReadOnlyList<SealedDelivery> deliveries) => front.DeliverSealed(deliveries);

    public Task Close(ConnectionId connection, string attachmentId, ServerEvent reason) =>
        front.Close(connection, attachmentId, reason);

    private IEnumerable<ServerEvent> Mistake(ServerEvent one)
    {
        if (OfMessages ? one is not MessagePosted : one is not MessageChanged)
            return [one];
        if (Interlocked.Exchange(ref _held, null) is { } held)
            return [one, held];
        if (++_messages < MistakeAt)
            return [one];
        // A tab that asks for what it misses at that moment gets the right one, so one alone might not be seen.
        if (fault == Fault.AlterChange)
            return [new MessageChanged(((MessageChanged)one).Change with { By = HexId.New<UserId>(), Text = "something else" })];
        if (_messages > MistakeAt)
            return [one];
        if (fault is Fault.ReorderMessages or Fault.ReorderChanges)
            _held = one;
        return fault switch
        {
            Fault.DuplicateMessage or Fault.DuplicateChange => [one, one],
            _ => [],
        };
    }

    private bool OfMessages => fault is Fault.DropMessage or Fault.DuplicateMessage or Fault.ReorderMessages;
}
