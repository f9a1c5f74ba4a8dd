using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Tests.Hosting;

namespace ChatMux.WebFront.Tests.Messages;

/// <summary>Changes are there at once for everybody, and stay.</summary>
public sealed class ChangeDeliveryTests(TestCluster cluster) : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chatmux-changes-").FullName;

    private sealed record Written(long Edited, long Deleted, long Answer);

    private static async Task<Written> WriteAndChange(TestBrowser ada, TestBrowser bo)
    {
        var general = ada.General;
        var edited = (await ada.Says("before")).Value!.Sequence;
        var deleted = (await bo.Says("a secret")).Value!.Sequence;
        var answer = (await bo.Call<SendReceipt>("SendMessage", new SendMessageCommand(general, HexId.New<MessageId>(), "answer", edited))).Value!.Sequence;
        Assert.NotNull((await ada.Call<Done>("React", new ReactCommand(general, answer, "👍", true))).Value);
        Assert.NotNull((await bo.Call<Done>("React", new ReactCommand(general, answer, "👍", true))).Value);
        Assert.NotNull((await ada.Call<Done>("React", new ReactCommand(general, answer, "👍", false))).Value);
        Assert.NotNull((await bo.Call<Done>("DeleteMessage", new DeleteMessageCommand(general, deleted))).Value);
        Assert.NotNull((await ada.Call<Done>("EditMessage", new EditMessageCommand(general, edited, "after"))).Value);
        return new Written(edited, deleted, answer);
    }

    private static async Task AssertThere(TestBrowser who, Written written, Profile bo)
    {
        var page = (await who.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(who.General, null, null, 50))).Value!;
        var (edited, deleted, answer) = (Of(written.Edited), Of(written.Deleted), Of(written.Answer));
        Assert.Equal(("after", true, false), (edited.Text, edited.EditedAtMs is not null, edited.Deleted));
        Assert.Equal(("", true, bo.Name), (deleted.Text, deleted.Deleted, deleted.Author.Name));
        Assert.Equal((written.Edited, "after"), (answer.ReplyTo!.Sequence, answer.ReplyTo.Text));
        var reaction = Assert.Single(answer.Reactions);
        Assert.Equal(("👍", bo.Id), (reaction.Emoji, Assert.Single(reaction.Users)));

        ChatMessage Of(long number) => page.Messages.Single(m => m.Sequence == number);
    }

    [Fact]
    public async Task Changes_reach_everyone_on_both_fronts_once_and_in_one_order_with_the_messages()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.Two, "Bo");
        var written = await WriteAndChange(ada, bo);
        long[] Numbers(TestBrowser who) =>
        [
            .. who.All<ServerEvent>().Select(one => one switch
            {
                MessagePosted { Message: var message } when message.Conversation == who.General => message.Sequence,
                MessageChanged { Change: var change } when change.Conversation == who.General => change.Sequence,
                _ => 0,
            }).Where(number => number >= written.Edited),
        ];
        foreach (var browser in new[] { ada, bo })
        {
            var last = (await browser.Sees<MessageChanged>(c => c.Change.Target == written.Edited)).Change;
            Assert.Equal((MessageChangeKind.Edited, "after", ada.Welcome.Me.Id), (last.Kind, last.Text, last.By));
            // Others may write in General meanwhile.
            var heard = Numbers(browser).TakeWhile(number => number <= last.Sequence).ToArray();
            Assert.Equal(Enumerable.Range(0, (int)(last.Sequence - written.Edited) + 1).Select(i => written.Edited + i), heard);
            await AssertThere(browser, written, bo.Welcome.Me);
        }
    }

    [Fact]
    public async Task A_browser_that_was_away_gets_the_changes_of_what_it_has()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.Two, "Bo");
        var message = (await ada.Says("before")).Value!.Sequence;
        bo.Drop();
        Assert.NotNull((await ada.Call<Done>("EditMessage", new EditMessageCommand(ada.General, message, "after"))).Value);
        await bo.ComeBack(cluster.One);
        var page = (await bo.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(bo.General, null, message, 100))).Value!;
        Assert.Contains(page.Changes, change => change.Target == message && change.Text == "after");
        // A change is nothing to read.
        var inbox = (await bo.Call<InboxSnapshot>("GetInbox")).Value!.Conversations.Single(c => c.Conversation == bo.General);
        Assert.True(inbox.Head >= page.Last);
    }

    [Fact]
    public async Task A_change_is_made_once_when_it_is_sent_again_after_its_answer_was_lost()
    {
        await using var front = await cluster.StartFront();
        await using var ada = await TestBrowser.Enter(front, "Ada");
        var message = (await ada.Says("before")).Value!.Sequence;
        front.Line.OnAnswer = call => call.MethodName == nameof(IConversationGrain.Edit) ? throw new TimeoutException("The silo hangs.") : Task.CompletedTask;
        var edit = new EditMessageCommand(ada.General, message, "after");
        Assert.Equal(RefusalCode.Unavailable, (await ada.Call<Done>("EditMessage", edit)).Refusal?.Code);
        await using var tab = ada.OtherTab();
        await tab.ComeBack(cluster.Two);
        Assert.NotNull((await tab.Call<Done>("EditMessage", edit)).Value);
        var page = (await tab.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(tab.General, null, message, 100))).Value!;
        Assert.Single(page.Changes, change => change.Target == message);
    }

    [Fact]
    public async Task What_was_changed_is_so_after_a_restart_of_the_silo()
    {
        string[] arguments = [$"--ChatMux:DataDirectory={Path.Combine(_directory, "data")}", "--urls=http://127.0.0.1:0"];
        Written written;
        string cookie;
        Profile bo;
        await using (var first = FrontProcess.Start(arguments))
        {
            var address = await first.Ready();
            await using var ada = await TestBrowser.Enter(address, "Ada");
            await using var other = await TestBrowser.Enter(address, "Bo");
            written = await WriteAndChange(ada, other);
            (cookie, bo) = (other.Cookie, other.Welcome.Me);
            Assert.Equal(0, await first.Stop());
        }
        await using var second = FrontProcess.Start(arguments);
        await using var back = new TestBrowser { InitialCookie = cookie };
        await back.Open(await second.Ready());
        await back.Attach();
        await AssertThere(back, written, bo);
        var gone = new EditMessageCommand(back.General, written.Deleted, "back");
        Assert.Equal(RefusalCode.MessageGone, (await back.Call<Done>("EditMessage", gone)).Refusal?.Code);
        var again = new ReactCommand(back.General, written.Answer, "👍", true);
        var before = (await back.Call<InboxSnapshot>("GetInbox")).Value!.Conversations.Single(c => c.Conversation == back.General).Head;
        Assert.NotNull((await back.Call<Done>("React", again)).Value);
        Assert.Equal(before, (await back.Call<InboxSnapshot>("GetInbox")).Value!.Conversations.Single(c => c.Conversation == back.General).Head);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
