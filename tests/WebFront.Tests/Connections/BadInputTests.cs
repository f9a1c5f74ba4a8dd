using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Messages;
using Microsoft.AspNetCore.SignalR.Client;

namespace ChatMux.WebFront.Tests.Connections;

public sealed class BadInputTests(TestCluster cluster)
{
    private static async Task LivesOn(TestBrowser browser) => Assert.NotNull((await browser.Says("still here")).Value);

    [Fact]
    public async Task A_method_that_does_not_exist_is_refused()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        Assert.Equal(RefusalCode.Malformed, (await ada.Call<Done>("DropTables", "x")).Refusal?.Code);
        await LivesOn(ada);
    }

    [Theory]
    [InlineData("SendMessage")]
    [InlineData("SendMessage", 1)]
    [InlineData("SendMessage", "text")]
    [InlineData("SendMessage", 1, 2, 3)]
    [InlineData("MarkRead", true)]
    [InlineData("Typing", null)]
    public async Task Arguments_of_the_wrong_shape_are_refused(string method, params object?[]? arguments)
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var answer = await ada.Socket.InvokeCoreAsync<Result<Done>>(method, arguments ?? [null]);
        Assert.Equal(RefusalCode.Malformed, answer.Refusal?.Code);
        await LivesOn(ada);
    }

    [Fact]
    public async Task A_record_with_a_missing_or_a_false_member_is_refused()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        foreach (var command in new object[]
        {
            new TypingCommand(ada.General),
            new { conversation = ada.General.Value, id = "short", text = "x" },
            new { conversation = ada.General.Value, id = new string('A', 32), text = "x" },
            new { conversation = ada.General.Value, id = new string('a', 32) },
            new { conversation = 7, id = new string('a', 32), text = "x" },
        })
            Assert.Equal(RefusalCode.Malformed, (await ada.Call<SendReceipt>("SendMessage", Untyped(command))).Refusal?.Code);
        await LivesOn(ada);
    }

    [Fact]
    public async Task A_call_before_attaching_is_refused()
    {
        await using var ada = new TestBrowser();
        await ada.SignIn(cluster.One, "Ada");
        await ada.Open(cluster.One);
        foreach (var (method, command) in new (string, object?)[]
        {
            ("GetLobby", null), ("GetInbox", null),
            ("SendMessage", new SendMessageCommand(HexId.New<ConversationId>(), HexId.New<MessageId>(), "x")),
            ("ReadMessages", new ReadMessagesCommand(HexId.New<ConversationId>(), null, null, 1)),
            ("MarkRead", new MarkReadCommand(HexId.New<ConversationId>(), 1)),
            ("Typing", new TypingCommand(HexId.New<ConversationId>())),
            ("Acknowledge", new AcknowledgeCommand("e", 1)),
        })
            Assert.Equal(RefusalCode.NotAttached, (await ada.Call<Done>(method, command)).Refusal?.Code);
        Assert.NotNull((await ada.Attach()).Value);
        Assert.Equal(RefusalCode.Malformed, (await ada.Attach()).Refusal?.Code);
    }

    [Fact]
    public async Task A_conversation_of_nobody_is_not_found()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var foreign = HexId.New<ConversationId>();
        foreach (var (method, command) in new (string, object)[]
        {
            ("SendMessage", new SendMessageCommand(foreign, HexId.New<MessageId>(), "x")),
            ("ReadMessages", new ReadMessagesCommand(foreign, null, null, 1)),
            ("MarkRead", new MarkReadCommand(foreign, 1)),
            ("MarkUnread", new MarkUnreadCommand(foreign, 1, 0)),
            ("SetNoticeLevel", new SetNoticeLevelCommand(foreign, NoticeLevel.None)),
            ("Typing", new TypingCommand(foreign)),
        })
            Assert.Equal(RefusalCode.NotFound, (await ada.Call<Done>(method, command)).Refusal?.Code);
    }

    [Fact]
    public async Task A_text_that_is_too_long_or_empty_is_refused_and_not_stored()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var before = (await ada.Says("before")).Value!.Sequence;
        Assert.Equal(RefusalCode.MessageTooLong, (await ada.Says(new string('x', 4001))).Refusal?.Code);
        Assert.Equal(RefusalCode.EmptyMessage, (await ada.Says(" \u200b ")).Refusal?.Code);
        Assert.Equal(before + 1, (await ada.Says(new string('é', 4000))).Value?.Sequence);
    }

    [Fact]
    public async Task A_flood_is_refused_with_the_time_to_wait_and_the_socket_lives_on()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var answers = await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => ada.Call<Done>("Typing", new TypingCommand(ada.General))));
        var refused = answers.Where(a => a.Refusal is not null).Select(a => a.Refusal!).ToArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, r => Assert.Equal(RefusalCode.TooFast, r.Code));
        Assert.All(refused, r => Assert.InRange(r.RetryAfterMs!.Value, 1, 60_000));
        Assert.Equal(HubConnectionState.Connected, ada.Socket.State);
    }

    [Fact]
    public async Task A_frame_over_the_limit_ends_its_socket_and_the_browser_resumes()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        var mailbox = ada.Welcome.Mailbox.Replay.Epoch;
        await Assert.ThrowsAnyAsync<Exception>(() => ada.Call<Done>("SendMessage", new string('x', Limits.FrameBytes)));
        await ada.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await ada.Open(cluster.Two);
        Assert.True((await ada.Attach(new(mailbox, 0))).Value!.Mailbox.Resumed);
        await LivesOn(ada);
    }

    [Theory]
    [InlineData("   ", "#336699", RefusalCode.InvalidName)]
    [InlineData("a\u0007b", "#336699", RefusalCode.InvalidName)]
    [InlineData("Ada", "blue", RefusalCode.InvalidColour)]
    public async Task A_name_or_colour_that_is_none_is_refused_and_nobody_is_signed_in(string name, string colour, RefusalCode code)
    {
        await using var ada = new TestBrowser();
        Assert.Equal(code, (await ada.SignIn(cluster.One, name, colour)).Refusal?.Code);
        Assert.Equal("", ada.Cookie);
    }

    [Fact]
    public async Task A_name_of_a_megabyte_is_not_even_read()
    {
        await using var ada = new TestBrowser();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => ada.SignIn(cluster.One, new string('x', 1 << 20)));
        Assert.Equal(System.Net.HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("__Host-cm=")]
    [InlineData("__Host-cm=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("__Host-cm=../../etc")]
    public async Task Without_a_live_session_no_socket_opens(string cookie)
    {
        await using var nobody = new TestBrowser { InitialCookie = cookie };
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => nobody.Open(cluster.One));
        Assert.Contains("401", refused.ToString(), StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Untyped(object record) => record.GetType().GetProperties()
        .ToDictionary(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..], p => p.GetValue(record) is ConversationId id ? id.Value : p.GetValue(record));
}
