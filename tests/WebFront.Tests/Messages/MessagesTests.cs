using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Messages;

namespace ChatMux.WebFront.Tests.Messages;

public sealed class MessagesTests(TestCluster cluster)
{
    [Fact]
    public async Task A_message_reaches_everyone_on_both_fronts_once_and_in_order()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.Two, "Bo");
        var receipts = new List<SendReceipt>();
        for (var i = 0; i < 10; i++)
            receipts.Add((await (i % 2 == 0 ? ada : bo).Says($"order {i} {ada.Connection}")).Value!);
        foreach (var browser in new[] { ada, bo })
        {
            await browser.Sees<MessagePosted>(m => m.Message.Text == $"order 9 {ada.Connection}");
            var heard = browser.All<MessagePosted>().Select(m => m.Message).Where(m => m.Text.EndsWith(ada.Connection.Value, StringComparison.Ordinal));
            Assert.Equal(receipts.Select(r => r.Sequence), heard.Select(m => m.Sequence));
        }
    }

    [Fact]
    public async Task The_author_is_who_the_session_says()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await ada.Says("me");
        var message = (await ada.Sees<MessagePosted>(m => m.Message.Text == "me")).Message;
        Assert.Equal(ada.Welcome.Me, message.Author);
        Assert.True(message.Author.Guest);
    }

    [Fact]
    public async Task History_is_read_in_pages()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var last = 0L;
        for (var i = 0; i < 5; i++)
            last = (await ada.Says($"history {i}")).Value!.Sequence;
        var page = await ada.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(ada.General, last + 1, null, 3));
        Assert.Equal(["history 2", "history 3", "history 4"], page.Value!.Messages.Select(m => m.Text));
        Assert.True(page.Value.HasOlder);
    }

    [Fact]
    public async Task Typing_is_seen_by_others()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.Two, "Bo");
        await bo.Call<Done>("Typing", new TypingCommand(bo.General));
        await ada.Sees<UserTyping>(t => t.User == bo.Welcome.Me.Id);
    }

    [Fact]
    public async Task What_one_has_read_in_one_tab_is_read_in_the_other()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var other = await ada.OtherTab(cluster.Two);
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        var sent = (await bo.Says("news")).Value!;
        await ada.Call<ReadPosition>("MarkRead", new MarkReadCommand(ada.General, sent.Sequence));
        var moved = await other.Sees<ReadMoved>();
        Assert.Equal(sent.Sequence, moved.Position.ReadUpTo);
    }
}
