using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace ChatMux.WebFront.Tests.Connections;

public sealed class ResumeTests(TestCluster cluster)
{
    /// <summary>How a browser comes to be without its front.</summary>
    public enum Loss
    {
        Network,
        FrontStops,
        FrontDies,
    }

    [Theory]
    [InlineData(Loss.Network)]
    [InlineData(Loss.FrontStops)]
    [InlineData(Loss.FrontDies)]
    public async Task A_browser_that_loses_its_front_misses_nothing_and_hears_nothing_twice(Loss loss)
    {
        await using var front = await cluster.StartFront();
        await using var ada = await TestBrowser.Enter(front, "Ada");
        await using var tab = ada.OtherTab();
        await tab.ComeBack(cluster.One);
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        var numbers = new List<long>();
        async Task Happens(int times)
        {
            for (var i = 0; i < times; i++)
            {
                numbers.Add((await bo.Says($"message {numbers.Count}")).Value!.Sequence);
                Assert.Null((await tab.MarksRead(numbers[^1])).Refusal);
            }
        }

        await Happens(3);
        await ada.Sees<ReadMoved>(m => m.Position.ReadUpTo == numbers[^1]);
        await ada.Sees<MessagePosted>(m => m.Message.Sequence == numbers[^1]);
        await (loss switch
        {
            Loss.FrontStops => front.Stop(),
            Loss.FrontDies => front.Die(),
            _ => Task.Run(ada.Drop),
        });
        await ada.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var heard = numbers.Count;
        await Happens(3);
        var welcome = await ada.ComeBack(cluster.Two);
        await Happens(3);
        await ada.Sees<ReadMoved>(m => m.Position.ReadUpTo == numbers[^1]);

        Assert.True(welcome.Mailbox.Resumed);
        Assert.Equal(numbers, ada.Mailbox.Taken.OfType<ReadMoved>().Select(m => m.Position.ReadUpTo));
        var missed = await ada.Read(after: numbers[heard - 1]);
        Assert.Equal(numbers.Skip(heard), missed.Where(m => m.Author == bo.Welcome.Me).Select(m => m.Sequence));
        var posted = ada.All<MessagePosted>().Select(m => m.Message.Sequence).ToArray();
        Assert.Equal(posted.Order().Distinct(), posted);
        Assert.InRange(welcome.Inbox.Conversations.Single(c => c.Conversation == ada.General).Head, numbers[heard + 2], long.MaxValue);
        await GoesOnFrom(welcome.Lobby, ada, bo.Welcome.Me);
    }

    // The lobby as of the welcome, and after it every change.
    private async Task GoesOnFrom(LobbySnapshot snapshot, TestBrowser browser, Profile here)
    {
        await using var guest = await TestBrowser.Enter(cluster.One, "Guest");
        await browser.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile == guest.Welcome.Me));
        var later = browser.All<LobbyChanged>().Where(c => c.Version > snapshot.Version).ToArray();
        Assert.Equal(Enumerable.Range(1, later.Length).Select(i => snapshot.Version + i), later.Select(c => c.Version));
        Assert.Contains(snapshot.People.Concat(later.SelectMany(c => c.Present)), p => p.Profile == here);
    }

    [Fact]
    public async Task As_many_events_as_a_mailbox_holds_are_replayed_in_order()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await AwayWhile(ada, Limits.MailboxEvents);
        Assert.True((await ada.ComeBack(cluster.Two)).Mailbox.Resumed);
        Assert.Equal(Enumerable.Range(0, Limits.MailboxEvents).Select(i => new BuildChanged($"{i}")), ada.Mailbox.Taken);
    }

    [Fact]
    public async Task One_more_event_than_a_mailbox_holds_makes_the_browser_begin_another_one()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var epoch = ada.Mailbox.Position!.Epoch;
        await AwayWhile(ada, Limits.MailboxEvents + 1);
        Assert.False((await ada.ComeBack(cluster.Two)).Mailbox.Resumed);
        Assert.NotEqual(epoch, ada.Mailbox.Position.Epoch);
        Assert.Empty(ada.Mailbox.Taken);
        await MailboxOf(ada).Post(new BuildChanged("after"));
        await ada.Sees<BuildChanged>(b => b.Build == "after");
    }

    [Fact]
    public async Task A_browser_that_acknowledges_nothing_is_told_to_resync_when_its_mailbox_is_full()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var epoch = ada.Mailbox.Position!.Epoch;
        for (var i = 0; i <= Limits.MailboxEvents; i++)
            await MailboxOf(ada).Post(new BuildChanged($"{i}"));
        await ada.Sees<ResyncNeeded>();
        Assert.NotEqual(epoch, ada.Mailbox.Position.Epoch);
    }

    private async Task AwayWhile(TestBrowser browser, int events)
    {
        browser.Drop();
        await browser.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        for (var i = 0; i < events; i++)
            await MailboxOf(browser).Post(new BuildChanged($"{i}"));
    }

    private IConnectionGrain MailboxOf(TestBrowser browser) => cluster.Grains.GetGrain<IConnectionGrain>(browser.Connection.Value);

    [Fact]
    public async Task A_socket_that_ends_while_it_attaches_leaves_nothing_behind()
    {
        await using var front = await cluster.StartFront();
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        for (var i = 0; i < 50; i++)
        {
            var tab = ada.OtherTab();
            await tab.Open(front);
            var attaching = tab.Socket.SendAsync("Attach", new AttachCommand(tab.Connection, DeviceKind.Desktop, 1, null), TestContext.Current.CancellationToken);
            await tab.DisposeAsync();
            await attaching;
        }
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (front.Attached > 0)
            await Task.Delay(10, limit.Token); // nothing tells of a browser that has been let go
    }

    [Fact]
    public async Task A_duplicated_tab_takes_over_and_the_first_one_is_told()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var copy = new TestBrowser { InitialCookie = ada.Cookie, Connection = ada.Connection };
        await copy.Open(cluster.Two);
        Assert.NotNull((await copy.Attach()).Value);
        await ada.Sees<ConnectionSuperseded>();
        await ada.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_connection_of_another_session_cannot_be_attached()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var eve = new TestBrowser { Connection = ada.Connection };
        await eve.SignIn(cluster.One, "Eve");
        await eve.Open(cluster.One);
        Assert.Equal(RefusalCode.NotFound, (await eve.Attach()).Refusal?.Code);
        Assert.NotNull((await ada.Says("mine")).Value);
    }

    [Fact]
    public async Task Signing_out_closes_every_tab_at_once()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var other = await ada.OtherTab(cluster.Two);
        await ada.SignOut(cluster.One);
        foreach (var tab in new[] { ada, other })
        {
            await tab.Sees<SessionEnded>();
            await tab.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }
        await Assert.ThrowsAnyAsync<Exception>(() => other.Open(cluster.One));
    }

    [Fact]
    public async Task Signing_in_again_makes_a_new_session_and_ends_the_old_one()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var old = ada.Cookie;
        await ada.SignIn(cluster.One, "Ada");
        Assert.NotEqual(old, ada.Cookie);
        // The old one goes on until the browser has shown that it holds the new one.
        Assert.NotNull((await ada.Says("still here")).Value);
        await using var again = ada.OtherTab();
        await again.Open(cluster.Two);
        await ada.Sees<SessionEnded>(ended => ended.Reason == SessionEndReason.SignedOut);
    }
}
