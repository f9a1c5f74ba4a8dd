using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Friends;

/// <summary>The end of an account, and what it may take away.</summary>
public sealed class FriendRemovalTests(ClusterFixture cluster)
{
    private const long Hour = 3_600_000;

    private Task Remove(Person person) => cluster.Grains.GetGrain<IRemovalGrain>(person.Id.Value).Remove(withMessages: false);

    private async Task<RefusalCode?> Open(FriendLinkId link, Person by) =>
        (await cluster.Grains.GetGrain<IFriendLinkGrain>(link.Value).Open(by.Actor)).Refusal?.Code;

    [Fact]
    public async Task Whoever_removes_their_account_is_on_nobodys_list_any_more()
    {
        var (ada, bo) = await Person.EnterFriends(cluster);
        var (cy, di) = await Person.EnterTwo(cluster);
        await cy.Must(FriendAct.Request, ada);
        await ada.Must(FriendAct.Request, di);
        await Remove(ada);
        await bo.Hears(ada, FriendRelation.None);
        await cy.Hears(ada, FriendRelation.None);
        await di.Hears(ada, FriendRelation.None);
        foreach (var other in new[] { bo, cy, di })
        {
            Assert.Equal((FriendRelation.None, false), await other.Is(ada));
            Assert.Empty(await other.List.GetOthers());
            Assert.Equal(RefusalCode.NotFound, await other.Does(FriendAct.Request, ada));
        }
        Assert.Empty(await ada.List.GetOthers());
    }

    [Fact]
    public async Task A_removal_that_broke_off_between_the_lists_is_finished_by_the_next()
    {
        var (ada, bo) = await Person.EnterFriends(cluster);
        cluster.FailNextWrite("friendlist", bo.Id.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => Remove(ada));
        await Remove(ada);
        Assert.Equal((FriendRelation.None, false), await bo.Is(ada));
        Assert.Empty(await bo.List.GetOthers());
    }

    [Fact]
    public async Task A_request_that_was_on_its_way_when_an_account_ended_comes_to_nothing()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        cluster.BeforeNextWrite("friendlist", ada.Id.Value, () => Remove(bo));
        Assert.Equal(RefusalCode.NotFound, await ada.Does(FriendAct.Request, bo));
        Assert.Equal((FriendRelation.None, false), await ada.Is(bo));
        Assert.Empty(await ada.List.GetOthers());
        Assert.Empty(await bo.List.GetOthers());
        Assert.Equal(FriendRelation.None, (await ada.With(bo).Look(ada.Id))?.Relation);
    }

    [Fact]
    public async Task A_link_of_theirs_leads_nowhere_any_more()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        var link = HexId.New<FriendLinkId>();
        Assert.NotNull((await ada.List.CreateLink(ada.Actor, link, Hour)).Value);
        Assert.Null(await Open(link, bo));
        await Remove(ada);
        Assert.Equal(RefusalCode.NotFound, await Open(link, bo));
        // It was revoked, not only cut off: whoever has the token may use it for a link of their own.
        Assert.NotNull((await bo.List.CreateLink(bo.Actor, link, Hour)).Value);
    }

    [Fact]
    public async Task Somebody_blocked_whose_account_ended_is_forgotten_when_the_list_is_next_opened()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        await ada.Must(FriendAct.Block, bo);
        await Remove(bo);
        Assert.Empty((await ada.Opens()).Entries);
        Assert.Empty(await ada.List.GetOthers());
        await Until.Holds(async () => !(await ada.With(bo).Look(ada.Id))!.Blocked);
    }

    [Fact]
    public async Task An_export_has_friends_requests_people_blocked_links_and_how_one_is_seen()
    {
        var ada = await Person.Guest(cluster, "Ada");
        var way = new WayIn(new Login(LoginKind.GitHub, HexId.New<UserId>().Value), "GitHub");
        await cluster.Grains.GetGrain<ILoginGrain>(way.Login.Key).Claim(ada.Id);
        await ada.Tab.User.BecomeIdentity(new IdentityProfile("Ada", null, null, null));
        await cluster.Grains.GetGrain<IWaysInGrain>(ada.Id.Value).SignedIn(way);
        var (bo, cy) = (await Person.Away(cluster, "Bo"), await Person.Away(cluster, "Cy"));
        await ada.Must(FriendAct.Request, bo);
        await bo.Must(FriendAct.Request, ada);
        await ada.Must(FriendAct.Block, cy);
        await cy.Must(FriendAct.Request, ada);
        var link = (await ada.List.CreateLink(ada.Actor, HexId.New<FriendLinkId>(), Hour)).Value!;
        var profile = (await ada.Tab.User.GetOwnProfile()).Value!;
        Assert.NotNull((await ada.Tab.User.UpdateProfile(ada.Actor, new ProfileChange("Ada", profile.Handle, profile.Colour, "counting"))).Value);
        await ada.Tab.User.SetAvailability(ada.Actor, Availability.Invisible);
        var export = (await cluster.Grains.GetGrain<IExportGrain>(ada.Id.Value).Export(ada.Actor)).Value!;
        Assert.Equal(
            [("Bo", FriendRelation.Friends, false), ("Cy", FriendRelation.None, true)],
            export.Friends.Select(e => (e.Profile!.Name, e.View.Relation, e.View.Blocked)).Order());
        Assert.Equal([link], export.FriendLinks);
        Assert.Equal((Availability.Invisible, "counting"), (export.Availability, export.Profile.Status));
    }
}
