using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Silo.Tests.Storage.PostgreSql;
using ChatMux.WebFront.Friends;
using ChatMux.WebFront.Presence;
using ChatMux.WebFront.Tests;
using ChatMux.WebFront.Tests.Friends;

namespace ChatMux.Cluster.Tests;

/// <summary>Friends, requests, links, and how one is seen are there after a restart, orderly or not, on either database.</summary>
public sealed class FriendRestartTests(PostgreSqlServer database)
{
    private const long Hour = 3_600_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_survive_the_one_process_on_SQLite(bool killed)
    {
        await using var place = new Place();
        await using var first = place.Embedded();
        var people = await Befriend(await first.Ready());
        if (killed)
            await first.Kill();
        else
            Assert.Equal(0, await first.Stop());
        Assert.DoesNotContain(first.Lines, line => line.Contains("fail:", StringComparison.Ordinal));
        await using var second = place.Embedded();
        await FindAll(people, await second.Ready());
        Assert.DoesNotContain(second.Lines, line => line.Contains("fail:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task They_survive_all_silos_on_PostgreSQL()
    {
        await using var place = new Place(await database.CreateDatabase());
        await using var silo = place.Silo();
        await using var front = place.Front();
        var people = await Befriend(await front.Ready());
        Assert.Equal(0, await front.Stop());
        Assert.Equal(0, await silo.Stop());
        await using var otherSilo = place.Silo();
        await using var otherFront = place.Front();
        await FindAll(people, await otherFront.Ready());
    }

    private sealed record People(TestBrowser Ada, TestBrowser Bo, TestBrowser Cy, FriendLinkToken Link);

    /// <summary>Bo is Ada's friend, Cy has asked Ada and is invisible, and a link leads to Ada.</summary>
    private static async Task<People> Befriend(Uri front)
    {
        var (ada, bo, cy) = (await Accounts.Enter(front, "Ada"), await Accounts.Enter(front, "Bo"), await Accounts.Enter(front, "Cy"));
        Assert.NotNull((await ada.Does(FriendAct.Request, bo)).Value);
        Assert.NotNull((await bo.Does(FriendAct.Accept, ada)).Value);
        Assert.NotNull((await cy.Does(FriendAct.Request, ada)).Value);
        Assert.NotNull((await bo.Does(FriendAct.Block, cy)).Value);
        Assert.NotNull((await cy.Call<OwnPresence>("SetAvailability", new SetAvailabilityCommand(Availability.Invisible))).Value);
        var token = HexId.New<FriendLinkToken>();
        Assert.NotNull((await ada.Call<FriendLink>("CreateFriendLink", new CreateFriendLinkCommand(token, Hour))).Value);
        return new People(ada, bo, cy, token);
    }

    private static async Task FindAll(People people, Uri front)
    {
        var (ada, bo, cy, link) = people;
        await ada.Open(front);
        Assert.NotNull((await ada.Attach()).Value);
        var seen = (await ada.Friends()).Entries.Single(e => e.View.With == bo.Welcome.Me.Id);
        Assert.NotNull(seen.LastSeenMs);
        foreach (var browser in new[] { bo, cy })
        {
            await browser.Open(front);
            Assert.NotNull((await browser.Attach()).Value);
        }
        Assert.Equal(Availability.Invisible, cy.Welcome.Presence.Availability);
        Assert.DoesNotContain((await ada.Call<LobbySnapshot>("GetLobby")).Value!.People, p => p.Profile.Id == cy.Welcome.Me.Id);
        var list = await ada.Friends();
        Assert.Equal(3, list.Version);
        Assert.Equal(
            [("Bo", FriendRelation.Friends), ("Cy", FriendRelation.RequestReceived)],
            list.Entries.Select(e => (e.Profile!.Name, e.View.Relation)).Order());
        Assert.True((await bo.Friends()).Entries.Single(e => e.View.With == cy.Welcome.Me.Id).View.Blocked);
        Assert.Equal(FriendRelation.RequestSent, Assert.Single((await cy.Friends()).Entries).View.Relation);
        Assert.Equal(ada.Welcome.Me, (await bo.Call<Profile>("OpenFriendLink", new OpenFriendLinkCommand(link))).Value);
        // They go on.
        Assert.NotNull((await ada.Does(FriendAct.Accept, cy)).Value);
        Assert.Equal(2, (await cy.Hears(ada, FriendRelation.Friends)).Version);
        foreach (var browser in new[] { ada, bo, cy })
            await browser.DisposeAsync();
    }
}
