using ChatMux.Grains.Connections;
using ChatMux.Grains.Delivery;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Tests.Connections;

public sealed class ConnectionGrainTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;

    [Fact]
    public async Task Events_that_came_while_away_are_replayed_to_the_front_that_one_comes_back_to()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var mailbox = (await ada.Attach()).Value!.Mailbox;
        Assert.False(mailbox.Resumed);
        await ada.Connection.Post(new BuildChanged("one"));
        await ada.Front.Sees<BuildChanged>();
        await ada.Connection.Detach(ada.AttachmentId);
        await ada.Connection.Post(new BuildChanged("two"));
        var back = (await ada.Attach(new MailboxPosition(mailbox.Replay.Epoch, 1))).Value!.Mailbox;
        Assert.True(back.Resumed);
        Assert.Equal(2, back.Replay.First);
        Assert.Equal([new BuildChanged("two")], back.Replay.Events);
    }

    [Fact]
    public async Task A_front_that_lost_what_it_had_for_a_browser_gets_what_the_browser_has_not_acknowledged()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var epoch = (await ada.Attach()).Value!.Mailbox.Replay.Epoch;
        Assert.Null(await ada.Connection.Unacknowledged(ada.AttachmentId));
        foreach (var build in (string[])["one", "two", "three"])
            await ada.Connection.Post(new BuildChanged(build));
        await ada.Connection.Acknowledge(ada.Actor, epoch, 1);
        var lost = await ada.Connection.Unacknowledged(ada.AttachmentId);
        Assert.Equal((epoch, 2L), (lost!.Epoch, lost.First));
        Assert.Equal([new BuildChanged("two"), new BuildChanged("three")], lost.Events);
        Assert.Null(await ada.Connection.Unacknowledged("an older socket's"));
    }

    [Fact]
    public async Task A_newer_socket_supersedes_the_older_one_whose_end_then_means_nothing()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        await ada.Attach();
        var older = ada.AttachmentId;
        await ada.Attach();
        await ada.Front.Sees<ConnectionSuperseded>();
        await ada.Connection.Detach(older);
        Assert.False(await ada.Connection.Touch(older));
        Assert.True(await ada.Connection.Touch(ada.AttachmentId));
    }

    [Fact]
    public async Task A_front_that_once_did_not_take_an_event_attaches_again_and_gets_it()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        await ada.Attach();
        var frozen = ada.Front.Frozen = new TaskCompletionSource();
        await ada.Connection.Post(new BuildChanged("one"));
        await ada.Front.Sees<BuildChanged>();
        fixture.Time.Advance(BatchSender<MailboxBatch>.Patience);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (await ada.Connection.Touch(ada.AttachmentId))
            await Task.Delay(1, limit.Token); // the loss is noticed on the grain's own scheduler
        ada.Front.Frozen = null;
        frozen.SetResult();
        Assert.Equal([new BuildChanged("one")], (await ada.Attach()).Value!.Mailbox.Replay.Events);
        await ada.Connection.Post(new BuildChanged("two"));
        await ada.Front.Sees<BuildChanged>(e => e.Build == "two");
    }

    [Fact]
    public async Task A_socket_that_is_attached_again_does_not_take_the_connection_from_a_newer_one()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        await ada.Attach();
        var older = new Attachment(ada.AttachmentId, ada.Front.Id, ada.Front.Reference, DeviceKind.Desktop);
        await fixture.Cluster.DeactivateAsync(ada.Connection);
        await ada.Attach();
        Assert.False(await ada.Connection.Touch(older.Id));
        Assert.Equal(RefusalCode.NotAttached, (await ada.Connection.AttachAgain(ada.Actor, older)).Refusal?.Code);
        Assert.True(await ada.Connection.Touch(ada.AttachmentId));
    }

    [Fact]
    public async Task A_connection_belongs_to_the_session_that_first_used_it()
    {
        var (ada, eve) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Eve"));
        await ada.Attach();
        var stolen = eve.Actor with { Connection = ada.Actor.Connection };
        var answer = await ada.Connection.Attach(
            stolen, new Attachment("x", eve.Front.Id, eve.Front.Reference, DeviceKind.Desktop), null);
        Assert.Equal(RefusalCode.NotFound, answer.Refusal?.Code);
        Assert.True(await ada.Connection.Touch(ada.AttachmentId));
    }

    [Fact]
    public async Task A_guest_may_have_three_tabs_and_a_closed_one_makes_room_at_once()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var tabs = new[] { ada, ada.OtherTab(), ada.OtherTab() };
        foreach (var tab in tabs)
            Assert.NotNull((await tab.Attach()).Value);
        var fourth = ada.OtherTab();
        Assert.Equal(RefusalCode.TooManyConnections, (await fourth.Attach()).Refusal?.Code);
        await ada.Connection.Detach(ada.AttachmentId);
        Assert.NotNull((await fourth.Attach()).Value);
    }

    [Fact]
    public async Task The_end_of_a_session_closes_its_tabs_and_lets_none_in()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var other = ada.OtherTab();
        await ada.Attach();
        await other.Attach();
        await ada.Session.End(SessionEndReason.SignedOut);
        await ada.Front.Sees<SessionEnded>();
        await other.Front.Sees<SessionEnded>();
        Assert.Equal(RefusalCode.NotSignedIn, (await ada.Session.Use()).Refusal?.Code);
        Assert.Equal(RefusalCode.NotSignedIn, (await ada.Attach()).Refusal?.Code);
    }

    [Fact]
    public async Task A_session_ends_after_thirty_idle_days_and_after_ninety_in_all()
    {
        var (idle, used) = (await Guest.Enter(_grains, "Idle"), await Guest.Enter(_grains, "Used"));
        for (var days = 0; days < 80; days += 20)
        {
            fixture.Time.Advance(TimeSpan.FromDays(20));
            Assert.NotNull((await used.Session.Use()).Value);
        }
        Assert.Equal(RefusalCode.NotSignedIn, (await idle.Session.Use()).Refusal?.Code);
        fixture.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal(RefusalCode.NotSignedIn, (await used.Session.Use()).Refusal?.Code);
    }

    [Fact]
    public async Task A_mailbox_waits_a_minute_for_its_browser_and_takes_what_comes_meanwhile()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var epoch = (await ada.Attach()).Value!.Mailbox.Replay.Epoch;
        await ada.Connection.Detach(ada.AttachmentId);
        fixture.Time.Advance(ConnectionGrain.KeepMailbox - TimeSpan.FromSeconds(5));
        await ada.User.Notify(new BuildChanged("one"), except: null);
        var mailbox = (await ada.Attach(new MailboxPosition(epoch, 0))).Value!.Mailbox;
        Assert.True(mailbox.Resumed);
        Assert.Equal([new BuildChanged("one")], mailbox.Replay.Events);
    }

    [Fact]
    public async Task A_tab_whose_user_was_lost_meanwhile_resyncs_since_it_may_have_missed_something()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        await ada.Attach();
        Assert.True(await ada.Connection.Touch(ada.AttachmentId));
        Assert.Empty(ada.Front.All<ResyncNeeded>());
        await ClusterFixture.Deactivate(ada.User);
        Assert.True(await ada.Connection.Touch(ada.AttachmentId));
        await ada.Front.Sees<ResyncNeeded>();
    }

    [Fact]
    public async Task A_tab_that_comes_back_after_its_user_was_lost_does_not_resume()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var epoch = (await ada.Attach()).Value!.Mailbox.Replay.Epoch;
        await ada.Connection.Detach(ada.AttachmentId);
        await ClusterFixture.Deactivate(ada.User);
        Assert.False((await ada.Attach(new MailboxPosition(epoch, 0))).Value!.Mailbox.Resumed);
    }
}
