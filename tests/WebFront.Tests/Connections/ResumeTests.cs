using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Messages;
using Microsoft.AspNetCore.SignalR.Client;

namespace ChatMux.WebFront.Tests.Connections;

public sealed class ResumeTests(TestCluster cluster)
{
    [Fact]
    public async Task A_browser_resumes_its_mailbox_on_another_front()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var other = ada.OtherTab();
        await other.Open(cluster.One);
        await other.Attach();
        var epoch = ada.Welcome.Mailbox.Replay.Epoch;
        await ada.Socket.StopAsync();
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        var sent = (await bo.Says("while away")).Value!;
        await other.Call<Done>("MarkRead", new MarkReadCommand(other.General, sent.Sequence));
        await ada.Open(cluster.Two);
        var welcome = (await ada.Attach(new MailboxPosition(epoch, 0))).Value!;
        Assert.True(welcome.Mailbox.Resumed);
        Assert.Equal(sent.Sequence, Assert.IsType<ReadMoved>(Assert.Single(welcome.Mailbox.Replay.Events)).ReadUpTo);
        Assert.True(welcome.Inbox.Conversations.Single(c => c.Conversation == ada.General).Head >= sent.Sequence);
    }

    [Fact]
    public async Task A_socket_that_ends_while_it_attaches_leaves_nothing_behind()
    {
        await using var front = await cluster.StartFront();
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        for (var i = 0; i < 50; i++)
        {
            var tab = ada.OtherTab();
            await tab.Open(front);
            var attaching = tab.Socket.SendAsync("Attach", new AttachCommand(tab.Connection, DeviceKind.Desktop, null), TestContext.Current.CancellationToken);
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
        await using var other = ada.OtherTab();
        await other.Open(cluster.Two);
        await other.Attach();
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
        await ada.Sees<SessionEnded>();
    }
}
