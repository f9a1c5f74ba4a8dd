using ChatMux.Grains.Delivery;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>Which sockets are told what two people write to each other, while these come and go.</summary>
public sealed class DirectDeliveryTests(ClusterFixture cluster) : IDisposable
{
    public void Dispose() => cluster.OnCall = null;

    private static long[] Heard(FakeFront front) => [.. front.All<SealedPosted>().SelectMany(e => e.Entries).Select(e => e.Sequence)];

    private static Task<SealedPosted> Hears(FakeFront front, long sequence) => front.Sees<SealedPosted>(e => e.Entries[^1].Sequence == sequence);

    private async Task PassUntilHeard(FakeFront front, long sequence)
    {
        for (var second = 0; second < 20 && !Heard(front).Contains(sequence); second++)
        {
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken); // what the clock set off runs in the pool
        }
        await Hears(front, sequence);
    }

    [Fact]
    public async Task A_tab_that_opens_between_two_messages_hears_the_second_one_and_finds_the_first()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 1);
        var tab = talk.Bo.Tab.OtherTab();
        Assert.NotNull((await tab.Attach()).Value);
        Assert.Equal(1, (await tab.Inbox.Open(tab.Actor)).Value!.Directs.Single().Head);
        await talk.Says(talk.Ada);
        await Hears(tab.Front, 2);
        Assert.Equal([2], Heard(tab.Front));
        await Hears(talk.Bo.Front, 2);
        Assert.Equal([1, 2], Heard(talk.Bo.Front));
    }

    [Fact]
    public async Task A_tab_that_comes_back_at_another_front_hears_there_what_comes_next_and_nothing_where_it_was()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 1);
        var there = new FakeFront(cluster.Grains);
        var tab = talk.Bo.Tab;
        Assert.NotNull((await tab.Connection.Attach(tab.Actor, new Attachment(Guid.NewGuid().ToString("N"), there.Id, there.Reference, DeviceKind.Desktop), null)).Value);
        await talk.Says(talk.Ada);
        await Hears(there, 2);
        await Hears(talk.Ada.Front, 2);
        Assert.Equal([1], Heard(tab.Front));
    }

    [Fact]
    public async Task Whoever_is_away_is_told_nothing_and_hears_what_comes_when_they_are_back()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 1);
        await talk.Bo.Tab.Connection.Detach(talk.Bo.Tab.AttachmentId);
        cluster.Time.Advance(IUserGrain.SocketsCount);
        await talk.Says(talk.Ada);
        await Hears(talk.Ada.Front, 2);
        Assert.Equal([1], Heard(talk.Bo.Front));
        Assert.NotNull((await talk.Bo.Tab.Attach()).Value);
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 3);
        Assert.Equal([1, 3], Heard(talk.Bo.Front));
    }

    [Theory]
    [InlineData(SessionEndReason.SignedOut)]
    [InlineData(SessionEndReason.Replaced)]
    public async Task A_session_that_ends_hears_nothing_more(SessionEndReason reason)
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 1);
        await talk.Bo.Tab.User.CloseSession(talk.Bo.Actor.Session, reason);
        await talk.Says(talk.Ada);
        await Hears(talk.Ada.Front, 2);
        Assert.Equal([1], Heard(talk.Bo.Front));
    }

    [Fact]
    public async Task A_tab_of_which_the_word_got_lost_is_told_the_last_one_in_a_few_seconds()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 1);
        cluster.OnCall = call => call.MethodName == nameof(IDirectConversationGrain.SocketsChanged) ? throw new TimeoutException() : Task.CompletedTask;
        var tab = talk.Bo.Tab.OtherTab();
        Assert.NotNull((await tab.Attach()).Value);
        cluster.OnCall = null;
        await talk.Says(talk.Ada);
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 3);
        Assert.Empty(Heard(tab.Front));
        await PassUntilHeard(tab.Front, 3);
        // The clock may have run on before a front was heard to have taken it: then it is told once more.
        Assert.Equal([3], Heard(tab.Front).Distinct());
        Assert.Equal([1, 2, 3], Heard(talk.Bo.Front).Distinct());
    }

    [Fact]
    public async Task A_user_whose_grain_was_lost_hears_again_when_their_tab_is_touched()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 1);
        await ClusterFixture.Deactivate(talk.Bo.Tab.User);
        cluster.Time.Advance(IUserGrain.SocketsCount);
        await talk.Says(talk.Ada);
        await Hears(talk.Ada.Front, 2);
        Assert.Equal([1], Heard(talk.Bo.Front));
        Assert.True(await talk.Bo.Tab.Connection.Touch(talk.Bo.Tab.AttachmentId));
        // What came meanwhile it fetches.
        await talk.Bo.Front.Sees<ResyncNeeded>();
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 3);
    }

    [Fact]
    public async Task A_front_that_does_not_take_it_holds_up_no_other_and_its_tabs_are_told_the_last_one_when_it_does()
    {
        var talk = await TestTalk.Enter(cluster);
        var tab = talk.Bo.Tab.OtherTab();
        await tab.Attach();
        await talk.Says(talk.Ada);
        await Hears(tab.Front, 1);
        var frozen = tab.Front.Frozen = new TaskCompletionSource();
        for (var i = 2; i <= 4; i++)
            await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 4);
        await Hears(talk.Ada.Front, 4);
        await Hears(tab.Front, 2);
        // What waits behind a batch that is not acknowledged is lost with it.
        cluster.Time.Advance(BatchSender<ServerEvent>.Patience);
        tab.Front.Frozen = null;
        frozen.SetResult();
        await PassUntilHeard(tab.Front, 4);
        await talk.Says(talk.Bo);
        await Hears(tab.Front, 5);
        await Hears(talk.Bo.Front, 5);
        Assert.Equal([1, 2, 3, 4, 5], Heard(talk.Bo.Front).Distinct());
        Assert.DoesNotContain(3, Heard(tab.Front));
    }

    [Fact]
    public async Task What_was_erased_is_told_again_to_nobody()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 1);
        await talk.Grain.EraseAuthor(talk.Ada.Id);
        await talk.Bo.Front.Sees<DirectErased>();
        cluster.OnCall = call => call.MethodName == nameof(IDirectConversationGrain.SocketsChanged) ? throw new TimeoutException() : Task.CompletedTask;
        var tab = talk.Bo.Tab.OtherTab();
        Assert.NotNull((await tab.Attach()).Value);
        cluster.OnCall = null;
        await PassUntilHeard(tab.Front, 1);
        Assert.All(tab.Front.All<SealedPosted>().SelectMany(e => e.Entries), entry => Assert.Empty(entry.Envelope));
    }

    [Fact]
    public async Task What_a_front_has_missed_waits_in_the_mailbox_when_the_conversation_goes()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 1);
        var frozen = talk.Bo.Front.Frozen = new TaskCompletionSource();
        await talk.Says(talk.Ada);
        await Hears(talk.Bo.Front, 2);
        await talk.Says(talk.Ada);
        await Hears(talk.Ada.Front, 3);
        cluster.Time.Advance(BatchSender<ServerEvent>.Patience);
        talk.Bo.Front.Frozen = null;
        await ClusterFixture.Deactivate(talk.Grain);
        frozen.SetResult();
        await Hears(talk.Bo.Front, 3);
        Assert.Contains(talk.Bo.Front.Mailbox.SelectMany(batch => batch.Events), happened => happened is SealedPosted posted && posted.Entries[^1].Sequence == 3);
    }

    [Fact]
    public async Task What_is_for_both_at_one_front_goes_there_as_one()
    {
        var front = new FakeFront(cluster.Grains);
        var talk = await TestTalk.Enter(cluster);
        foreach (var one in new[] { talk.Ada.Tab, talk.Bo.Tab })
            Assert.NotNull((await one.Connection.Attach(one.Actor, new Attachment(Guid.NewGuid().ToString("N"), front.Id, front.Reference, DeviceKind.Desktop), null)).Value);
        // Who is here is asked with the first one.
        for (var i = 1; i <= 3; i++)
        {
            await talk.Says(talk.Ada);
            await front.Sees<SealedPosted>(e => e.With == talk.Ada.Id && e.Entries[^1].Sequence == i);
            await front.Sees<SealedPosted>(e => e.With == talk.Bo.Id && e.Entries[^1].Sequence == i);
        }
        Assert.Equal([talk.Ada.Id, talk.Bo.Id], front.Sealed.Last().Select(delivery => delivery.User).OrderBy(user => user != talk.Ada.Id));
        Assert.Empty(front.Mailbox.SelectMany(batch => batch.Events).OfType<SealedPosted>());
    }
}
