using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

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
    public async Task An_inbox_is_open_to_its_owner_only()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        Assert.Equal(RefusalCode.NotFound, (await ada.Inbox.Open(bo.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Inbox.MarkRead(bo.Actor, Guest.General, 1)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound,
            (await ada.Inbox.MarkRead(ada.Actor, HexId.New<ConversationId>(), 1)).Refusal?.Code);
    }
}
