using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.WebFront.Tests.Messages;

public sealed class RetryTests(TestCluster cluster)
{
    [Fact]
    public async Task A_message_whose_socket_was_cut_before_the_answer_is_one_message_when_it_is_sent_again_through_another_front()
    {
        await using var front = await cluster.StartFront();
        await using var ada = await TestBrowser.Enter(front, "Ada");
        var (written, cut) = (new TaskCompletionSource<Result<SendReceipt>>(), new TaskCompletionSource());
        front.Line.OnAnswer = async call =>
        {
            if (call.MethodName == nameof(IConversationGrain.Post))
            {
                written.SetResult((Result<SendReceipt>)call.Result!);
                await cut.Task;
            }
        };
        var id = HexId.New<MessageId>();
        var sending = ada.Says("once", id);
        var first = (await written.Task.WaitAsync(TimeSpan.FromSeconds(10))).Value!;
        ada.Drop();
        cut.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
        await ada.ComeBack(cluster.Two);
        Assert.Equal(first, (await ada.Says("once", id)).Value);
        Assert.Single(await ada.Read(after: first.Sequence - 1), m => m.Id == id);
    }

    [Fact]
    public async Task A_message_whose_call_timed_out_is_refused_as_unavailable_and_is_one_message_when_it_is_sent_again()
    {
        await using var front = await cluster.StartFront();
        await using var ada = await TestBrowser.Enter(front, "Ada");
        SendReceipt? first = null;
        front.Line.OnAnswer = call =>
        {
            if (call.MethodName != nameof(IConversationGrain.Post))
                return Task.CompletedTask;
            first ??= ((Result<SendReceipt>)call.Result!).Value;
            throw new TimeoutException("The silo hangs.");
        };
        var id = HexId.New<MessageId>();
        Assert.Equal(RefusalCode.Unavailable, (await ada.Says("once", id)).Refusal?.Code);
        await using var tab = ada.OtherTab();
        await tab.ComeBack(cluster.Two);
        Assert.Equal(first, (await tab.Says("once", id)).Value);
        Assert.Single(await tab.Read(after: first!.Sequence - 1), m => m.Id == id);
    }

    [Fact]
    public async Task A_conversation_that_was_lost_in_between_still_knows_the_message()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var id = HexId.New<MessageId>();
        var first = (await ada.Says("once", id)).Value!;
        await cluster.Silos.DeactivateAsync(cluster.Grains.GetGrain<IConversationGrain>(ada.General.Value));
        Assert.Equal(first, (await ada.Says("once", id)).Value);
        Assert.Equal(RefusalCode.MessageIdTaken, (await ada.Says("another", id)).Refusal?.Code);
        Assert.Single(await ada.Read(after: first.Sequence - 1), m => m.Id == id);
    }

    [Fact]
    public async Task A_message_sent_many_times_at_once_through_both_fronts_is_one_message_with_one_receipt()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var tab = ada.OtherTab();
        await tab.ComeBack(cluster.Two);
        var id = HexId.New<MessageId>();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? ada : tab).Says("once", id)));
        var receipt = Assert.Single(receipts.Select(r => r.Value).Distinct());
        Assert.NotNull(receipt);
        var after = (await ada.Says("after")).Value!;
        await tab.Sees<MessagePosted>(m => m.Message.Sequence == after.Sequence);
        Assert.Single(tab.All<MessagePosted>(), m => m.Message.Id == id);
        Assert.Single(await ada.Read(after: receipt.Sequence - 1), m => m.Id == id);
    }
}
