using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Messages;

namespace ChatMux.Grains.Tests.Messages;

public sealed class MessageChangeTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;

    private async Task<(IConversationGrain Room, Guest Ada, Guest Bo)> RoomOfTwo()
    {
        var room = HexId.New<RoomId>();
        await _grains.GetGrain<IRoomGrain>(room.Value).OpenToEveryone("Room");
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        var conversation = _grains.GetGrain<IConversationGrain>(room.Value);
        await conversation.Subscribe(bo.Front.Id, bo.Front.Reference);
        return (conversation, ada, bo);
    }

    private static async Task<long> Says(IConversationGrain room, Guest who, string text, long? replyTo = null) =>
        (await room.Post(who.Actor, HexId.New<MessageId>(), text, replyTo)).Value!.Sequence;

    private static async Task<ChatMessage> Reads(IConversationGrain room, Guest who, long sequence) =>
        (await room.Read(who.Actor, new PageRequest(null, null, 100))).Value!.Messages.Single(m => m.Sequence == sequence);

    [Fact]
    public async Task An_edit_is_told_and_kept()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var message = await Says(room, ada, "helo");
        for (var twice = 0; twice < 2; twice++)
            Assert.NotNull((await room.Edit(ada.Actor, message, "hello")).Value);
        var told = (await bo.Front.Sees<MessageChanged>()).Change;
        Assert.Equal((message, message + 1, "hello"), (told.Target, told.Sequence, told.Text));
        await ClusterFixture.Deactivate(room);
        var kept = await Reads(room, bo, message);
        Assert.Equal(("hello", told.Sequence, told.AtMs), (kept.Text, kept.Version, kept.EditedAtMs));
        Assert.Equal(message + 1, (await room.GetHead(bo.Actor)).Value!.Head);
    }

    [Fact]
    public async Task A_deleted_message_keeps_its_place_and_nothing_else()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var message = await Says(room, ada, "a secret");
        await room.Edit(ada.Actor, message, "another secret");
        await room.React(bo.Actor, message, "👍", true);
        for (var twice = 0; twice < 2; twice++)
            Assert.NotNull((await room.Delete(ada.Actor, message)).Value);
        var kept = await Reads(room, bo, message);
        Assert.Equal((true, "", "Ada", 0), (kept.Deleted, kept.Text, kept.Author.Name, kept.Reactions.Count));
        var page = (await room.Read(bo.Actor, new PageRequest(null, 0, 100))).Value!;
        Assert.DoesNotContain(page.Changes, c => c.Text is not null);
        Assert.Equal(RefusalCode.MessageGone, (await room.Edit(ada.Actor, message, "back")).Refusal?.Code);
        Assert.Equal(RefusalCode.MessageGone, (await room.React(bo.Actor, message, "👍", true)).Refusal?.Code);
        Assert.Equal(RefusalCode.MessageGone, (await room.Post(bo.Actor, HexId.New<MessageId>(), "what?", message)).Refusal?.Code);
    }

    [Fact]
    public async Task Only_its_author_changes_a_message()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var message = await Says(room, ada, "mine");
        Assert.Equal(RefusalCode.NotAuthor, (await room.Edit(bo.Actor, message, "yours")).Refusal?.Code);
        Assert.Equal(RefusalCode.NotAuthor, (await room.Delete(bo.Actor, message)).Refusal?.Code);
        Assert.Equal("mine", (await Reads(room, bo, message)).Text);
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_changed_or_answered()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var message = await Says(room, ada, "one");
        await room.React(bo.Actor, message, "👍", true);
        var (other, _, _) = await RoomOfTwo();
        // The reaction has a number, and is no message.
        foreach (var nothing in new[] { message + 1, -1 })
        {
            Assert.Equal(RefusalCode.NotFound, (await room.Edit(ada.Actor, nothing, "x")).Refusal?.Code);
            Assert.Equal(RefusalCode.NotFound, (await room.Delete(ada.Actor, nothing)).Refusal?.Code);
            Assert.Equal(RefusalCode.NotFound, (await room.React(ada.Actor, nothing, "👍", true)).Refusal?.Code);
            Assert.Equal(RefusalCode.MessageGone, (await room.Post(ada.Actor, HexId.New<MessageId>(), "x", nothing)).Refusal?.Code);
        }
        Assert.Equal(RefusalCode.MessageGone, (await other.Post(ada.Actor, HexId.New<MessageId>(), "x", message)).Refusal?.Code);
        var nobody = ada.Actor with { User = default };
        Assert.Equal(RefusalCode.NotFound, (await room.Edit(nobody, message, "x")).Refusal?.Code);
    }

    [Fact]
    public async Task Reactions_are_counted_by_person()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var message = await Says(room, ada, "tea?");
        foreach (var (who, emoji, on) in new[] { (bo, "👍", true), (ada, "👍", true), (bo, "❤️", true), (bo, "👍", true), (bo, "❤️", false), (bo, "❤️", false) })
            Assert.NotNull((await room.React(who.Actor, message, emoji, on)).Value);
        var reaction = Assert.Single((await Reads(room, ada, message)).Reactions);
        Assert.Equal(("👍", 2), (reaction.Emoji, reaction.Users.Count));
        Assert.Equal([bo.Actor.User, ada.Actor.User], reaction.Users);
        Assert.Equal(4, (await room.Read(ada.Actor, new PageRequest(null, message, 100))).Value!.Changes.Count);
    }

    [Theory]
    [InlineData("👍", true)]
    [InlineData("👨‍👩‍👧‍👦", true)]
    [InlineData("🇩🇪", true)]
    [InlineData("1️⃣", true)]
    [InlineData("‼️", true)]
    [InlineData("ℹ️", true)]
    [InlineData("↔️", true)]
    [InlineData("👍🏽", true)]
    [InlineData("🏴󠁧󠁢󠁳󠁣󠁴󠁿", true)]
    [InlineData("👩🏽‍❤️‍💋‍👨🏻", true)]
    [InlineData("👍\u200D", false)]
    [InlineData("👍\uFE0F\uFE0F", false)]
    [InlineData("👍\U000E0061\U000E007F", false)]
    [InlineData("🏴\U000E0067\U000E0062", false)]
    [InlineData("\u2800", false)]
    [InlineData("a\uFE0F", false)]
    [InlineData("a\u20E3", false)]
    [InlineData("👍\u0301\u0302\u0303", false)]
    [InlineData("\uFFFD", false)]
    [InlineData("\uD83D", false)]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("👍👍", false)]
    [InlineData("yes 👍", false)]
    [InlineData(null, false)]
    public void A_reaction_is_one_emoji(string? text, bool one) => Assert.Equal(one, ReactionEmoji.IsOne(text));

    [Fact]
    public void A_message_takes_so_many_reactions_and_no_more()
    {
        var state = MessageState.Unchanged;
        for (var i = 0; i < Limits.ReactionKinds; i++)
            state = state.React(char.ConvertFromUtf32(0x1F600 + i), HexId.New<Interfaces.Users.UserId>(), true);
        Assert.Equal(RefusalCode.TooManyReactions, state.CheckReaction("👍", true)?.Code);
        Assert.Null(state.CheckReaction("😀", true));
        while (state.Reactions.Sum(r => r.Users.Count) < Limits.Reactions)
            state = state.React("😀", HexId.New<Interfaces.Users.UserId>(), true);
        Assert.Equal(RefusalCode.TooManyReactions, state.CheckReaction("😀", true)?.Code);
        Assert.Null(state.CheckReaction("😀", false));
        Assert.Equal(RefusalCode.InvalidReaction, MessageState.Unchanged.CheckReaction("word", true)?.Code);
    }

    [Fact]
    public async Task An_answer_has_the_beginning_of_what_it_answers()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var message = await Says(room, ada, new string('x', 139) + "👍 and more");
        var answer = await Says(room, bo, "yes", message);
        var told = (await bo.Front.Sees<MessagePosted>(m => m.Message.Sequence == answer)).Message;
        Assert.Equal((message, new string('x', 139) + "…"), (told.ReplyTo!.Sequence, told.ReplyTo.Text));
        await room.Edit(ada.Actor, message, "short");
        Assert.Equal("short", (await Reads(room, bo, answer)).ReplyTo!.Text);
        await room.Delete(ada.Actor, message);
        Assert.Equal("", (await Reads(room, bo, answer)).ReplyTo!.Text);
    }

    [Fact]
    public async Task An_answer_sent_again_is_one_and_another_one_under_its_id_is_refused()
    {
        var (room, ada, _) = await RoomOfTwo();
        var (first, id) = (await Says(room, ada, "one"), HexId.New<MessageId>());
        var receipt = await room.Post(ada.Actor, id, "two", first);
        Assert.Equal(receipt.Value, (await room.Post(ada.Actor, id, "two", first)).Value);
        Assert.Equal(RefusalCode.MessageIdTaken, (await room.Post(ada.Actor, id, "two")).Refusal?.Code);
        await ClusterFixture.Deactivate(room);
        Assert.Equal(receipt.Value, (await room.Post(ada.Actor, id, "two", first)).Value);
        Assert.Equal(RefusalCode.MessageIdTaken, (await room.Post(ada.Actor, id, "two")).Refusal?.Code);
    }

    [Fact]
    public async Task An_answer_that_is_sent_again_is_there_although_what_it_answers_is_gone()
    {
        var (room, ada, _) = await RoomOfTwo();
        var (first, id) = (await Says(room, ada, "one"), HexId.New<MessageId>());
        var receipt = await room.Post(ada.Actor, id, "two", first);
        await room.Delete(ada.Actor, first);
        await ClusterFixture.Deactivate(room);
        Assert.Equal(receipt.Value, (await room.Post(ada.Actor, id, "two", first)).Value);
        Assert.Equal(RefusalCode.MessageIdTaken, (await room.Post(ada.Actor, id, "three", first)).Refusal?.Code);
        Assert.Equal(RefusalCode.MessageGone, (await room.Post(ada.Actor, HexId.New<MessageId>(), "two", first)).Refusal?.Code);
    }

    [Fact]
    public async Task A_page_after_a_number_that_is_not_there_yet_does_not_say_that_it_is()
    {
        var (room, ada, _) = await RoomOfTwo();
        await Says(room, ada, "one");
        var page = (await room.Read(ada.Actor, new PageRequest(null, long.MaxValue, 10))).Value!;
        Assert.Equal((0, 1), (page.Messages.Count, page.Head));
    }

    [Fact]
    public async Task Changes_that_cannot_be_written_are_not_half_there()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var message = await Says(room, ada, "as it was");
        fixture.Log.FailNext = new IOException("disk");
        Assert.Equal(RefusalCode.Unavailable, (await room.Edit(ada.Actor, message, "lost")).Refusal?.Code);
        Assert.NotNull((await room.React(bo.Actor, message, "👍", true)).Value);
        Assert.Equal("as it was", (await Reads(room, bo, message)).Text);
    }
}
