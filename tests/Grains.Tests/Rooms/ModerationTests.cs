using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Rooms;

/// <summary>What the owner and the moderators of a room do, and what becomes of it.</summary>
public sealed class ModerationTests(ClusterFixture fixture)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly IGrainFactory _grains = fixture.Grains;
    private readonly RoomId _room = HexId.New<RoomId>();

    private IRoomGrain Room => _grains.GetGrain<IRoomGrain>(_room.Value);

    private IConversationGrain Chat => _grains.GetGrain<IConversationGrain>(_room.Value);

    private Task<Result<Done>> Does(Guest who, ModerationKind kind, Guest whom, TimeSpan? duration = null) =>
        Room.Moderate(who.Actor, new Moderation(kind, whom.Actor.User, (long?)duration?.TotalMilliseconds));

    private async Task<RefusalCode?> Says(Guest who, string text = "hello") =>
        (await who.Says(text, conversation: ConversationId.Of(_room))).Refusal?.Code;

    private async Task<ChatMessage[]> Reads(Guest who) => [.. (await Chat.Read(who.Actor, new PageRequest(null, null, 100))).Value!.Messages];

    private async Task<RoomActKind[]> ActsInRoom(Guest who) => [.. (await Reads(who)).Select(m => m.Act?.Kind).OfType<RoomActKind>()];

    private async Task<RoomDescription?> InInbox(Guest who) =>
        (await who.Inbox.Open(who.Actor)).Value!.Conversations.SingleOrDefault(c => c.Room.Id == _room)?.Room;

    /// <summary>Ada has the room, Mo keeps order, Bo and Cy are in it.</summary>
    private async Task<(Guest Ada, Guest Mo, Guest Bo, Guest Cy)> RoomOfFour()
    {
        var guests = await Task.WhenAll(new[] { "Ada", "Mo", "Bo", "Cy" }.Select(name => Guest.Enter(_grains, name)));
        var (ada, mo) = (guests[0], guests[1]);
        Assert.NotNull((await ada.Creates(_room, "Tea")).Value);
        foreach (var guest in guests.Skip(1))
            Assert.NotNull((await guest.Joins(_room)).Value);
        Assert.NotNull((await Does(ada, ModerationKind.NameModerator, mo)).Value);
        await Chat.Subscribe(ada.Front.Id, ada.Front.Reference, long.MaxValue, null);
        return (ada, mo, guests[2], guests[3]);
    }

    [Fact]
    public async Task Who_is_kicked_is_out_hears_why_and_may_come_back()
    {
        var (ada, mo, bo, cy) = await RoomOfFour();
        await bo.Attach();
        for (var twice = 0; twice < 2; twice++)
            Assert.NotNull((await Does(mo, ModerationKind.Kick, bo)).Value);
        var left = await bo.Front.Sees<ConversationLeft>();
        Assert.Equal((LeftReason.Kicked, "Mo"), (left.Reason, left.By!.Name));
        Assert.Equal(RefusalCode.NotFound, await Says(bo));
        Assert.Null(await InInbox(bo));
        Assert.Equal([RoomActKind.ModeratorNamed, RoomActKind.Kicked], await ActsInRoom(cy));
        var seen = (await ada.Front.Sees<MessagePosted>(m => m.Message.Act?.Kind == RoomActKind.Kicked)).Message;
        Assert.Equal(("Mo", "Bo"), (seen.Author.Name, seen.Act!.Whom!.Name));
        Assert.NotNull((await bo.Joins(_room)).Value);
        Assert.Null(await Says(bo));
    }

    [Fact]
    public async Task An_act_keeps_who_it_was_and_not_what_they_were_up_to()
    {
        var (ada, mo, bo, cy) = await RoomOfFour();
        await bo.Attach();
        Assert.NotNull((await bo.User.UpdateProfile(bo.Actor, new ProfileChange("Bo", null, "#336699", "counting"))).Value);
        Assert.Equal("counting", (await bo.User.GetProfile()).Value!.Status);
        Assert.NotNull((await Does(mo, ModerationKind.Mute, bo, Minute)).Value);
        Assert.NotNull((await Room.HandOver(ada.Actor, bo.Actor.User)).Value);
        var acts = (await Reads(cy)).Select(m => m.Act).Where(act => act?.Whom?.Id == bo.Actor.User).ToArray();
        Assert.Equal([RoomActKind.Muted, RoomActKind.HandedOver], acts.Select(act => act!.Kind));
        Assert.All(acts, act => Assert.Null(act!.Whom!.Status));
    }

    [Fact]
    public async Task Who_was_kicked_and_joins_again_has_read_up_to_then_and_is_told_of_everything()
    {
        var (ada, mo, bo, _) = await RoomOfFour();
        await bo.Inbox.SetNoticeLevel(bo.Actor, ConversationId.Of(_room), NoticeLevel.None);
        await Does(mo, ModerationKind.Kick, bo);
        await Says(ada, "meanwhile");
        await Says(ada, "@here meanwhile");
        var joined = (await bo.Joins(_room)).Value!;
        Assert.Equal((0, 0, NoticeLevel.All, joined.Head), (joined.Unread, joined.Mentions, joined.Level, joined.ReadUpTo));
        await Says(ada, "now");
        Assert.Equal(1, (await bo.Inbox.Open(bo.Actor)).Value!.Conversations.Single(c => c.Room.Id == _room).Unread);
    }

    [Theory]
    [InlineData(ModerationKind.Kick)]
    [InlineData(ModerationKind.Ban)]
    public async Task Who_is_put_out_while_they_join_is_out(ModerationKind kind)
    {
        var (ada, dee) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Dee"));
        await ada.Creates(_room, "Tea");
        await dee.Attach();
        // Behind the room's word that lets them in, and before their tabs hear of it.
        fixture.BeforeNextWrite("inbox", dee.Actor.User.Value, async () => Assert.NotNull((await Does(ada, kind, dee)).Value));
        Assert.Equal(RefusalCode.NotFound, (await dee.Joins(_room)).Refusal?.Code);
        Assert.DoesNotContain(_room, await dee.Inbox.GetRooms());
        await dee.User.Notify(new ResyncNeeded(), null);
        await dee.Front.Sees<ResyncNeeded>();
        Assert.IsType<ConversationLeft>(dee.Front.All<ServerEvent>().Last(e => e is ConversationLeft or ConversationJoined));
    }

    [Fact]
    public async Task Who_is_banned_cannot_come_back_until_unbanned()
    {
        var (ada, mo, bo, _) = await RoomOfFour();
        await bo.Attach();
        for (var twice = 0; twice < 2; twice++)
            Assert.NotNull((await Does(mo, ModerationKind.Ban, bo)).Value);
        Assert.Equal(LeftReason.Banned, (await bo.Front.Sees<ConversationLeft>()).Reason);
        Assert.Equal(RefusalCode.Banned, (await bo.Joins(_room)).Refusal?.Code);
        await ClusterFixture.Deactivate(Room);
        Assert.Equal(RefusalCode.Banned, (await bo.Joins(_room)).Refusal?.Code);
        var ban = Assert.Single((await Room.ListBans(ada.Actor)).Value!.Bans);
        Assert.Equal(("Bo", "Mo"), (ban.Whom.Name, ban.By.Name));
        for (var twice = 0; twice < 2; twice++)
            Assert.NotNull((await Does(ada, ModerationKind.Unban, bo)).Value);
        Assert.Empty((await Room.ListBans(ada.Actor)).Value!.Bans);
        Assert.NotNull((await bo.Joins(_room)).Value);
        Assert.Equal([RoomActKind.ModeratorNamed, RoomActKind.Banned, RoomActKind.Unbanned], await ActsInRoom(bo));
    }

    [Fact]
    public async Task Somebody_who_is_not_there_can_be_banned_beforehand()
    {
        var (ada, _, _, _) = await RoomOfFour();
        var eve = await Guest.Enter(_grains, "Eve");
        Assert.NotNull((await Does(ada, ModerationKind.Ban, eve)).Value);
        Assert.Equal(RefusalCode.Banned, (await eve.Joins(_room)).Refusal?.Code);
        var nobody = new Moderation(ModerationKind.Ban, HexId.New<UserId>());
        Assert.Equal(RefusalCode.NotFound, (await Room.Moderate(ada.Actor, nobody)).Refusal?.Code);
    }

    [Fact]
    public async Task Who_is_muted_reads_and_does_not_write_until_the_time_is_over()
    {
        var (_, mo, bo, cy) = await RoomOfFour();
        Assert.Null(await Says(bo, "mine"));
        var mine = (await Reads(bo)).Single(m => m.Text == "mine").Sequence;
        for (var twice = 0; twice < 2; twice++)
            Assert.NotNull((await Does(mo, ModerationKind.Mute, bo, 10 * Minute)).Value);
        var refused = (await bo.Says("x", conversation: ConversationId.Of(_room))).Refusal!;
        Assert.Equal((RefusalCode.Muted, 600_000), (refused.Code, refused.RetryAfterMs));
        Assert.Equal(RefusalCode.Muted, (await Chat.Edit(bo.Actor, mine, "other")).Refusal?.Code);
        Assert.Equal(RefusalCode.Muted, (await Chat.React(bo.Actor, mine, "👍", true)).Refusal?.Code);
        Assert.Equal(RefusalCode.Muted, (await Chat.Typing(bo.Actor)).Refusal?.Code);
        Assert.Equal(fixture.Time.GetUtcNow().ToUnixTimeMilliseconds() + 600_000, (await InInbox(bo))!.Mute!.UntilMs);
        Assert.Equal([RoomActKind.ModeratorNamed, RoomActKind.Muted], await ActsInRoom(bo));
        Assert.Null(await Says(cy));

        // Neither leaving nor another activation ends it.
        await bo.Leaves(_room);
        await bo.Joins(_room);
        await ClusterFixture.Deactivate(Room);
        await ClusterFixture.Deactivate(Chat);
        Assert.Equal(RefusalCode.Muted, await Says(bo));
        fixture.Time.Advance(10 * Minute);
        Assert.Null(await Says(bo));
        Assert.Null((await InInbox(bo))!.Mute);
    }

    [Fact]
    public async Task A_mute_without_an_end_holds_until_it_is_lifted()
    {
        var (_, mo, bo, _) = await RoomOfFour();
        Assert.NotNull((await Does(mo, ModerationKind.Mute, bo)).Value);
        fixture.Time.Advance(TimeSpan.FromDays(2));
        var refused = (await bo.Says("x", conversation: ConversationId.Of(_room))).Refusal!;
        Assert.Equal((RefusalCode.Muted, null), (refused.Code, refused.RetryAfterMs));
        Assert.NotNull((await Does(mo, ModerationKind.Unmute, bo)).Value);
        Assert.Null(await Says(bo));
    }

    [Theory]
    [InlineData(59_999L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    public async Task A_mute_of_no_sensible_length_is_refused(long forMs)
    {
        var (ada, _, bo, _) = await RoomOfFour();
        var wanted = new Moderation(ModerationKind.Mute, bo.Actor.User, forMs);
        Assert.Equal(RefusalCode.Malformed, (await Room.Moderate(ada.Actor, wanted)).Refusal?.Code);
        Assert.Null(await Says(bo));
    }

    [Fact]
    public async Task A_message_of_somebody_else_is_deleted_and_shown_as_such()
    {
        var (ada, mo, bo, cy) = await RoomOfFour();
        await Says(bo, "rude");
        var rude = (await Reads(cy)).Single(m => m.Text == "rude").Sequence;
        for (var twice = 0; twice < 2; twice++)
            Assert.NotNull((await Chat.Delete(mo.Actor, rude)).Value);
        Assert.True((await ada.Front.Sees<MessageChanged>()).Change.ByModerator);
        await ClusterFixture.Deactivate(Chat);
        var kept = (await Reads(cy)).Single(m => m.Sequence == rude);
        Assert.Equal((true, true, "", "Bo"), (kept.Deleted, kept.DeletedByModerator, kept.Text, kept.Author.Name));
        var missed = (await Chat.Read(cy.Actor, new PageRequest(null, rude, 100))).Value!.Changes.Single();
        Assert.Equal((MessageChangeKind.Deleted, true), (missed.Kind, missed.ByModerator));
        var act = (await Chat.ReadActs(ada.Actor, null)).Value!.Acts[0];
        Assert.Equal((RoomActKind.MessageDeleted, "Mo", "Bo", rude), (act.Act!.Kind, act.Author.Name, act.Act.Whom!.Name, act.Act.Message));
    }

    [Fact]
    public async Task An_act_has_its_place_among_the_messages_and_is_none()
    {
        var (ada, _, bo, cy) = await RoomOfFour();
        await Says(bo, "before");
        await Does(ada, ModerationKind.Mute, bo);
        await Says(ada, "after");
        await ClusterFixture.Deactivate(Chat);
        var read = (await Reads(cy)).SkipWhile(m => m.Text != "before").ToArray();
        Assert.Equal(["before", "", "after"], read.Select(m => m.Text));
        Assert.Equal(read.Select(m => m.Sequence), (await Chat.Read(cy.Actor, new PageRequest(null, read[0].Sequence - 1, 9))).Value!.Messages.Select(m => m.Sequence));
        var act = read[1].Sequence;
        Assert.Equal(RefusalCode.NotFound, (await Chat.Delete(ada.Actor, act)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await Chat.React(cy.Actor, act, "👍", true)).Refusal?.Code);
        Assert.Equal(RefusalCode.MessageGone, (await Chat.Post(cy.Actor, HexId.New<MessageId>(), "why?", act)).Refusal?.Code);
        Assert.Equal(2, (await cy.Inbox.Open(cy.Actor)).Value!.Conversations.Single(c => c.Room.Id == _room).Unread);
    }

    [Fact]
    public async Task An_act_that_could_not_be_written_is_written_by_the_next_attempt_and_once()
    {
        var (ada, _, bo, _) = await RoomOfFour();
        fixture.Log.FailNext = new IOException("disk");
        Assert.Equal(RefusalCode.Unavailable, (await Does(ada, ModerationKind.Kick, bo)).Refusal?.Code);
        await ClusterFixture.Deactivate(Room);
        Assert.NotNull((await Does(ada, ModerationKind.Kick, bo)).Value);
        await ClusterFixture.Deactivate(Room);
        Assert.NotNull((await Does(ada, ModerationKind.Kick, bo)).Value);
        Assert.Equal([RoomActKind.ModeratorNamed, RoomActKind.Kicked], await ActsInRoom(ada));
    }

    [Fact]
    public async Task The_log_of_acts_is_for_those_who_keep_order()
    {
        var (ada, mo, bo, cy) = await RoomOfFour();
        await Does(mo, ModerationKind.Mute, bo, 5 * Minute);
        await Does(mo, ModerationKind.Kick, cy);
        await Room.HandOver(ada.Actor, mo.Actor.User);
        var page = (await Chat.ReadActs(mo.Actor, null)).Value!;
        Assert.Equal(
            [(RoomActKind.HandedOver, "Ada", "Mo"), (RoomActKind.Kicked, "Mo", "Cy"), (RoomActKind.Muted, "Mo", "Bo"), (RoomActKind.ModeratorNamed, "Ada", "Mo")],
            page.Acts.Select(a => (a.Act!.Kind, a.Author.Name, a.Act.Whom!.Name)));
        Assert.False(page.HasOlder);
        Assert.Equal([RoomActKind.ModeratorNamed], (await Chat.ReadActs(mo.Actor, page.Acts[2].Sequence)).Value!.Acts.Select(a => a.Act!.Kind));
        Assert.Equal(RefusalCode.NotAllowed, (await Chat.ReadActs(bo.Actor, null)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotAllowed, (await Room.ListBans(bo.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await Chat.ReadActs(cy.Actor, null)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await Room.ListBans(cy.Actor)).Refusal?.Code);
    }

    [Fact]
    public async Task The_members_are_listed_with_what_they_are()
    {
        var (ada, mo, bo, cy) = await RoomOfFour();
        await Does(mo, ModerationKind.Mute, bo);
        var listed = (await Room.ListMembers(cy.Actor, 0)).Value!;
        Assert.Equal((4, null), (listed.Total, listed.Next));
        Assert.Equal([("Ada", RoomRole.Owner), ("Mo", RoomRole.Moderator)], listed.Members.Take(2).Select(m => (m.Profile.Name, m.Role)));
        Assert.Equal(["Bo"], listed.Members.Where(m => m.Mute is not null).Select(m => m.Profile.Name));
        Assert.Equal(RoomRole.Moderator, (await InInbox(mo))!.Role);
        Assert.Empty((await Room.ListMembers(cy.Actor, 4)).Value!.Members);
        Assert.Equal(RefusalCode.Malformed, (await Room.ListMembers(cy.Actor, -1)).Refusal?.Code);
        await Does(ada, ModerationKind.Kick, cy);
        Assert.Equal(RefusalCode.NotFound, (await Room.ListMembers(cy.Actor, 0)).Refusal?.Code);
    }

    [Fact]
    public async Task A_moderator_who_leaves_or_is_dismissed_is_none()
    {
        var (ada, mo, bo, _) = await RoomOfFour();
        await mo.Leaves(_room);
        Assert.Equal(RefusalCode.NotFound, (await Does(mo, ModerationKind.Kick, bo)).Refusal?.Code);
        await mo.Joins(_room);
        Assert.Equal(RefusalCode.NotAllowed, (await Does(mo, ModerationKind.Kick, bo)).Refusal?.Code);
        await Does(ada, ModerationKind.NameModerator, mo);
        await Does(ada, ModerationKind.DismissModerator, mo);
        Assert.Equal(RefusalCode.NotAllowed, (await Does(mo, ModerationKind.Kick, bo)).Refusal?.Code);
        await Says(bo, "fine");
        var message = (await Reads(bo)).Single(m => m.Text == "fine").Sequence;
        Assert.Equal(RefusalCode.NotAuthor, (await Chat.Delete(mo.Actor, message)).Refusal?.Code);
    }

    [Fact]
    public async Task Who_is_named_or_handed_the_room_is_not_kept_quiet()
    {
        var (ada, _, bo, cy) = await RoomOfFour();
        await Does(ada, ModerationKind.Mute, bo);
        await Does(ada, ModerationKind.Mute, cy);
        await Does(ada, ModerationKind.NameModerator, bo);
        await Room.HandOver(ada.Actor, cy.Actor.User);
        Assert.Null(await Says(bo));
        Assert.Null(await Says(cy));
    }

    [Fact]
    public async Task With_an_account_its_name_goes_out_of_the_acts()
    {
        var (ada, mo, bo, cy) = await RoomOfFour();
        await Does(mo, ModerationKind.Mute, bo);
        await Does(mo, ModerationKind.Ban, cy);
        await Chat.EraseAuthor(bo.Actor.User);
        await Chat.EraseAuthor(mo.Actor.User);
        await ClusterFixture.Deactivate(Chat);
        Assert.Equal(
            [("Ada", "", RoomActKind.ModeratorNamed), ("", "", RoomActKind.Muted), ("", "Cy", RoomActKind.Banned)],
            (await Reads(ada)).Select(m => (m.Author.Name, m.Act!.Whom!.Name, m.Act.Kind)));
        await Room.Forget(cy.Actor.User);
        Assert.Empty((await Room.ListBans(ada.Actor)).Value!.Bans);
    }
}
