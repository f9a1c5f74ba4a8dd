using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Friends;

namespace ChatMux.WebFront.Tests.Friends;

public sealed class FriendTests(TestCluster cluster)
{
    private const long Hour = 3_600_000;

    [Fact]
    public async Task Two_people_at_two_fronts_become_friends_in_all_their_tabs()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var bo = await Accounts.Enter(cluster.Two, "Bo");
        await using var adaElsewhere = await ada.OtherTab(cluster.Two);
        await using var boElsewhere = await bo.OtherTab(cluster.One);
        Assert.NotNull((await ada.Does(FriendAct.Request, bo)).Value);
        foreach (var tab in new[] { ada, adaElsewhere })
            await tab.Hears(bo, FriendRelation.RequestSent);
        foreach (var tab in new[] { bo, boElsewhere })
            Assert.Equal("Ada", (await tab.Hears(ada, FriendRelation.RequestReceived)).Entry.Profile?.Name);
        Assert.NotNull((await boElsewhere.Does(FriendAct.Accept, ada)).Value);
        foreach (var (tab, other) in new[] { (ada, bo), (adaElsewhere, bo), (bo, ada), (boElsewhere, ada) })
        {
            Assert.Equal(2, (await tab.Hears(other, FriendRelation.Friends)).Version);
            var list = await tab.Friends();
            Assert.Equal((2, FriendRelation.Friends, other.Welcome.Me.Id), (list.Version, list.Entries[0].View.Relation, Assert.Single(list.Entries).View.With));
            Assert.Equal(other.Welcome.Me, list.Entries[0].Profile);
            Assert.Null(list.Entries[0].LastSeenMs);
        }
    }

    [Fact]
    public async Task Somebody_who_was_away_finds_the_request_and_the_one_who_asked_hears_the_answer()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var bo = await Accounts.Enter(cluster.One, "Bo");
        await bo.Socket.StopAsync();
        Assert.NotNull((await ada.Does(FriendAct.Request, bo)).Value);
        await bo.Open(cluster.Two);
        Assert.NotNull((await bo.Attach()).Value);
        Assert.Equal(FriendRelation.RequestReceived, Assert.Single((await bo.Friends()).Entries).View.Relation);
        Assert.NotNull((await bo.Does(FriendAct.Accept, ada)).Value);
        await ada.Hears(bo, FriendRelation.Friends);
    }

    [Theory]
    [InlineData(FriendAct.Decline, true)]
    [InlineData(FriendAct.Cancel, false)]
    public async Task A_request_comes_to_an_end_at_both(FriendAct act, bool byAddressee)
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var bo = await Accounts.Enter(cluster.Two, "Bo");
        await ada.Does(FriendAct.Request, bo);
        var (actor, other) = byAddressee ? (bo, ada) : (ada, bo);
        Assert.Equal(RefusalCode.NotFound, (await other.Does(act, actor)).Refusal?.Code);
        Assert.NotNull((await actor.Does(act, other)).Value);
        await actor.Hears(other, FriendRelation.None);
        await other.Hears(actor, FriendRelation.None);
        Assert.Empty((await actor.Friends()).Entries);
        Assert.Empty((await other.Friends()).Entries);
    }

    [Fact]
    public async Task Somebody_who_was_blocked_sees_a_friendship_end_and_a_request_pend()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var bo = await Accounts.Enter(cluster.Two, "Bo");
        await ada.Does(FriendAct.Request, bo);
        await bo.Does(FriendAct.Request, ada);
        Assert.NotNull((await ada.Does(FriendAct.Block, bo)).Value);
        Assert.False((await bo.Hears(ada, FriendRelation.None)).Entry.View.Blocked);
        Assert.NotNull((await bo.Does(FriendAct.Request, ada)).Value);
        Assert.Equal((FriendRelation.RequestSent, false), ((await bo.Friends()).Entries[0].View.Relation, (await bo.Friends()).Entries[0].View.Blocked));
        Assert.Equal((FriendRelation.None, true), ((await ada.Friends()).Entries[0].View.Relation, (await ada.Friends()).Entries[0].View.Blocked));
        Assert.Equal(RefusalCode.Blocked, (await ada.Does(FriendAct.Request, bo)).Refusal?.Code);
        Assert.NotNull((await ada.Does(FriendAct.Unblock, bo)).Value);
        await ada.Hears(bo, FriendRelation.RequestReceived);
    }

    [Fact]
    public async Task A_guest_is_told_to_sign_in_and_has_an_empty_list()
    {
        await using var guest = await TestBrowser.Enter(cluster.One, "Guest");
        await using var ada = await Accounts.Enter(cluster.Two, "Ada");
        Assert.Equal(RefusalCode.IdentityNeeded, (await guest.Does(FriendAct.Request, ada)).Refusal?.Code);
        Assert.Equal(RefusalCode.GuestsHaveNoFriends, (await ada.Does(FriendAct.Request, guest)).Refusal?.Code);
        Assert.Equal(RefusalCode.IdentityNeeded, (await guest.Call<Profile>("FindPerson", new FindPersonCommand(ada.Welcome.Me.Handle!))).Refusal?.Code);
        Assert.Empty((await guest.Friends()).Entries);
    }

    [Fact]
    public async Task A_person_is_found_by_handle_and_oneself_is_nobody_to_befriend()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var bo = await Accounts.Enter(cluster.Two, "Bo");
        Assert.Equal(bo.Welcome.Me, (await ada.Call<Profile>("FindPerson", new FindPersonCommand($"@{bo.Welcome.Me.Handle!.ToUpperInvariant()}"))).Value);
        foreach (var act in Enum.GetValues<FriendAct>())
            Assert.Equal(RefusalCode.NotFound, (await ada.Does(act, ada)).Refusal?.Code);
    }

    [Fact]
    public async Task A_link_leads_there_until_it_is_revoked_and_its_token_is_stored_nowhere()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var guest = await TestBrowser.Enter(cluster.Two, "Guest");
        var token = HexId.New<FriendLinkToken>();
        Task<Result<FriendLink>> Create() => ada.Call<FriendLink>("CreateFriendLink", new CreateFriendLinkCommand(token, Hour));
        Task<Result<Profile>> Open(FriendLinkToken by) => guest.Call<Profile>("OpenFriendLink", new OpenFriendLinkCommand(by));
        var link = (await Create()).Value!;
        Assert.Equal(FriendLinkId.Of(token), link.Id);
        Assert.Equal(link, (await Create()).Value);
        Assert.Equal([link], (await ada.Call<FriendLinks>("GetFriendLinks")).Value?.Links);
        Assert.Equal(ada.Welcome.Me, (await Open(token)).Value);
        var stored = cluster.Stored;
        Assert.Contains(link.Id.Value, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Value, stored, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull((await ada.Call<Done>("RevokeFriendLink", new RevokeFriendLinkCommand(link.Id))).Value);
        Assert.Equal(await Open(HexId.New<FriendLinkToken>()), await Open(token));
        Assert.Empty((await ada.Call<FriendLinks>("GetFriendLinks")).Value!.Links);
    }
}
