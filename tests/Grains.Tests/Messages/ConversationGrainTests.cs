using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Messages;

public sealed class ConversationGrainTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;

    private async Task<IConversationGrain> NewRoom()
    {
        var room = HexId.New<RoomId>();
        await _grains.GetGrain<IRoomGrain>(room.Value).OpenToEveryone("Room");
        return _grains.GetGrain<IConversationGrain>(room.Value);
    }

    [Fact]
    public async Task Everyone_reads_the_messages_of_all_in_one_order()
    {
        var room = await NewRoom();
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        await room.Subscribe(ada.Front.Id, ada.Front.Reference);
        await room.Subscribe(bo.Front.Id, bo.Front.Reference);
        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            room.Post((i % 2 == 0 ? ada : bo).Actor, HexId.New<MessageId>(), $"message {i}")));
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), sent.Select(s => s.Value!.Sequence).Order());
        foreach (var front in new[] { ada.Front, bo.Front })
        {
            await front.Sees<MessagePosted>(m => m.Message.Sequence == 20);
            Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), front.All<MessagePosted>().Select(m => m.Message.Sequence));
        }
        var page = await room.Read(ada.Actor, new PageRequest(null, null, 100));
        Assert.Equal(ada.Front.All<MessagePosted>().Select(m => m.Message.Text), page.Value!.Messages.Select(m => m.Text));
    }

    [Fact]
    public async Task A_retry_answers_the_first_receipt_and_is_announced_once()
    {
        var room = await NewRoom();
        var ada = await Guest.Enter(_grains, "Ada");
        await room.Subscribe(ada.Front.Id, ada.Front.Reference);
        var id = HexId.New<MessageId>();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => room.Post(ada.Actor, id, "once")));
        var later = await room.Post(ada.Actor, id, "once");
        Assert.All([.. receipts, later], r => Assert.Equal(receipts[0].Value, r.Value));
        await room.Post(ada.Actor, HexId.New<MessageId>(), "then");
        await ada.Front.Sees<MessagePosted>(m => m.Message.Text == "then");
        Assert.Equal(["once", "then"], ada.Front.All<MessagePosted>().Select(m => m.Message.Text));
    }

    [Fact]
    public async Task A_retry_after_the_grain_was_lost_answers_the_first_receipt()
    {
        var room = await NewRoom();
        var ada = await Guest.Enter(_grains, "Ada");
        var id = HexId.New<MessageId>();
        var first = await room.Post(ada.Actor, id, "once");
        fixture.Log.FailNext = new IOException("disk");
        var failed = await room.Post(ada.Actor, HexId.New<MessageId>(), "lost");
        Assert.Equal(RefusalCode.Unavailable, failed.Refusal?.Code);
        Assert.Equal(first.Value, (await room.Post(ada.Actor, id, "once")).Value);
        Assert.Equal(2, (await room.Post(ada.Actor, HexId.New<MessageId>(), "next")).Value?.Sequence);
    }

    [Fact]
    public async Task Another_text_under_the_same_id_is_refused()
    {
        var room = await NewRoom();
        var ada = await Guest.Enter(_grains, "Ada");
        var id = HexId.New<MessageId>();
        await room.Post(ada.Actor, id, "one");
        Assert.Equal(RefusalCode.MessageIdTaken, (await room.Post(ada.Actor, id, "two")).Refusal?.Code);
    }

    [Fact]
    public async Task Whoever_is_invisible_is_not_seen_to_be_typing()
    {
        var room = await NewRoom();
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        await room.Subscribe(ada.Front.Id, ada.Front.Reference);
        Assert.NotNull((await ada.User.SetAvailability(ada.Actor, Availability.Invisible)).Value);
        // Events come in order: what was not announced before this was not announced.
        Assert.NotNull((await room.Typing(ada.Actor)).Value);
        Assert.NotNull((await room.Typing(bo.Actor)).Value);
        await ada.Front.Sees<UserTyping>(typing => typing.User == bo.Actor.User);
        Assert.DoesNotContain(ada.Front.All<UserTyping>(), typing => typing.User == ada.Actor.User);
    }

    [Fact]
    public async Task A_conversation_that_is_not_there_answers_like_one_that_is_not_yours()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var nowhere = _grains.GetGrain<IConversationGrain>(HexId.New<ConversationId>().Value);
        Assert.Equal(RefusalCode.NotFound, (await nowhere.Post(ada.Actor, HexId.New<MessageId>(), "x")).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await nowhere.Read(ada.Actor, new PageRequest(null, null, 1))).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await nowhere.Typing(ada.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await nowhere.GetHead(ada.Actor)).Refusal?.Code);
    }

    [Fact]
    public async Task An_author_who_never_entered_is_refused()
    {
        var room = await NewRoom();
        var ada = await Guest.Enter(_grains, "Ada");
        var nobody = ada.Actor with { User = HexId.New<UserId>() };
        Assert.Equal(RefusalCode.NotFound, (await room.Post(nobody, HexId.New<MessageId>(), "x")).Refusal?.Code);
    }

    [Fact]
    public async Task A_guest_who_floods_is_told_when_to_go_on()
    {
        var room = await NewRoom();
        var ada = await Guest.Enter(_grains, "Ada");
        for (var i = 0; i < 15; i++)
            Assert.NotNull((await room.Post(ada.Actor, HexId.New<MessageId>(), $"{i}")).Value);
        var refused = await room.Post(ada.Actor, HexId.New<MessageId>(), "16th");
        Assert.Equal(RefusalCode.TooFast, refused.Refusal?.Code);
        fixture.Time.Advance(TimeSpan.FromMilliseconds(refused.Refusal!.RetryAfterMs!.Value));
        Assert.Equal(16, (await room.Post(ada.Actor, HexId.New<MessageId>(), "16th")).Value?.Sequence);
    }

    [Fact]
    public async Task Someone_who_reads_history_without_end_is_told_when_to_go_on()
    {
        var room = await NewRoom();
        var ada = await Guest.Enter(_grains, "Ada");
        var page = new PageRequest(null, null, 1);
        for (var i = 0; i < 20; i++)
            Assert.NotNull((await room.Read(ada.Actor, page)).Value);
        var refused = await room.Read(ada.Actor, page);
        Assert.Equal(RefusalCode.TooFast, refused.Refusal?.Code);
        fixture.Time.Advance(TimeSpan.FromMilliseconds(refused.Refusal!.RetryAfterMs!.Value));
        Assert.NotNull((await room.Read(ada.Actor, page)).Value);
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData(null, null, 101)]
    [InlineData(5L, 2L, 10)]
    public async Task A_page_that_cannot_be_is_refused(long? before, long? after, int count)
    {
        var room = await NewRoom();
        var ada = await Guest.Enter(_grains, "Ada");
        Assert.Equal(RefusalCode.Malformed, (await room.Read(ada.Actor, new PageRequest(before, after, count))).Refusal?.Code);
    }

    [Fact]
    public async Task Pages_go_back_and_forth_without_gaps()
    {
        var room = await NewRoom();
        var ada = await Guest.Enter(_grains, "Ada");
        for (var i = 1; i <= 12; i++)
            await room.Post(ada.Actor, HexId.New<MessageId>(), $"{i}");
        async Task<(string, bool)> Page(long? before, long? after, int count)
        {
            var page = (await room.Read(ada.Actor, new PageRequest(before, after, count))).Value!;
            return (string.Join(' ', page.Messages.Select(m => m.Text)), page.HasOlder);
        }
        Assert.Equal(("8 9 10 11 12", true), await Page(null, null, 5));
        Assert.Equal(("3 4 5 6 7", true), await Page(8, null, 5));
        Assert.Equal(("1 2", false), await Page(3, null, 5));
        Assert.Equal(("11 12", true), await Page(null, 10, 5));
        Assert.Equal(("", false), await Page(null, 12, 5));
    }

    [Fact]
    public async Task A_front_that_does_not_answer_is_dropped_and_stops_nobody()
    {
        var room = await NewRoom();
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        await room.Subscribe(ada.Front.Id, ada.Front.Reference);
        await room.Subscribe(bo.Front.Id, bo.Front.Reference);
        bo.Front.Frozen = new TaskCompletionSource();
        await room.Post(ada.Actor, HexId.New<MessageId>(), "first");
        await room.Post(ada.Actor, HexId.New<MessageId>(), "second");
        await ada.Front.Sees<MessagePosted>(m => m.Message.Text == "second");
        await bo.Front.Sees<MessagePosted>(m => m.Message.Text == "first");
        fixture.Time.Advance(TimeSpan.FromSeconds(3));
        // Bo's front answers too late: it has to subscribe anew, and is told where the conversation stands.
        bo.Front.Frozen.SetResult();
        bo.Front.Frozen = null;
        var back = await room.Subscribe(bo.Front.Id, bo.Front.Reference);
        Assert.False(back.Renewed);
        Assert.Equal(2, Assert.IsType<ConversationPosition>(back.Position).Head);
    }

    [Fact]
    public async Task A_front_whose_lease_ended_gets_nothing()
    {
        var room = await NewRoom();
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        await room.Subscribe(bo.Front.Id, bo.Front.Reference);
        fixture.Time.Advance(TimeSpan.FromSeconds(10));
        await room.Subscribe(ada.Front.Id, ada.Front.Reference);
        await room.Post(ada.Actor, HexId.New<MessageId>(), "hello");
        await ada.Front.Sees<MessagePosted>();
        Assert.Equal(0, bo.Front.Batches);
    }
}
