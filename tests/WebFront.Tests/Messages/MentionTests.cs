using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Tests.Sessions;

namespace ChatMux.WebFront.Tests.Messages;

public sealed class MentionTests(TestCluster cluster)
{
    private readonly RoomId _room = HexId.New<RoomId>();

    private ConversationId Chat => ConversationId.Of(_room);

    private async Task<InboxConversation> Inbox(TestBrowser browser) =>
        (await browser.Call<InboxSnapshot>("GetInbox")).Value!.Conversations.Single(c => c.Conversation == Chat);

    [Fact]
    public async Task Who_is_called_hears_it_on_the_other_front_and_has_it_in_the_inbox_until_it_is_deleted()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        using var passkey = new SoftAuthenticator { Origin = cluster.Two.Address.GetLeftPart(UriPartial.Authority) };
        await using var bo = new TestBrowser();
        var me = (await bo.SignUp(cluster.Two, passkey, "Bo")).Value!;
        await bo.Open(cluster.Two);
        await bo.Attach();
        await ada.Creates(_room);
        await bo.Joins(_room);
        var said = (await ada.Says($"tea, @{me.Handle}?", conversation: Chat)).Value!;
        var heard = (await bo.Sees<MessagePosted>(m => m.Message.Conversation == Chat)).Message;
        Assert.Equal([new Mention(me.Handle!, me.Id)], heard.Mentions);
        Assert.Equal((1, 1), await Inbox(bo) is var called ? (called.Unread, called.Mentions) : default);
        await ada.Call<Done>("DeleteMessage", new DeleteMessageCommand(Chat, said.Sequence));
        Assert.Equal(heard.Mentions, (await bo.Sees<MessageChanged>(c => c.Change.Conversation == Chat)).Change.Before);
        Assert.Equal((1, 0), await Inbox(bo) is var after ? (after.Unread, after.Mentions) : default);
    }

    [Fact]
    public async Task What_is_marked_as_unread_in_one_tab_is_unread_in_the_other()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        await using var other = await bo.OtherTab(cluster.Two);
        await ada.Creates(_room);
        await bo.Joins(_room);
        var said = (await ada.Says("@here", conversation: Chat)).Value!.Sequence;
        await bo.Call<ReadPosition>("MarkRead", new MarkReadCommand(Chat, said));
        await bo.Call<ReadPosition>("MarkUnread", new MarkUnreadCommand(Chat, said, 0));
        var moved = (await other.Sees<ReadMoved>(m => m.Position.Rewinds == 1)).Position;
        Assert.Equal((said - 1, 1, 1), (moved.ReadUpTo, moved.Unread, moved.Mentions));
        await other.Call<Done>("SetNoticeLevel", new SetNoticeLevelCommand(Chat, NoticeLevel.None));
        Assert.Equal(NoticeLevel.None, (await bo.Sees<NoticeLevelChanged>(c => c.Conversation == Chat)).Level);
        Assert.Equal((1, NoticeLevel.None), await Inbox(other) is var inbox ? (inbox.Unread, inbox.Level) : default);
    }
}
