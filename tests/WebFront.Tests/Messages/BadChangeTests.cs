using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Messages;

namespace ChatMux.WebFront.Tests.Messages;

/// <summary>What no honest browser sends is refused in a sentence, and changes nothing.</summary>
public sealed class BadChangeTests(TestCluster cluster)
{
    private const int Flood = 10_000;
    private const int AtOnce = 500;

    private readonly RoomId _room = HexId.New<RoomId>();

    private ConversationId Chat => ConversationId.Of(_room);

    private async Task<(TestBrowser Ada, long Message)> Says(TestFront front)
    {
        var ada = await TestBrowser.Enter(front, "Ada");
        await ada.Creates(_room);
        return (ada, (await ada.Says("as it was", conversation: Chat)).Value!.Sequence);
    }

    private Task<Result<Done>> Edit(TestBrowser who, long message, string? text) =>
        who.Call<Done>("EditMessage", new EditMessageCommand(Chat, message, text!));

    private Task<Result<Done>> React(TestBrowser who, long message, string? emoji, bool on = true) =>
        who.Call<Done>("React", new ReactCommand(Chat, message, emoji!, on));

    private Task<Result<SendReceipt>> Answer(TestBrowser who, long message, ConversationId? chat = null) =>
        who.Call<SendReceipt>("SendMessage", new SendMessageCommand(chat ?? Chat, HexId.New<MessageId>(), "answer", message));

    private static async Task<ChatMessage> Read(TestBrowser who, ConversationId chat, long message) =>
        (await who.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(chat, null, null, 100))).Value!.Messages.Single(m => m.Sequence == message);

    [Theory]
    [InlineData(null, RefusalCode.Malformed)]
    [InlineData("", RefusalCode.EmptyMessage)]
    [InlineData(" \u200B ", RefusalCode.EmptyMessage)]
    public async Task A_message_is_not_edited_into_nothing(string? text, RefusalCode refused)
    {
        var (ada, message) = await Says(cluster.One);
        await using var _ = ada;
        Assert.Equal(refused, (await Edit(ada, message, text)).Refusal?.Code);
        Assert.Equal("as it was", (await Read(ada, Chat, message)).Text);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_and_one_that_is_enormous_ends_the_socket_alone()
    {
        var (ada, message) = await Says(cluster.One);
        await using var _ = ada;
        Assert.Equal(RefusalCode.MessageTooLong, (await Edit(ada, message, new string('x', Limits.MessageLength + 1))).Refusal?.Code);
        await Assert.ThrowsAnyAsync<Exception>(() => Edit(ada, message, new string('x', 1_000_000)));
        await ada.Closed.Task;
        await ada.ComeBack(cluster.Two);
        Assert.Equal(("as it was", 0), ((await Read(ada, Chat, message)).Text, (await Read(ada, Chat, message)).Version));
        Assert.NotNull((await Edit(ada, message, new string('x', Limits.MessageLength))).Value);
    }

    [Theory]
    [InlineData(null, RefusalCode.Malformed)]
    [InlineData("", RefusalCode.InvalidReaction)]
    [InlineData("yes", RefusalCode.InvalidReaction)]
    [InlineData("a\uFE0F", RefusalCode.InvalidReaction)]
    [InlineData("👍👍", RefusalCode.InvalidReaction)]
    [InlineData("<b>👍</b>", RefusalCode.InvalidReaction)]
    public async Task A_reaction_that_is_no_emoji_is_refused(string? emoji, RefusalCode refused)
    {
        var (ada, message) = await Says(cluster.One);
        await using var _ = ada;
        Assert.Equal(refused, (await React(ada, message, emoji)).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidReaction, (await React(ada, message, new string('x', 20_000))).Refusal?.Code);
        // There is none to take back.
        Assert.NotNull((await React(ada, message, emoji ?? "👍", on: false)).Value);
        Assert.Empty((await Read(ada, Chat, message)).Reactions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public async Task A_number_that_no_message_has_is_refused(long number)
    {
        var (ada, message) = await Says(cluster.One);
        await using var _ = ada;
        await React(ada, message, "👍"); // the entry 2
        Assert.Equal(RefusalCode.NotFound, (await Edit(ada, number, "x")).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await React(ada, number, "👍")).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Call<Done>("DeleteMessage", new DeleteMessageCommand(Chat, number))).Refusal?.Code);
        Assert.Equal(RefusalCode.MessageGone, (await Answer(ada, number)).Refusal?.Code);
        foreach (var command in new[] { new ReadMessagesCommand(Chat, number, null, 10), new ReadMessagesCommand(Chat, null, number, 10) })
            Assert.InRange((await ada.Call<MessagePage>("ReadMessages", command)).Value!.Head, 2, 2);
    }

    [Fact]
    public async Task A_message_of_another_room_is_neither_answered_nor_changed()
    {
        var (ada, _) = await Says(cluster.One);
        await using var _ada = ada;
        var other = HexId.New<RoomId>();
        await ada.Creates(other);
        // The second message of this room has a number that the other one lacks.
        var second = (await ada.Says("second", conversation: Chat)).Value!.Sequence;
        await ada.Says("first", conversation: ConversationId.Of(other));
        Assert.Equal(RefusalCode.MessageGone, (await Answer(ada, second, ConversationId.Of(other))).Refusal?.Code);
        var edit = new EditMessageCommand(ConversationId.Of(other), second, "x");
        Assert.Equal(RefusalCode.NotFound, (await ada.Call<Done>("EditMessage", edit)).Refusal?.Code);
    }

    [Fact]
    public async Task A_conversation_that_nobody_knows_is_not_found()
    {
        var (ada, message) = await Says(cluster.One);
        await using var _ = ada;
        var unknown = HexId.New<ConversationId>();
        Assert.Equal(RefusalCode.NotFound, (await ada.Call<Done>("EditMessage", new EditMessageCommand(unknown, message, "x"))).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Call<Done>("DeleteMessage", new DeleteMessageCommand(unknown, message))).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Call<Done>("React", new ReactCommand(unknown, message, "👍", true))).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await Answer(ada, message, unknown)).Refusal?.Code);
    }

    [Fact]
    public async Task Ten_thousand_reactions_to_a_message_are_refused_and_the_rest_goes_on()
    {
        // So fast that the front's own limit would be in the way.
        await using var front = await cluster.StartFront(null, "--ChatMux:Limits:CallsBurst=1000000", "--ChatMux:Limits:CallsPerSecond=1000000");
        var (ada, message) = await Says(front);
        await using var _ = ada;
        await using var bo = await TestBrowser.Enter(front, "Bo");
        await bo.Joins(_room);
        // As many at once as are answered in time.
        var answers = new HashSet<RefusalCode?>();
        for (var sent = 0; sent < Flood; sent += AtOnce)
        {
            var flood = Enumerable.Range(sent, AtOnce).Select(i => React(ada, message, char.ConvertFromUtf32(0x1F400 + i % 200))).ToArray();
            if (sent == 0)
                Assert.NotNull((await React(bo, (await bo.Says("meanwhile", conversation: Chat)).Value!.Sequence, "👍")).Value);
            answers.UnionWith((await Task.WhenAll(flood)).Select(answer => answer.Refusal?.Code));
        }
        Assert.Subset(new HashSet<RefusalCode?> { null, RefusalCode.TooManyReactions, RefusalCode.TooFast }, answers);
        Assert.Contains(RefusalCode.TooManyReactions, answers);
        Assert.Equal(Limits.ReactionKinds, (await Read(bo, Chat, message)).Reactions.Count);
        // As many entries as reactions that are there, and not more.
        var page = (await bo.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(Chat, null, message, Limits.PageLength))).Value!;
        Assert.Equal(Limits.ReactionKinds + 1, page.Changes.Count);
        Assert.NotNull((await bo.Says("afterwards", conversation: Chat)).Value);
    }
}
