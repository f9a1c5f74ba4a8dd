using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Tests.Delivery;

/// <summary>Answers that come too late, calls that are held up, words that come together: nobody misses anything for good.</summary>
public sealed class LostAnswerTests(OwnCluster own) : IClassFixture<OwnCluster>
{
    private readonly TestCluster _cluster = own.Cluster;

    [Fact]
    public async Task Two_who_left_by_one_push_are_both_let_go()
    {
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(_cluster.One, "Bo");
        await using var cy = await TestBrowser.Enter(_cluster.One, "Cy");
        var room = HexId.New<RoomId>();
        var chat = ConversationId.Of(room);
        Assert.NotNull((await ada.Creates(room)).Value);
        Assert.NotNull((await bo.Joins(room)).Value);
        Assert.NotNull((await cy.Joins(room)).Value);
        // The room's push after Bo's leaving (4) was lost; the one after Cy's (5) makes it good.
        await _cluster.Grains.GetGrain<IConversationGrain>(chat.Value)
            .SetAccess(new ConversationAccess(5, false) { Members = [ada.Welcome.Me.Id] });
        Assert.NotNull((await ada.Says("secret", conversation: chat)).Value);
        await ada.Sees<MessagePosted>(m => m.Message.Text == "secret");
        await _cluster.Pass(TimeSpan.FromSeconds(10)); // renewals do not find it either
        Assert.NotNull((await ada.Says("secret too", conversation: chat)).Value);
        await ada.Says("fence");
        foreach (var other in new[] { bo, cy })
            await other.Sees<MessagePosted>(m => m.Message.Text == "fence");
        string[] Secrets(TestBrowser browser) => [.. browser.All<MessagePosted>().Select(m => m.Message.Text).Where(t => t.StartsWith("secret", StringComparison.Ordinal))];
        Assert.Equal(("", ""), (string.Join(',', Secrets(bo)), string.Join(',', Secrets(cy))));
    }

    [Fact]
    public async Task A_subscription_whose_answer_was_lost_is_no_renewal()
    {
        await using var front = await _cluster.StartFront();
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(front, "Bo");
        var conversation = _cluster.Grains.GetGrain<IConversationGrain>(bo.General.Value);
        // The grain forgot the front (it was lost, or did not hear of it in time) and something was said.
        await conversation.Unsubscribe(front.Id);
        var said = (await ada.Says("while nobody listened")).Value!.Sequence;
        await ada.Sees<MessagePosted>(m => m.Message.Sequence == said);
        var lost = new TaskCompletionSource();
        front.Line.OnAnswer = context =>
        {
            if (context.MethodName != nameof(ITopicGrain.Subscribe) || context.TargetId != conversation.GetGrainId() || !lost.TrySetResult())
                return Task.CompletedTask;
            throw new TimeoutException("the answer came too late");
        };
        await _cluster.PassUntil(Task.Run(async () => { await lost.Task; return 0; }), TimeSpan.FromSeconds(10));
        await _cluster.PassUntil(bo.Sees<ConversationPosition>(p => p.Head >= said), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_socket_that_was_attached_again_with_the_answer_lost_resyncs_all_the_same()
    {
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        var mailbox = _cluster.Grains.GetGrain<IConnectionGrain>(ada.Connection.Value);
        await mailbox.Post(new BuildChanged("fence"));
        await ada.Sees<BuildChanged>();
        // As much as unacknowledged events in the mailbox are lost with it.
        await _cluster.Silos.DeactivateAsync(mailbox);
        var lost = new TaskCompletionSource();
        _cluster.One.Line.OnAnswer = context =>
        {
            if (context.MethodName != nameof(IConnectionGrain.AttachAgain) || context.TargetId != mailbox.GetGrainId() || !lost.TrySetResult())
                return Task.CompletedTask;
            throw new TimeoutException("the answer came too late");
        };
        await _cluster.PassUntil(Task.Run(async () => { await lost.Task; return 0; }), TimeSpan.FromSeconds(60));
        await _cluster.Pass(TimeSpan.FromSeconds(60));
        _cluster.One.Line.OnAnswer = null;
        await ada.Sees<ResyncNeeded>();
    }

    [Fact]
    public async Task An_attachment_that_a_front_held_up_does_not_take_the_connection_from_the_newer_one()
    {
        await using var front = await _cluster.StartFront();
        await using var ada = await TestBrowser.Enter(_cluster.One, "Ada");
        ada.Drop();
        await using var late = ada.SameTab();
        await late.Open(front);
        front.Line.Freeze();
        var never = late.Attach(ada.Mailbox.Position);
        while (front.Attached == 0)
            await Task.Delay(1, TestContext.Current.CancellationToken); // until the front has begun
        // The browser waits for ten seconds, then tries another front.
        late.Drop();
        await using var back = ada.SameTab();
        await back.Open(_cluster.Two);
        Assert.NotNull((await back.Attach(ada.Mailbox.Position)).Value);
        front.Line.Thaw();
        await front.Line.Answers(_cluster.Grains.GetGrain<IConnectionGrain>(ada.Connection.Value), nameof(IConnectionGrain.Attach));
        // A word to this tab would come before what is said after it.
        Assert.NotNull((await back.Says("still here")).Value);
        await back.Sees<MessagePosted>(m => m.Message.Text == "still here");
        Assert.Empty(back.All<ConnectionSuperseded>());
        _ = never.ContinueWith(t => t.Exception, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_socket_that_ended_while_it_was_attached_again_leaves_no_ghost()
    {
        await using var front = await _cluster.StartFront();
        await using var bo = await TestBrowser.Enter(_cluster.One, "Bo");
        await using var ada = await TestBrowser.Enter(front, "Ada");
        await _cluster.PassUntil(bo.Sees<LobbyChanged>(c => c.Present.Any(p => p.Profile == ada.Welcome.Me)), TimeSpan.FromSeconds(1));
        var mailbox = _cluster.Grains.GetGrain<IConnectionGrain>(ada.Connection.Value);
        await _cluster.Silos.DeactivateAsync(mailbox);
        // The silo is dying: the call is rejected and made again in a while (RejectedCalls), and meanwhile the browser goes.
        var (held, attached, told) = (new TaskCompletionSource(), false, new TaskCompletionSource());
        front.Line.OnCall = async context =>
        {
            if (context.MethodName != nameof(IConnectionGrain.AttachAgain) || context.TargetId != mailbox.GetGrainId())
                return;
            ada.Drop();
            await front.Line.Answers(mailbox, nameof(IConnectionGrain.Detach));
            held.TrySetResult();
        };
        front.Line.OnAnswer = context =>
        {
            if (context.TargetId != mailbox.GetGrainId())
                return Task.CompletedTask;
            attached |= context.MethodName == nameof(IConnectionGrain.AttachAgain);
            if (attached && context.MethodName == nameof(IConnectionGrain.Detach))
                told.TrySetResult();
            return Task.CompletedTask;
        };
        await _cluster.PassUntil(Task.Run(async () => { await held.Task; return 0; }), TimeSpan.FromSeconds(40));
        // The calls go on by the real clock: the fake one must not run ahead of them.
        await told.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await _cluster.PassUntil(bo.Sees<LobbyChanged>(c => c.Gone.Contains(ada.Welcome.Me.Id)), TimeSpan.FromSeconds(31));
    }
}
