using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Friends;
using ChatMux.WebFront.Presence;

namespace ChatMux.WebFront.Tests.Friends;

/// <summary>
/// Who may do what about Bo, asked at the hub, whose methods never say for whom they are called: what is asked for about Bo is about the pair
/// of Bo and whoever asks. The grains' own matrix also has those who meddle in what is between others.
/// </summary>
public sealed class FriendRightsTests(TestCluster cluster)
{
    private const RefusalCode Fine = (RefusalCode)(-1);
    private const RefusalCode NotFound = RefusalCode.NotFound;
    private const RefusalCode IdentityNeeded = RefusalCode.IdentityNeeded;
    private const long Day = 24 * 3_600_000;

    public enum Is { Guest, Identity, Friend, Blocked, Third }

    public static readonly TheoryData<string, RefusalCode[]> Rows = new()
    {
        { "request", [IdentityNeeded, Fine, Fine, Fine, Fine] },
        { "accept", [IdentityNeeded, NotFound, Fine, NotFound, NotFound] },
        { "decline", [IdentityNeeded, Fine, NotFound, Fine, Fine] },
        { "cancel", [IdentityNeeded, Fine, NotFound, Fine, Fine] },
        { "unfriend", [IdentityNeeded, Fine, Fine, Fine, Fine] },
        { "block", [IdentityNeeded, Fine, Fine, Fine, Fine] },
        { "unblock", [IdentityNeeded, Fine, Fine, Fine, Fine] },
        { "list", [Fine, Fine, Fine, Fine, Fine] },
        { "find", [IdentityNeeded, Fine, Fine, Fine, Fine] },
        { "list links", [Fine, Fine, Fine, Fine, Fine] },
        { "create link", [IdentityNeeded, Fine, Fine, Fine, Fine] },
        { "revoke Bo's link", [Fine, Fine, Fine, Fine, Fine] },
        { "open Bo's link", [Fine, Fine, Fine, Fine, Fine] },
        { "hide", [Fine, Fine, Fine, Fine, Fine] },
        { "see tabs", [Fine, Fine, Fine, Fine, Fine] },
        { "idle", [Fine, Fine, Fine, Fine, Fine] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Everybody_may_do_what_they_are_to_Bo(string operation, RefusalCode[] answers)
    {
        await using var bo = await Accounts.Enter(cluster.Two, "Bo");
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await Befriend(ada, bo);
        var token = HexId.New<FriendLinkToken>();
        Assert.NotNull((await bo.Call<FriendLink>("CreateFriendLink", new CreateFriendLinkCommand(token, Day))).Value);
        foreach (var role in Enum.GetValues<Is>())
        {
            await using var me = role == Is.Guest ? await TestBrowser.Enter(cluster.One, "Me") : await Accounts.Enter(cluster.One, "Me");
            if (role == Is.Friend)
                await Befriend(me, bo);
            if (role == Is.Blocked)
                Assert.NotNull((await bo.Does(FriendAct.Block, me)).Value);
            var refused = (await Does(me, operation, bo, token)).Refusal?.Code ?? Fine;
            Assert.True(answers[(int)role] == refused, $"{role} wants to {operation}: {refused}");
        }
        // Whatever they did, it was nothing about Ada, nor about Bo's own link.
        Assert.Equal(FriendRelation.Friends, (await bo.Friends()).Entries.Single(e => e.View.With == ada.Welcome.Me.Id).View.Relation);
        Assert.Single((await bo.Call<FriendLinks>("GetFriendLinks")).Value!.Links);
    }

    private static async Task<IRefusable> Does(TestBrowser me, string operation, TestBrowser bo, FriendLinkToken token) => operation switch
    {
        "list" => await me.Call<FriendList>("GetFriends"),
        "find" => await me.Call<Profile>("FindPerson", new FindPersonCommand(bo.Welcome.Me.Handle!)),
        "list links" => await me.Call<FriendLinks>("GetFriendLinks"),
        "create link" => await me.Call<FriendLink>("CreateFriendLink", new CreateFriendLinkCommand(HexId.New<FriendLinkToken>(), Day)),
        "revoke Bo's link" => await me.Call<Done>("RevokeFriendLink", new RevokeFriendLinkCommand(FriendLinkId.Of(token))),
        "open Bo's link" => await me.Call<Profile>("OpenFriendLink", new OpenFriendLinkCommand(token)),
        "hide" => await me.Call<OwnPresence>("SetAvailability", new SetAvailabilityCommand(Availability.Invisible)),
        "see tabs" => await me.Call<OwnPresence>("GetPresence"),
        "idle" => await me.Call<Done>("SetIdle", new SetIdleCommand(true)),
        _ => await me.Does(Enum.Parse<FriendAct>(operation, ignoreCase: true), bo),
    };

    private static async Task Befriend(TestBrowser one, TestBrowser other)
    {
        Assert.NotNull((await one.Does(FriendAct.Request, other)).Value);
        Assert.NotNull((await other.Does(FriendAct.Accept, one)).Value);
    }
}
