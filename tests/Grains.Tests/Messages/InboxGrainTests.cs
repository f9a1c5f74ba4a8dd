using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Tests.Friends;

namespace ChatMux.Grains.Tests.Messages;

public sealed class InboxGrainTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;

    private static async Task<InboxConversation> General(Guest guest) =>
        (await guest.Inbox.Open(guest.Actor)).Value!.Conversations.Single(c => c.Conversation == Guest.General);

    [Fact]
    public async Task What_was_said_before_one_came_is_not_unread_and_what_comes_after_is()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        await ada.Says("before");
        Assert.Equal(0, (await General(bo)).Unread);
        await ada.Says("after");
        await bo.Says("own");
        var general = await General(bo);
        Assert.Equal(1, general.Unread);
        Assert.Equal(general.Head - 2, general.ReadUpTo);
        Assert.Equal("General", general.Room.Name);
    }

    [Fact]
    public async Task Reading_moves_forward_only_and_the_other_tabs_learn_of_it()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var other = ada.OtherTab();
        await ada.Attach();
        await other.Attach();
        var head = (await General(ada)).Head;
        await (await Guest.Enter(_grains, "Bo")).Says("news");
        await ada.Inbox.MarkRead(ada.Actor, Guest.General, long.MaxValue);
        var moved = await other.Front.Sees<ReadMoved>();
        Assert.Equal((head + 1, 0), (moved.Position.ReadUpTo, moved.Position.Unread));
        await ada.Inbox.MarkRead(ada.Actor, Guest.General, 1);
        Assert.Equal(head + 1, (await General(ada)).ReadUpTo);
        Assert.Empty(ada.Front.All<ReadMoved>());
    }

    [Fact]
    public async Task Reading_that_is_told_again_reaches_the_other_tabs_again()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var other = ada.OtherTab();
        await ada.Attach();
        await other.Attach();
        await General(ada);
        var sent = (await (await Guest.Enter(_grains, "Bo")).Says("news")).Value!;
        await (await Guest.Enter(_grains, "Bo")).Says("more");
        for (var time = 1; time <= 2; time++)
        {
            var position = (await ada.Inbox.MarkRead(ada.Actor, Guest.General, sent.Sequence)).Value!;
            Assert.Equal((sent.Sequence, 1, sent.Sequence + 1), (position.ReadUpTo, position.Unread, position.Head));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            while (other.Front.All<ReadMoved>().Count(moved => moved.Position == position) < time)
                await Task.Delay(1, limit.Token); // the mailbox delivers on its own scheduler
        }
    }

    [Fact]
    public async Task What_is_marked_as_unread_stays_so_whatever_was_read_before()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var other = ada.OtherTab();
        await ada.Attach();
        await other.Attach();
        await General(ada);
        var bo = await Guest.Enter(_grains, "Bo");
        var first = (await bo.Says("one")).Value!.Sequence;
        await bo.Says("two");
        await ada.Inbox.MarkRead(ada.Actor, Guest.General, long.MaxValue);
        for (var twice = 0; twice < 2; twice++)
        {
            var back = (await ada.Inbox.MarkUnread(ada.Actor, Guest.General, first, 0)).Value!;
            Assert.Equal((first - 1, 2, 1), (back.ReadUpTo, back.Unread, back.Rewinds));
        }
        Assert.Equal(first - 1, (await other.Front.Sees<ReadMoved>(moved => moved.Position.Rewinds == 1)).Position.ReadUpTo);
        var late = (await other.Inbox.MarkRead(other.Actor, Guest.General, long.MaxValue)).Value!;
        Assert.Equal((first - 1, 2), (late.ReadUpTo, late.Unread));
        await ClusterFixture.Deactivate(ada.Inbox);
        var general = await General(ada);
        Assert.Equal((first - 1, 2, 1), (general.ReadUpTo, general.Unread, general.Rewinds));
        Assert.Equal(0, (await ada.Inbox.MarkRead(ada.Actor, Guest.General, long.MaxValue, 1)).Value!.Unread);
        Assert.Equal(RefusalCode.Malformed, (await ada.Inbox.MarkUnread(ada.Actor, Guest.General, 0, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Inbox.MarkUnread(bo.Actor, Guest.General, first, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Inbox.MarkUnread(ada.Actor, HexId.New<ConversationId>(), first, 1)).Refusal?.Code);
    }

    [Fact]
    public async Task A_room_that_is_joined_anew_is_read_however_often_it_was_marked_as_unread()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        var room = HexId.New<RoomId>();
        var chat = ConversationId.Of(room);
        await ada.Creates(room);
        await bo.Joins(room);
        var said = (await ada.Says("one", conversation: chat)).Value!.Sequence;
        await bo.Inbox.MarkUnread(bo.Actor, chat, said, 0);
        await bo.Leaves(room);
        Assert.Equal((said, 0, 1), (await bo.Joins(room)).Value is { } joined ? (joined.ReadUpTo, joined.Unread, joined.Rewinds) : default);
        await ClusterFixture.Deactivate(bo.Inbox);
        Assert.Equal(0, (await bo.Inbox.Open(bo.Actor)).Value!.Conversations.Single(c => c.Conversation == chat).Unread);
    }

    [Fact]
    public async Task What_one_wants_to_be_told_of_is_kept_with_the_room_and_forgotten_with_it()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var other = ada.OtherTab();
        await ada.Attach();
        await other.Attach();
        var room = HexId.New<RoomId>();
        var chat = ConversationId.Of(room);
        async Task<NoticeLevel> Level(ConversationId of) => (await ada.Inbox.Open(ada.Actor)).Value!.Conversations.Single(c => c.Conversation == of).Level;
        await ada.Inbox.Open(ada.Actor);
        await ada.Creates(room);
        await ada.Inbox.SetNoticeLevel(ada.Actor, chat, NoticeLevel.None);
        Assert.NotNull((await ada.Inbox.SetNoticeLevel(ada.Actor, Guest.General, NoticeLevel.Mentions)).Value);
        Assert.Equal(NoticeLevel.Mentions, (await other.Front.Sees<NoticeLevelChanged>(changed => changed.Conversation == Guest.General)).Level);
        await ClusterFixture.Deactivate(ada.Inbox);
        Assert.Equal((NoticeLevel.None, NoticeLevel.Mentions), (await Level(chat), await Level(Guest.General)));
        await ada.Leaves(room);
        Assert.Equal(RefusalCode.NotFound, (await ada.Inbox.SetNoticeLevel(ada.Actor, chat, NoticeLevel.None)).Refusal?.Code);
        await ada.Joins(room);
        Assert.Equal((NoticeLevel.All, NoticeLevel.Mentions), (await Level(chat), await Level(Guest.General)));
        var bo = await Guest.Enter(_grains, "Bo");
        Assert.Equal(RefusalCode.NotFound, (await ada.Inbox.SetNoticeLevel(bo.Actor, Guest.General, NoticeLevel.None)).Refusal?.Code);
        Assert.Equal(RefusalCode.Malformed, (await ada.Inbox.SetNoticeLevel(ada.Actor, Guest.General, (NoticeLevel)9)).Refusal?.Code);
    }

    [Fact]
    public async Task What_somebody_wrote_whom_one_has_blocked_does_not_count_until_they_are_unblocked()
    {
        var (ada, bo) = (await Person.Enter(fixture, "Ada"), await Person.Enter(fixture, "Bo"));
        var cy = await Guest.Enter(_grains, "Cy");
        var room = HexId.New<RoomId>();
        var chat = ConversationId.Of(room);
        await ada.Tab.Creates(room);
        await bo.Tab.Joins(room);
        await cy.Joins(room);
        async Task<(int, int)> Counts() =>
            (await ada.Tab.Inbox.Open(ada.Actor)).Value!.Conversations.Single(c => c.Conversation == chat) is var held ? (held.Unread, held.Mentions) : default;
        var first = (await bo.Tab.Says("@here", conversation: chat)).Value!.Sequence;
        await cy.Says("@here", conversation: chat);
        await bo.Tab.Says($"@{(await ada.Tab.User.GetProfile()).Value!.Handle}", conversation: chat);
        Assert.Equal((3, 3), await Counts());
        await ada.Must(FriendAct.Block, bo);
        Assert.Equal((1, 1), await Counts());
        var read = (await ada.Tab.Inbox.MarkRead(ada.Actor, chat, first)).Value!;
        Assert.Equal((1, 1), (read.Unread, read.Mentions));
        var back = (await ada.Tab.Inbox.MarkUnread(ada.Actor, chat, first + 2, 0)).Value!;
        Assert.Equal((1, 1), (back.Unread, back.Mentions));
        await ada.Must(FriendAct.Unblock, bo);
        Assert.Equal((2, 2), await Counts());
        // Whoever is blocked counts what the other writes.
        await bo.Must(FriendAct.Block, ada);
        Assert.Equal((2, 2), await Counts());
    }

    [Fact]
    public async Task An_inbox_does_not_wait_for_a_list_that_waits()
    {
        var (ada, bo) = (await Person.Enter(fixture, "Ada"), await Person.Enter(fixture, "Bo"));
        await General(ada.Tab);
        await bo.Tab.Says("news");
        var opened = 0;
        fixture.BeforeNextWrite("friendlist", ada.Id.Value, async () => opened = (await General(ada.Tab)).Unread);
        await ada.Must(FriendAct.Block, bo);
        Assert.Equal(1, opened);
        Assert.Equal(0, (await General(ada.Tab)).Unread);
    }

    [Fact]
    public async Task Nobody_is_asked_whom_one_has_blocked_while_there_is_nothing_to_count()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var list = _grains.GetGrain<IFriendListGrain>(ada.Actor.User.Value).GetGrainId();
        var asked = 0;
        fixture.OnAnswer = call =>
        {
            if (call.MethodName == nameof(IFriendListGrain.GetBlocked) && call.TargetId == list)
                Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        };
        try
        {
            await General(ada);
            await General(ada);
            await ada.Inbox.MarkRead(ada.Actor, Guest.General, long.MaxValue);
            Assert.Equal(0, asked);
            await (await Guest.Enter(_grains, "Bo")).Says("news");
            Assert.Equal(1, (await General(ada)).Unread);
            Assert.Equal(1, asked);
        }
        finally
        {
            fixture.OnAnswer = null;
        }
    }

    [Fact]
    public async Task An_inbox_is_open_to_its_owner_only()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        Assert.Equal(RefusalCode.NotFound, (await ada.Inbox.Open(bo.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Inbox.MarkRead(bo.Actor, Guest.General, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound,
            (await ada.Inbox.MarkRead(ada.Actor, HexId.New<ConversationId>(), 1)).Refusal?.Code);
    }
}
