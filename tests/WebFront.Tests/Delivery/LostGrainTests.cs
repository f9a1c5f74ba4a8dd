using ChatMux.Grains.Connections;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Tests.Delivery;

/// <summary>What lives in a grain's memory is lost with it, and whoever relied on it hears so.</summary>
public sealed class LostGrainTests(OwnCluster own) : IClassFixture<OwnCluster>
{
    // A round of touches, and one more for a machine that has much to do.
    private static readonly TimeSpan Soon = ConnectionTouches.Every * 2;

    private readonly TestCluster _cluster = own.Cluster;

    [Fact]
    public async Task A_browser_whose_mailbox_was_lost_under_it_is_told_to_resync_and_gets_what_came_since()
    {
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        var epoch = ada.Mailbox.Position!.Epoch;
        var mailbox = _cluster.Grains.GetGrain<IConnectionGrain>(ada.Connection.Value);
        await _cluster.Silos.DeactivateAsync(mailbox);
        await mailbox.Post(new BuildChanged("to an empty mailbox"));
        await _cluster.PassUntil(ada.Sees<ResyncNeeded>(), Soon);
        await ada.Sees<BuildChanged>();
        Assert.NotEqual(epoch, ada.Mailbox.Position.Epoch);
    }

    [Fact]
    public async Task A_browser_that_comes_back_to_a_lost_mailbox_begins_another_one()
    {
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        var epoch = ada.Mailbox.Position!.Epoch;
        await Leaves(ada);
        await _cluster.Silos.DeactivateAsync(_cluster.Grains.GetGrain<IConnectionGrain>(ada.Connection.Value));
        Assert.False((await ada.ComeBack(_cluster.Two)).Mailbox.Resumed);
        Assert.NotEqual(epoch, ada.Mailbox.Position.Epoch);
    }

    [Fact]
    public async Task A_mailbox_is_kept_for_a_minute()
    {
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(_cluster.One, "Bo");
        await Leaves(ada);
        await Leaves(bo);
        await _cluster.Pass(ConnectionGrain.KeepMailbox - TimeSpan.FromSeconds(2));
        Assert.True((await ada.ComeBack(_cluster.Two)).Mailbox.Resumed);
        await _cluster.Pass(TimeSpan.FromSeconds(4));
        Assert.False((await bo.ComeBack(_cluster.Two)).Mailbox.Resumed);
    }

    [Fact]
    public async Task What_a_user_was_told_while_the_users_grain_was_lost_is_made_up_for()
    {
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        await using var tab = ada.OtherTab();
        await tab.ComeBack(_cluster.Two);
        var said = (await ada.Says("news")).Value!.Sequence;
        await _cluster.Silos.DeactivateAsync(_cluster.Grains.GetGrain<IUserGrain>(ada.Welcome.Me.Id.Value));
        // The user's grain has no tabs to tell.
        Assert.Null((await tab.MarksRead(said)).Refusal);
        Assert.Empty(ada.All<ReadMoved>());
        await _cluster.PassUntil(ada.Sees<ResyncNeeded>(), Soon);
        Assert.Equal(said, (await ada.Call<InboxSnapshot>("GetInbox")).Value!.Conversations.Single(c => c.Conversation == ada.General).ReadUpTo);
    }

    private async Task Leaves(TestBrowser browser)
    {
        browser.Drop();
        await _cluster.One.Line.Answers(_cluster.Grains.GetGrain<IConnectionGrain>(browser.Connection.Value), nameof(IConnectionGrain.Detach));
    }
}
