using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Rooms;
using ChatMux.WebFront.Tests.Friends;

namespace ChatMux.WebFront.Tests.Rooms;

/// <summary>Inviting somebody into a room, as browsers do it and hear of it.</summary>
public sealed class InvitationTests(TestCluster cluster)
{
    private readonly RoomId _room = HexId.New<RoomId>();

    private Task<Result<Done>> Invites(TestBrowser who, TestBrowser whom) =>
        who.Call<Done>("InviteToRoom", new InviteToRoomCommand(_room, whom.Welcome.Me.Id));

    private static Task<RoomInvited> Hears(TestBrowser browser, TestBrowser by) =>
        browser.Sees<RoomInvited>(i => i.Invitation.By.Id == by.Welcome.Me.Id);

    [Fact]
    public async Task It_reaches_every_tab_at_both_fronts_and_is_followed()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var grace = await TestBrowser.Enter(cluster.Two, "Grace");
        await using var other = await grace.OtherTab(cluster.One);
        await ada.Creates(_room, "Music");
        Assert.NotNull((await Invites(ada, grace)).Value);
        foreach (var tab in new[] { grace, other })
        {
            var told = (await Hears(tab, ada)).Invitation;
            Assert.Equal((_room, "Music", ada.Welcome.Me), (told.Room, told.Name, told.By));
        }
        Assert.NotNull((await grace.Joins(_room)).Value);
        Assert.Equal(RefusalCode.AlreadyMember, (await Invites(ada, grace)).Refusal?.Code);
        Assert.Empty(ada.All<RoomInvited>());
    }

    [Fact]
    public async Task A_blocked_person_is_told_the_same_and_nothing_reaches_the_one_who_blocks()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var bo = await Accounts.Enter(cluster.Two, "Bo");
        await using var cy = await TestBrowser.Enter(cluster.One, "Cy");
        await ada.Creates(_room, "Music");
        await cy.Joins(_room);
        Assert.NotNull((await bo.Does(FriendAct.Block, ada)).Value);
        var answer = await Invites(ada, bo);
        Assert.Equal(await Invites(cy, bo), answer);
        Assert.NotNull(answer.Value);
        await Hears(bo, cy);
        Assert.Equal([cy.Welcome.Me.Id], bo.All<RoomInvited>().Select(i => i.Invitation.By.Id));
    }

    [Fact]
    public async Task What_is_no_invitation_is_refused()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await ada.Creates(_room);
        var (room, whom) = (_room.Value, new string('a', 32));
        foreach (var wrong in new Dictionary<string, object?>[]
        {
            new() { ["room"] = room },
            new() { ["whom"] = whom },
            new() { ["room"] = room, ["whom"] = "bo" },
            new() { ["room"] = "music", ["whom"] = whom },
            new() { ["room"] = room, ["whom"] = ada.Welcome.Me.Id.Value },
        })
            Assert.Equal(RefusalCode.Malformed, (await ada.Call<Done>("InviteToRoom", wrong)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotHere, (await ada.Call<Done>("InviteToRoom", new Dictionary<string, object?> { ["room"] = room, ["whom"] = whom })).Refusal?.Code);
    }
}
