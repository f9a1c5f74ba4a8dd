using ChatMux.Grains.Delivery;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using CsCheck;

namespace ChatMux.Grains.Tests.Delivery;

public sealed class MailboxTests : IDisposable
{
    private readonly Readings _readings = new();

    private static BuildChanged Event(int n) => new($"{n}");

    [Fact]
    public void What_was_not_acknowledged_is_replayed_in_order()
    {
        var mailbox = new Mailbox(new MailboxMetrics(_readings.Meters));
        var epoch = mailbox.Append(Event(1)).Epoch;
        mailbox.Append(Event(2));
        mailbox.Append(Event(3));
        mailbox.Acknowledge(epoch, 1);
        var state = mailbox.Resume(new MailboxPosition(epoch, 2));
        Assert.True(state.Resumed);
        Assert.Equal(3, state.Replay.First);
        Assert.Equal([Event(3)], state.Replay.Events);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void A_position_that_is_unknown_begins_a_new_epoch(long sequence)
    {
        var mailbox = new Mailbox(new MailboxMetrics(_readings.Meters));
        var epoch = mailbox.Append(Event(1)).Epoch;
        mailbox.Acknowledge(epoch, 1);
        var state = mailbox.Resume(new MailboxPosition(epoch, sequence));
        Assert.False(state.Resumed);
        Assert.NotEqual(epoch, state.Replay.Epoch);
        Assert.Equal(1, state.Replay.First);
    }

    [Fact]
    public void A_new_browser_gets_what_waits()
    {
        var mailbox = new Mailbox(new MailboxMetrics(_readings.Meters));
        mailbox.Append(Event(1));
        var state = mailbox.Resume(null);
        Assert.False(state.Resumed);
        Assert.Equal([Event(1)], state.Replay.Events);
    }

    [Fact]
    public void An_overflow_leaves_only_the_word_that_a_resync_is_needed()
    {
        var mailbox = new Mailbox(new MailboxMetrics(_readings.Meters));
        var epoch = "";
        for (var i = 0; i < Limits.MailboxEvents; i++)
            epoch = mailbox.Append(Event(i)).Epoch;
        var overflow = mailbox.Append(Event(0));
        Assert.NotEqual(epoch, overflow.Epoch);
        Assert.Equal(1, overflow.First);
        Assert.IsType<ResyncNeeded>(Assert.Single(overflow.Events));
        Assert.False(mailbox.Resume(new MailboxPosition(epoch, 3)).Resumed);
    }

    [Fact]
    public void What_waits_is_counted_until_it_was_acknowledged_or_is_given_up()
    {
        var mailbox = new Mailbox(new MailboxMetrics(_readings.Meters));
        var epoch = mailbox.Append(Event(1)).Epoch;
        mailbox.Append(Event(2));
        mailbox.Append(Event(3));
        Assert.Equal(3, _readings[MailboxMetrics.Events]);
        mailbox.Acknowledge(epoch, 2);
        mailbox.Acknowledge(epoch, 1);
        Assert.Equal(1, _readings[MailboxMetrics.Events]);
        mailbox.StartOver();
        Assert.Equal(0, _readings[MailboxMetrics.Events]);
    }

    public void Dispose() => _readings.Dispose();

    [Fact]
    public void A_browser_that_drops_what_it_has_gets_every_event_once_and_in_order() =>
        Gen.Int[0, 3].Array[0, 200].Sample(steps =>
        {
            var mailbox = new Mailbox(new MailboxMetrics(_readings.Meters));
            var (epoch, has, sent) = (mailbox.Resume(null).Replay.Epoch, 0L, 0);
            var got = new List<ServerEvent>();
            void Take(MailboxBatch batch)
            {
                foreach (var (serverEvent, number) in batch.Events.Select((e, i) => (e, batch.First + i)))
                    if (number == has + 1)
                    {
                        has = number;
                        got.Add(serverEvent);
                    }
            }
            foreach (var step in steps)
                switch (step)
                {
                    case 0: Take(mailbox.Append(Event(++sent))); break;
                    case 1: mailbox.Append(Event(++sent)); break; // lost on the way
                    case 2: mailbox.Acknowledge(epoch, has); break;
                    default: Take(mailbox.Resume(new MailboxPosition(epoch, has)).Replay); break;
                }
            Take(mailbox.Resume(new MailboxPosition(epoch, has)).Replay);
            return got.SequenceEqual(Enumerable.Range(1, sent).Select(Event));
        });
}
