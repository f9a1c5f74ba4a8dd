using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Rooms;
using ChatMux.Grains.Tests.Friends;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Rooms;

/// <summary>Who may invite whom into a room, and what those hear who may not know of it.</summary>
public sealed class InvitationTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;
    private readonly RoomId _room = HexId.New<RoomId>();

    private IRoomGrain Room => _grains.GetGrain<IRoomGrain>(_room.Value);

    private ILobbyGrain Lobby => _grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key);

    private async Task<RefusalCode?> Invites(Guest who, Guest whom) => (await Room.Invite(who.Actor, whom.Actor.User)).Refusal?.Code;

    private async Task<Guest> Here(string name)
    {
        var guest = await Guest.Enter(_grains, name);
        Assert.NotNull((await guest.Attach()).Value);
        return guest;
    }

    /// <summary>Ada has a room, Grace is here and not in it.</summary>
    private async Task<(Guest Ada, Guest Grace)> RoomOfAda()
    {
        var (ada, grace) = (await Here("Ada"), await Here("Grace"));
        Assert.NotNull((await ada.Creates(_room, "Music")).Value);
        return (ada, grace);
    }

    private static Task<RoomInvited> HearsOf(Guest guest, Guest by) => guest.Front.Sees<RoomInvited>(i => i.Invitation.By.Id == by.Actor.User);

    /// <summary>What is on its way to somebody comes before what somebody else tells them after it.</summary>
    private static async Task<RoomInvited[]> HeardBefore(Guest guest)
    {
        await guest.User.Notify(new ResyncNeeded(), null);
        await guest.Front.Sees<ResyncNeeded>();
        return [.. guest.Front.All<RoomInvited>()];
    }

    [Fact]
    public async Task Whoever_is_invited_hears_of_it_in_all_tabs_and_may_join()
    {
        var (ada, grace) = await RoomOfAda();
        var other = grace.OtherTab();
        await other.Attach();
        await ada.User.UpdateProfile(ada.Actor, new ProfileChange("Ada", null, "#336699", "singing"));
        Assert.Null(await Invites(ada, grace));
        foreach (var tab in new[] { grace, other })
        {
            var told = (await HearsOf(tab, ada)).Invitation;
            Assert.Equal((_room, "Music", "Ada", null), (told.Room, told.Name, told.By.Name, told.By.Status));
            Assert.Equal(fixture.Time.GetUtcNow().ToUnixTimeMilliseconds(), told.AtMs);
        }
        Assert.Empty(ada.Front.All<RoomInvited>());
        Assert.NotNull((await grace.Joins(_room)).Value);
        Assert.Equal(RefusalCode.AlreadyMember, await Invites(ada, grace));
    }

    [Fact]
    public async Task Any_member_invites_and_nobody_else()
    {
        var (ada, grace) = await RoomOfAda();
        var (member, stranger) = (await Here("Member"), await Here("Stranger"));
        await member.Joins(_room);
        Assert.Equal(RefusalCode.NotFound, await Invites(stranger, grace));
        Assert.Null(await Invites(member, grace));
        await HearsOf(grace, member);
        Assert.Single(await HeardBefore(grace));
        await ada.Leaves(_room);
        Assert.Equal(RefusalCode.NotFound, await Invites(ada, grace));
    }

    [Fact]
    public async Task Nobody_is_invited_into_a_room_that_is_not_there_is_over_or_is_everybodys()
    {
        var (ada, grace) = await RoomOfAda();
        await Room.Remove(withMessages: true);
        Assert.Equal(RefusalCode.NotFound, await Invites(ada, grace));
        foreach (var room in new[] { HexId.New<RoomId>(), RoomDirectoryGrain.General })
            Assert.Equal(RefusalCode.NotFound, (await _grains.GetGrain<IRoomGrain>(room.Value).Invite(ada.Actor, grace.Actor.User)).Refusal?.Code);
        Assert.Empty(await HeardBefore(grace));
    }

    [Fact]
    public async Task Nobody_invites_themselves()
    {
        var (ada, _) = await RoomOfAda();
        Assert.Equal(RefusalCode.Malformed, await Invites(ada, ada));
    }

    [Fact]
    public async Task Whoever_is_banned_is_not_invited_until_unbanned()
    {
        var (ada, grace) = await RoomOfAda();
        await Room.Moderate(ada.Actor, new Moderation(ModerationKind.Ban, grace.Actor.User));
        Assert.Equal(RefusalCode.TheyAreBanned, await Invites(ada, grace));
        Assert.Empty(await HeardBefore(grace));
        await Room.Moderate(ada.Actor, new Moderation(ModerationKind.Unban, grace.Actor.User));
        Assert.Null(await Invites(ada, grace));
    }

    [Fact]
    public async Task Nobody_is_invited_into_a_full_room()
    {
        var (ada, grace) = (await Here("Ada"), await Here("Grace"));
        var others = Enumerable.Range(1, Limits.RoomMembers - 1).Select(_ => HexId.New<UserId>());
        await fixture.Put("room", Room, new RoomState { Name = "Full", Members = [ada.Actor.User, .. others], AccessVersion = 1 });
        Assert.Equal(RefusalCode.RoomFull, await Invites(ada, grace));
        Assert.Empty(await HeardBefore(grace));
    }

    [Fact]
    public async Task Whoever_is_away_and_whoever_does_not_exist_are_not_here()
    {
        var (ada, _) = await RoomOfAda();
        Assert.Equal(RefusalCode.NotHere, await Invites(ada, await Guest.Enter(_grains, "Away")));
        Assert.Equal(RefusalCode.NotHere, (await Room.Invite(ada.Actor, HexId.New<UserId>())).Refusal?.Code);
    }

    [Fact]
    public async Task Whoever_is_invisible_is_as_somebody_who_is_away()
    {
        var (ada, grace) = await RoomOfAda();
        await grace.User.SetAvailability(grace.Actor, Availability.Invisible);
        await Until.Holds(async () => (await Lobby.Find([grace.Actor.User])).Count == 0);
        var away = await Guest.Enter(_grains, "Away");
        Assert.Equal(await Room.Invite(ada.Actor, away.Actor.User), await Room.Invite(ada.Actor, grace.Actor.User));
        Assert.Equal(RefusalCode.NotHere, await Invites(ada, grace));
        Assert.Empty(await HeardBefore(grace));
    }

    [Fact]
    public async Task A_blocked_person_is_answered_like_anybody_and_nothing_comes()
    {
        var (ada, bo) = await Person.EnterTwo(fixture);
        var cy = await Here("Cy");
        await ada.Tab.Creates(_room, "Music");
        await cy.Joins(_room);
        await bo.Must(FriendAct.Block, ada);
        var answer = await Room.Invite(ada.Actor, bo.Id);
        Assert.Equal(await Room.Invite(cy.Actor, bo.Id), answer);
        Assert.Null(answer.Refusal);
        await HearsOf(bo.Tab, cy);
        Assert.Equal([cy.Actor.User], (await HeardBefore(bo.Tab)).Select(i => i.Invitation.By.Id));
        await bo.Must(FriendAct.Unblock, ada);
        Assert.Null(await Invites(ada.Tab, bo.Tab));
        await HearsOf(bo.Tab, ada.Tab);
    }

    [Fact]
    public async Task Whom_a_blocked_person_may_not_invite_they_are_told_of_as_anybody()
    {
        var (ada, bo) = await Person.EnterTwo(fixture);
        await ada.Tab.Creates(_room, "Music");
        await bo.Must(FriendAct.Block, ada);
        await bo.Tab.User.SetAvailability(bo.Actor, Availability.Invisible);
        await Until.Holds(async () => (await Lobby.Find([bo.Id])).Count == 0);
        Assert.Equal(RefusalCode.NotHere, await Invites(ada.Tab, bo.Tab));
        await bo.Tab.Joins(_room);
        Assert.Equal(RefusalCode.AlreadyMember, await Invites(ada.Tab, bo.Tab));
    }

    [Fact]
    public async Task Whom_one_has_blocked_one_does_not_invite()
    {
        var (ada, bo) = await Person.EnterTwo(fixture);
        await ada.Tab.Creates(_room, "Music");
        await ada.Must(FriendAct.Block, bo);
        Assert.Equal(RefusalCode.Blocked, await Invites(ada.Tab, bo.Tab));
        Assert.Empty(await HeardBefore(bo.Tab));
    }

    [Fact]
    public async Task Ten_may_be_invited_at_once_and_one_more_every_six_seconds()
    {
        var (ada, grace) = await RoomOfAda();
        Assert.Equal((10, 1.0 / 6), (new UserLimits().Invitations.Burst, new UserLimits().Invitations.PerSecond));
        // Also who is not here, so that nobody finds out by trying.
        Assert.Equal(RefusalCode.NotHere, (await Room.Invite(ada.Actor, HexId.New<UserId>())).Refusal?.Code);
        for (var i = 1; i < 10; i++)
            Assert.Null(await Invites(ada, grace));
        var refusal = (await Room.Invite(ada.Actor, grace.Actor.User)).Refusal;
        Assert.Equal(RefusalCode.TooFast, refusal?.Code);
        Assert.Equal(6_000.0, refusal!.RetryAfterMs!.Value, 100.0);
        fixture.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await Invites(ada, grace));
        Assert.Equal(RefusalCode.TooFast, await Invites(ada, grace));
    }

    [Fact]
    public async Task An_invitation_waits_for_somebody_whose_network_is_away_for_a_moment()
    {
        var (ada, grace) = await RoomOfAda();
        await grace.Connection.Detach(grace.AttachmentId);
        Assert.Null(await Invites(ada, grace));
        await Until.Holds(async () => (await grace.Attach()).Value!.Mailbox.Replay.Events.OfType<RoomInvited>().Any());
    }
}
