using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Rooms;

namespace ChatMux.WebFront.Tests.Rooms;

/// <summary>Keeping order in a room, as browsers do it and hear of it.</summary>
public sealed class ModerationTests(TestCluster cluster)
{
    private const RefusalCode Fine = (RefusalCode)(-1);
    private const RefusalCode NotFound = RefusalCode.NotFound;
    private const RefusalCode NotAllowed = RefusalCode.NotAllowed;

    private readonly RoomId _room = HexId.New<RoomId>();

    private ConversationId Chat => ConversationId.Of(_room);

    private Task<Result<Done>> Does(TestBrowser who, ModerationKind kind, TestBrowser whom, long? forMs = null) =>
        who.Call<Done>("Moderate", new ModerateCommand(_room, kind, whom.Welcome.Me.Id, forMs));

    private static Task<MessagePosted> Hears(TestBrowser browser, RoomActKind act) => browser.Sees<MessagePosted>(m => m.Message.Act?.Kind == act);

    [Fact]
    public async Task Who_is_kicked_hears_why_on_every_tab_and_nothing_after_it()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.Two, "Bo");
        await using var other = await bo.OtherTab(cluster.One);
        await ada.Creates(_room);
        await bo.Joins(_room);
        await other.Sees<ConversationPosition>(p => p.Conversation == Chat);
        Assert.NotNull((await Does(ada, ModerationKind.Kick, bo)).Value);
        foreach (var tab in new[] { bo, other })
        {
            var left = await tab.Sees<ConversationLeft>(l => l.Conversation == Chat);
            Assert.Equal((LeftReason.Kicked, "Ada"), (left.Reason, left.By!.Name));
        }
        Assert.Equal("Bo", (await Hears(ada, RoomActKind.Kicked)).Message.Act!.Whom!.Name);
        await ada.Says("fence");
        await bo.Sees<MessagePosted>(m => m.Message.Text == "fence");
        Assert.DoesNotContain(bo.All<MessagePosted>(), m => m.Message.Conversation == Chat);
        Assert.NotNull((await bo.Joins(_room)).Value);
    }

    [Fact]
    public async Task An_act_is_heard_in_its_place_and_read_there_later()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.Two, "Bo");
        await ada.Creates(_room);
        await bo.Joins(_room);
        await bo.Says("before", conversation: Chat);
        Assert.NotNull((await Does(ada, ModerationKind.Mute, bo, 600_000)).Value);
        Assert.Equal(RefusalCode.Muted, (await bo.Says("but", conversation: Chat)).Refusal?.Code);
        await ada.Says("after", conversation: Chat);
        await bo.Sees<MessagePosted>(m => m.Message.Text == "after");
        var heard = bo.All<MessagePosted>().Select(m => m.Message).Where(m => m.Conversation == Chat).ToArray();
        Assert.Equal([1, 2, 3], heard.Select(m => m.Sequence));
        Assert.Equal(RoomActKind.Muted, heard[1].Act!.Kind);
        var read = (await bo.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(Chat, null, null, 10))).Value!.Messages;
        Assert.Equal(heard.Select(m => (m.Id, m.Text, m.Act)), read.Select(m => (m.Id, m.Text, m.Act)));
        var mute = (await bo.Call<InboxSnapshot>("GetInbox")).Value!.Conversations.Single(c => c.Conversation == Chat).Room.Mute;
        Assert.Equal(heard[1].Act!.UntilMs, mute!.UntilMs);
    }

    [Fact]
    public async Task What_is_no_moderation_is_refused()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var bo = await TestBrowser.Enter(cluster.One, "Bo");
        await ada.Creates(_room);
        await bo.Joins(_room);
        var (room, whom) = (_room.Value, bo.Welcome.Me.Id.Value);
        foreach (var wrong in new Dictionary<string, object?>[]
        {
            new() { ["room"] = room, ["whom"] = whom },
            new() { ["room"] = room, ["whom"] = whom, ["kind"] = "explode" },
            new() { ["room"] = room, ["whom"] = "bo", ["kind"] = "kick" },
            new() { ["room"] = room, ["whom"] = whom, ["kind"] = "mute", ["forMs"] = "long" },
            new() { ["room"] = room, ["whom"] = whom, ["kind"] = "mute", ["forMs"] = -1L },
        })
            Assert.Equal(RefusalCode.Malformed, (await ada.Call<Done>("Moderate", wrong)).Refusal?.Code);
        Assert.NotNull((await bo.Says("still here", conversation: Chat)).Value);
        // One that was made before there were temporary rooms.
        var kept = new Dictionary<string, object?> { ["room"] = HexId.New<RoomId>().Value, ["name"] = "Kept", ["topic"] = "" };
        Assert.NotNull((await ada.Call<InboxConversation>("CreateRoom", kept)).Value);
    }

    /// <summary>What each call answers to somebody who is no member, somebody banned, a member, a muted one, a moderator, the owner.</summary>
    private static readonly (string Call, RefusalCode[] Answers)[] Rights =
    [
        ("send", [NotFound, NotFound, Fine, RefusalCode.Muted, Fine, Fine]),
        ("read", [NotFound, NotFound, Fine, Fine, Fine, Fine]),
        ("find time", [NotFound, NotFound, Fine, Fine, Fine, Fine]),
        ("search", [NotFound, NotFound, Fine, Fine, Fine, Fine]),
        ("mark read", [NotFound, NotFound, Fine, Fine, Fine, Fine]),
        ("mark unread", [NotFound, NotFound, Fine, Fine, Fine, Fine]),
        ("notice level", [NotFound, NotFound, Fine, Fine, Fine, Fine]),
        ("edit own", [NotFound, NotFound, Fine, RefusalCode.Muted, Fine, Fine]),
        ("edit other's", [NotFound, NotFound, RefusalCode.NotAuthor, RefusalCode.Muted, RefusalCode.NotAuthor, RefusalCode.NotAuthor]),
        ("delete own", [NotFound, NotFound, Fine, Fine, Fine, Fine]),
        ("react", [NotFound, NotFound, Fine, RefusalCode.Muted, Fine, Fine]),
        ("type", [NotFound, NotFound, Fine, RefusalCode.Muted, Fine, Fine]),
        ("members", [NotFound, NotFound, Fine, Fine, Fine, Fine]),
        ("invite", [NotFound, NotFound, Fine, Fine, Fine, Fine]),
        ("bans", [NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine]),
        ("acts", [NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine]),
        ("delete other's message", [NotFound, NotFound, RefusalCode.NotAuthor, RefusalCode.NotAuthor, Fine, Fine]),
        ("mute member", [NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine]),
        ("unmute member", [NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine]),
        ("kick moderator", [NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, Fine]),
        ("kick owner", [NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, NotAllowed]),
        ("name member", [NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, Fine]),
        ("dismiss member", [NotFound, NotFound, NotAllowed, NotAllowed, NotAllowed, Fine]),
        ("kick member", [NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine]),
        ("ban member", [NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine]),
        ("unban member", [NotFound, NotFound, NotAllowed, NotAllowed, Fine, Fine]),
        ("change", [NotFound, NotFound, NotFound, NotFound, NotFound, Fine]),
        ("hand over to a stranger", [NotFound, NotFound, NotFound, NotFound, NotFound, RefusalCode.NotAMember]),
        ("leave", [Fine, Fine, Fine, Fine, Fine, Fine]),
        ("join", [Fine, RefusalCode.Banned, Fine, Fine, Fine, Fine]),
        ("delete room", [NotFound, NotFound, NotFound, NotFound, NotFound, Fine]),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Every_call_answers_by_the_role_of_who_makes_it(int role)
    {
        await using var owner = await TestBrowser.Enter(cluster.One, "Owner");
        await using var moderator = await TestBrowser.Enter(cluster.One, "Moderator");
        await using var member = await TestBrowser.Enter(cluster.Two, "Member");
        await using var somebody = await TestBrowser.Enter(cluster.Two, "Somebody");
        await using var newcomer = await TestBrowser.Enter(cluster.One, "Newcomer");
        await owner.Creates(_room);
        await moderator.Joins(_room);
        await member.Joins(_room);
        var me = role == 5 ? owner : somebody;
        if (role > 0)
            await somebody.Joins(_room);
        var own = (await me.Says("own", conversation: Chat)).Value?.Sequence ?? 1;
        await Does(owner, ModerationKind.NameModerator, moderator);
        if (role is 1 or 3 or 4)
            Assert.NotNull((await Does(owner, role switch { 1 => ModerationKind.Ban, 3 => ModerationKind.Mute, _ => ModerationKind.NameModerator }, somebody)).Value);
        var said = (await member.Says("hello", conversation: Chat)).Value!.Sequence;
        foreach (var (call, answers) in Rights)
            Assert.True(answers[role] == (await Makes(call)), $"role {role}: {call}");

        async Task<RefusalCode> Makes(string call) => (call switch
        {
            "send" => await me.Says("hello", conversation: Chat),
            "read" => await me.Call<MessagePage>("ReadMessages", new ReadMessagesCommand(Chat, null, null, 10)),
            "find time" => await me.Call<LogPlace>("FindTime", new FindTimeCommand(Chat, 0)),
            "search" => await me.Call<SearchPage>("SearchMessages", new SearchMessagesCommand(Chat, "hello", null, null)),
            "mark read" => await me.Call<ReadPosition>("MarkRead", new MarkReadCommand(Chat, said, 0)),
            "mark unread" => await me.Call<ReadPosition>("MarkUnread", new MarkUnreadCommand(Chat, said, 0)),
            "notice level" => await me.Call<Done>("SetNoticeLevel", new SetNoticeLevelCommand(Chat, NoticeLevel.None)),
            "edit own" => await me.Call<Done>("EditMessage", new EditMessageCommand(Chat, own, "other")),
            "edit other's" => await me.Call<Done>("EditMessage", new EditMessageCommand(Chat, said, "other")),
            "delete own" => await me.Call<Done>("DeleteMessage", new DeleteMessageCommand(Chat, own)),
            "react" => await me.Call<Done>("React", new ReactCommand(Chat, said, "👍", true)),
            "type" => await me.Call<Done>("Typing", new TypingCommand(Chat)),
            "members" => await me.Call<RoomMembers>("GetMembers", new GetMembersCommand(_room, 0)),
            "invite" => await me.Call<Done>("InviteToRoom", new InviteToRoomCommand(_room, newcomer.Welcome.Me.Id)),
            "bans" => await me.Call<RoomBans>("GetBans", new GetBansCommand(_room)),
            "acts" => await me.Call<ActPage>("GetActs", new GetActsCommand(_room, null)),
            "delete other's message" => await me.Call<Done>("DeleteMessage", new DeleteMessageCommand(Chat, said)),
            "kick moderator" => await Does(me, ModerationKind.Kick, moderator),
            "kick owner" => await Does(me, ModerationKind.Kick, owner),
            "name member" => await Does(me, ModerationKind.NameModerator, member),
            "dismiss member" => await Does(me, ModerationKind.DismissModerator, member),
            "change" => await me.Call<Done>("ChangeRoom", new ChangeRoomCommand(_room, "Other", "")),
            "hand over to a stranger" => await me.Call<Done>("HandOverRoom", new HandOverRoomCommand(_room, HexId.New<UserId>())),
            "leave" => await me.Leaves(_room),
            "join" => await me.Joins(_room),
            "delete room" => await me.Call<Done>("DeleteRoom", new DeleteRoomCommand(_room)),
            _ => (IRefusable)await Does(me, Enum.Parse<ModerationKind>(call.Split(' ')[0], ignoreCase: true), member),
        }).Refusal?.Code ?? Fine;
    }
}
