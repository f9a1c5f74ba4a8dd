using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Messages;

namespace ChatMux.WebFront.Tests.Rooms;

public sealed class RoomTests(TestCluster cluster)
{
    private readonly RoomId _room = HexId.New<RoomId>();

    private ConversationId Chat => ConversationId.Of(_room);

    private static string[] Heard(TestBrowser browser, ConversationId conversation) =>
        [.. browser.All<MessagePosted>().Where(m => m.Message.Conversation == conversation).Select(m => m.Message.Text)];

    private Task<MessagePosted> Hears(TestBrowser browser, string text) =>
        browser.Sees<MessagePosted>(m => m.Message.Conversation == Chat && m.Message.Text == text);

    /// <summary>What goes to all browsers; whoever has heard it has heard all that this front had for them before.</summary>
    private static async Task Fence(TestBrowser speaker, params TestBrowser[] listeners)
    {
        var text = $"fence {HexId.New<MessageId>()}";
        await speaker.Says(text);
        foreach (var listener in listeners)
            await listener.Sees<MessagePosted>(m => m.Message.Text == text);
    }

    [Fact]
    public async Task A_room_is_found_joined_and_talked_in_over_both_fronts()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.Two, "Bo");
        var created = (await ada.Creates(_room, "Tea")).Value!;
        await bo.Sees<LobbyChanged>(l => l.Rooms.Contains(new LobbyRoom(_room, "Tea", Owner: ada.Welcome.Me.Id)));
        var joined = (await bo.Joins(_room)).Value!;
        Assert.Equal(created.Room with { Role = RoomRole.Member }, joined.Room);
        foreach (var browser in new[] { ada, bo })
            await browser.Sees<LobbyChanged>(l => l.Counts.Contains(new RoomCount(_room, 2)));
        await ada.Says("hello", conversation: Chat);
        await bo.Says("hello yourself", conversation: Chat);
        foreach (var browser in new[] { ada, bo })
        {
            await Hears(browser, "hello yourself");
            Assert.Equal(["hello", "hello yourself"], Heard(browser, Chat));
        }
    }

    [Fact]
    public async Task Only_members_hear_what_is_said()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        await ada.Creates(_room);
        await ada.Says("secret", conversation: Chat);
        await Hears(ada, "secret");
        await Fence(ada, bo);
        Assert.Empty(Heard(bo, Chat));
        Assert.Equal(RefusalCode.NotFound, (await bo.Says("me too", conversation: Chat)).Refusal?.Code);
    }

    [Fact]
    public async Task The_other_tab_on_the_other_front_follows_what_was_joined()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        await using var other = await bo.OtherTab(cluster.Two);
        await ada.Creates(_room);
        await ada.Says("before", conversation: Chat);
        var joined = (await bo.Joins(_room)).Value!;
        Assert.Equal(joined, (await other.Sees<ConversationJoined>()).Conversation);
        await other.Sees<ConversationPosition>(p => p.Conversation == Chat && p.Head >= 1);
        await ada.Says("after", conversation: Chat);
        await Hears(other, "after");
        Assert.Equal(["after"], Heard(other, Chat));
    }

    [Fact]
    public async Task Whoever_left_hears_nothing_more_on_any_tab_and_is_refused()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var cy = await TestBrowser.Enter(cluster.Two, "Cy");
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        await using var other = await bo.OtherTab(cluster.Two);
        await ada.Creates(_room);
        await cy.Joins(_room);
        await bo.Joins(_room);
        await other.Sees<ConversationPosition>(p => p.Conversation == Chat);
        await ada.Says("before", conversation: Chat);
        await Hears(other, "before");
        Assert.NotNull((await bo.Leaves(_room)).Value);
        await ada.Says("after", conversation: Chat);
        await Hears(cy, "after");
        await Hears(ada, "after");
        await Fence(ada, bo, other);
        Assert.Equal(["before"], Heard(bo, Chat));
        Assert.Equal(["before"], Heard(other, Chat));
        await other.Sees<ConversationLeft>(l => l.Conversation == Chat);
        Assert.Equal(RefusalCode.NotFound, (await bo.Says("still here", conversation: Chat)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound,
            (await other.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(Chat, null, null, 10))).Refusal?.Code);
        Assert.DoesNotContain((await bo.Call<InboxSnapshot>("GetInbox")).Value!.Conversations, c => c.Conversation == Chat);
    }

    [Fact]
    public async Task What_was_written_after_the_leave_does_not_reach_who_left_even_in_the_same_batch()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        await ada.Creates(_room);
        await bo.Joins(_room);
        ServerEvent Posted(long number, string text) =>
            new MessagePosted(new ChatMessage(Chat, number, HexId.New<MessageId>(), ada.Welcome.Me, 0, text));
        await cluster.One.Deliver(TopicId.Of(Chat),
            Posted(1, "before"), new MemberLeft(Chat, bo.Welcome.Me.Id, long.MaxValue), Posted(2, "after"));
        await Hears(ada, "after");
        await ada.Sees<MemberLeft>(l => l.User == bo.Welcome.Me.Id);
        await Fence(ada, bo);
        Assert.Equal(["before"], Heard(bo, Chat));
        Assert.Empty(bo.All<MemberLeft>());
    }

    [Fact]
    public async Task Word_of_an_earlier_leave_does_not_take_out_who_has_come_back()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        await ada.Creates(_room);
        await bo.Joins(_room);
        // Ada's room is at version 1, with Bo at 2; Bo was checked at 2, which is later than this word.
        await cluster.One.Deliver(TopicId.Of(Chat), new MemberLeft(Chat, bo.Welcome.Me.Id, 1));
        await ada.Says("hello", conversation: Chat);
        await Hears(bo, "hello");
        for (var i = 0; i < 20; i++)
        {
            await bo.Leaves(_room);
            await bo.Joins(_room);
            await ada.Says($"round {i}", conversation: Chat);
            await Hears(bo, $"round {i}");
        }
    }

    [Fact]
    public async Task A_front_that_missed_the_leave_lets_go_who_left_before_it_hears_anything_more()
    {
        await using var ada = await TestBrowser.Enter(cluster.Two, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        await using var cy = await TestBrowser.Enter(cluster.One, "Cy");
        await ada.Creates(_room);
        await bo.Joins(_room);
        await cluster.Grains.GetGrain<IConversationGrain>(Chat.Value).Unsubscribe(cluster.One.Id);
        await bo.Leaves(_room);
        // Following makes the front subscribe, and finds that the subscription had lapsed.
        await cy.Joins(_room);
        await ada.Says("after", conversation: Chat);
        await Hears(cy, "after");
        await Fence(ada, bo);
        Assert.Empty(Heard(bo, Chat));
    }

    [Fact]
    public async Task A_room_that_was_joined_is_there_on_coming_back()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await ada.Creates(_room);
        await ada.Socket.StopAsync();
        await ada.Open(cluster.Two);
        await ada.Attach();
        Assert.Contains(ada.Welcome.Inbox.Conversations, c => c.Room.Id == _room);
        await ada.Says("hello", conversation: Chat);
        await Hears(ada, "hello");
    }

    [Fact]
    public async Task Asking_twice_does_no_harm()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.Two, "Bo");
        var created = await Task.WhenAll(ada.Creates(_room), ada.Creates(_room));
        Assert.Equal(created[0].Value, created[1].Value);
        Assert.NotNull(created[0].Value);
        await bo.Joins(_room);
        Assert.NotNull((await bo.Joins(_room)).Value);
        await ada.Says("once", conversation: Chat);
        await Hears(bo, "once");
        await Fence(ada, bo);
        Assert.Equal(["once"], Heard(bo, Chat));
        await bo.Leaves(_room);
        Assert.NotNull((await bo.Leaves(_room)).Value);
    }
}
