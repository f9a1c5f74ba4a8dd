using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Delivery;

namespace ChatMux.WebFront.Tests.Delivery;

public sealed class WithholdingTests
{
    private static readonly UserId Bo = HexId.New<UserId>();
    private static readonly ConversationId Conversation = HexId.New<ConversationId>();

    private static SealedEntry Entry(int bytes) => new(7, Bo, HexId.New<DeviceId>(), 5, [.. Enumerable.Range(0, bytes).Select(at => (byte)at)]);

    [Fact]
    public void A_browser_that_has_not_proven_its_device_gets_headers_alone_and_every_number()
    {
        ServerEvent[] events = [new SealedPosted(Bo, Conversation, [Entry(384), Entry(0)]), new ResyncNeeded(), new SealedSignal(Bo, Conversation, Entry(384).Envelope)];
        var batch = Withholding.ForUnproven(new MailboxBatch("e", 3, events));
        Assert.Equal(("e", 3L, 3), (batch.Epoch, batch.First, batch.Events.Count));
        var posted = Assert.IsType<SealedPosted>(batch.Events[0]);
        Assert.Equal([Limits.EnvelopeHeaderBytes, 0], posted.Entries.Select(entry => entry.Envelope.Length));
        Assert.Equal(Entry(384).Envelope[..Limits.EnvelopeHeaderBytes], posted.Entries[0].Envelope);
        Assert.Equal(7, posted.Entries[0].Sequence);
        Assert.Same(events[1], batch.Events[1]);
        Assert.Equal(Limits.EnvelopeHeaderBytes, Assert.IsType<SealedSignal>(batch.Events[2]).Envelope.Length);
    }

    [Fact]
    public void Whoever_acts_through_a_browser_gets_all_of_it_once_they_have_proven_their_device()
    {
        var actor = new Actor(HexId.New<UserId>(), HexId.New<DeviceId>(), HexId.New<SessionId>(), HexId.New<ConnectionId>());
        var batch = new MailboxBatch("e", 1, [new SealedSignal(Bo, Conversation, Entry(384).Envelope)]);
        Assert.Equal(Limits.EnvelopeHeaderBytes, Assert.IsType<SealedSignal>(Withholding.For(actor, batch).Events[0]).Envelope.Length);
        Assert.Same(batch, Withholding.For(actor with { KeyDevice = HexId.New<DeviceId>() }, batch));
    }

    [Fact]
    public void What_is_not_sealed_goes_on_as_it_is()
    {
        var batch = new MailboxBatch("e", 1, [new ResyncNeeded()]);
        Assert.Same(batch, Withholding.ForUnproven(batch));
    }
}
