using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Friends;

/// <summary>The matrix of rights among people: who may do what about Bo. One row for each operation, one column for each kind of person.</summary>
public sealed class FriendRightsTests(ClusterFixture cluster)
{
    /// <summary>Who wants something: a guest, somebody with an account, a friend of Bo's, somebody whom Bo has blocked, and somebody who meddles in what is between Ada and Bo.</summary>
    public enum Is { Guest, Identity, Friend, Blocked, Third }

    private const RefusalCode Fine = (RefusalCode)(-1);
    private const RefusalCode NotFound = RefusalCode.NotFound;
    private const RefusalCode IdentityNeeded = RefusalCode.IdentityNeeded;

    public static readonly TheoryData<string, RefusalCode[]> Rows = new()
    {
        { "request", [IdentityNeeded, Fine, Fine, Fine, NotFound] },
        { "accept", [IdentityNeeded, NotFound, Fine, NotFound, NotFound] },
        { "decline", [IdentityNeeded, Fine, NotFound, Fine, NotFound] },
        { "cancel", [IdentityNeeded, Fine, NotFound, Fine, NotFound] },
        { "unfriend", [IdentityNeeded, Fine, Fine, Fine, NotFound] },
        { "block", [IdentityNeeded, Fine, Fine, Fine, NotFound] },
        { "unblock", [IdentityNeeded, Fine, Fine, Fine, NotFound] },
        { "open list of own", [Fine, Fine, Fine, Fine, Fine] },
        { "open list of Bo", [NotFound, NotFound, NotFound, NotFound, NotFound] },
        { "list blocked of own", [Fine, Fine, Fine, Fine, Fine] },
        { "list blocked of Bo", [NotFound, NotFound, NotFound, NotFound, NotFound] },
        { "find by own", [IdentityNeeded, Fine, Fine, Fine, Fine] },
        { "find by Bo", [NotFound, NotFound, NotFound, NotFound, NotFound] },
        { "list links of own", [Fine, Fine, Fine, Fine, Fine] },
        { "list links of Bo", [NotFound, NotFound, NotFound, NotFound, NotFound] },
        { "create link of own", [IdentityNeeded, Fine, Fine, Fine, Fine] },
        { "create link of Bo", [NotFound, NotFound, NotFound, NotFound, NotFound] },
        { "revoke link of own", [Fine, Fine, Fine, Fine, Fine] },
        { "revoke link of Bo", [NotFound, NotFound, NotFound, NotFound, NotFound] },
        { "open link of Bo", [Fine, Fine, Fine, Fine, Fine] },
        { "see tabs of own", [Fine, Fine, Fine, Fine, Fine] },
        { "see tabs of Bo", [NotFound, NotFound, NotFound, NotFound, NotFound] },
        { "hide own", [Fine, Fine, Fine, Fine, Fine] },
        { "hide Bo", [NotFound, NotFound, NotFound, NotFound, NotFound] },
        { "idle Bo", [RefusalCode.NotAttached, RefusalCode.NotAttached, RefusalCode.NotAttached, RefusalCode.NotAttached, RefusalCode.NotAttached] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Everybody_may_do_what_they_are_to_Bo(string operation, RefusalCode[] answers)
    {
        foreach (var role in Enum.GetValues<Is>())
        {
            var refused = (await (await Place.Of(cluster, role)).Does(operation)).Refusal?.Code ?? Fine;
            Assert.True(answers[(int)role] == refused, $"{role} wants to {operation}: {refused}");
        }
    }

    [Fact]
    public void Every_act_has_its_row() => Assert.All(Enum.GetValues<FriendAct>(), act => Assert.Contains(Rows, row => row.Data.Item1.Equals(act.ToString(), StringComparison.OrdinalIgnoreCase)));

    [Theory]
    [InlineData(FriendAct.Request)]
    [InlineData(FriendAct.Accept)]
    [InlineData(FriendAct.Block)]
    public async Task A_guest_can_be_blocked_and_not_befriended(FriendAct act)
    {
        var (ada, guest) = (await Person.Away(cluster, "Ada"), await Person.Guest(cluster, "Guest"));
        RefusalCode? expected = act switch
        {
            FriendAct.Request => RefusalCode.GuestsHaveNoFriends,
            FriendAct.Accept => NotFound,
            _ => null,
        };
        Assert.Equal(expected, await ada.Does(act, guest));
        Assert.Equal((FriendRelation.None, act == FriendAct.Block), await ada.Is(guest));
    }

    [Fact]
    public async Task What_is_not_there_and_what_one_may_not_know_answer_alike()
    {
        var ((ada, bo), eve) = (await Person.EnterFriends(cluster), await Person.Away(cluster, "Eve"));
        var (nobody, other) = (HexId.New<UserId>(), HexId.New<UserId>());
        foreach (var act in Enum.GetValues<FriendAct>())
        {
            var absent = await cluster.Grains.GetGrain<IFriendshipGrain>(FriendshipId.Of(nobody, other)!.Value.Key).Act(eve.Actor, act);
            Assert.Equal(new Refusal(NotFound), absent.Refusal);
            Assert.Equal(absent, await ada.With(bo).Act(eve.Actor, act));
        }
        var list = cluster.Grains.GetGrain<IFriendListGrain>(nobody.Value);
        Assert.Equal(await list.Open(eve.Actor), await bo.List.Open(eve.Actor));
        Assert.Equal(await list.ListLinks(eve.Actor), await bo.List.ListLinks(eve.Actor));
        Assert.Null(await ada.With(bo).Look(eve.Id));
        var user = cluster.Grains.GetGrain<IUserGrain>(nobody.Value);
        Assert.Equal(await user.GetPresence(eve.Actor), await bo.Tab.User.GetPresence(eve.Actor));
    }

    [Fact]
    public async Task Nobody_is_forgotten_before_their_account_has_ended()
    {
        var (ada, bo) = await Person.EnterFriends(cluster);
        await ada.With(bo).Forget(bo.Id);
        await ada.With(bo).Forget(HexId.New<UserId>());
        Assert.Equal(FriendRelation.Friends, (await ada.Is(bo)).Relation);
    }

    /// <summary>Bo with a link, a friend called Ada, and somebody who wants something.</summary>
    private sealed class Place(ClusterFixture cluster, Person me, Person bo, IFriendshipGrain friendship)
    {
        private const long Day = 24 * 3_600_000;

        private static readonly FriendLinkId OwnLink = HexId.New<FriendLinkId>();

        private readonly FriendLinkId _link = HexId.New<FriendLinkId>();

        public static async Task<Place> Of(ClusterFixture cluster, Is role)
        {
            var (ada, bo) = await Person.EnterFriends(cluster);
            var me = role == Is.Guest ? await Person.Guest(cluster, "me") : await Person.Away(cluster, "me");
            if (role == Is.Friend)
            {
                await me.Must(FriendAct.Request, bo);
                await bo.Must(FriendAct.Accept, me);
            }
            if (role == Is.Blocked)
                await bo.Must(FriendAct.Block, me);
            return new Place(cluster, me, bo, role == Is.Third ? ada.With(bo) : me.With(bo));
        }

        public async Task<IRefusable> Does(string operation)
        {
            var whose = operation.EndsWith("own", StringComparison.Ordinal) ? me : bo;
            return operation[..(operation.Contains(' ') ? operation.LastIndexOf(' ') : operation.Length)] switch
            {
                "open list of" => await whose.List.Open(me.Actor),
                "list blocked of" => await whose.List.GetBlocked(me.Actor),
                "find by" => await whose.List.FindPerson(me.Actor, (await bo.Tab.User.GetProfile()).Value!.Handle!),
                "list links of" => await whose.List.ListLinks(me.Actor),
                "create link of" => await whose.List.CreateLink(me.Actor, HexId.New<FriendLinkId>(), Day),
                "revoke link of" => await whose.List.RevokeLink(me.Actor, OwnLink),
                "open link of" => await OpenLink(),
                "see tabs of" => await whose.Tab.User.GetPresence(me.Actor),
                "hide" => await whose.Tab.User.SetAvailability(me.Actor, Availability.Invisible),
                "idle" => await whose.Tab.Connection.SetIdle(me.Actor, true),
                _ => await friendship.Act(me.Actor, Enum.Parse<FriendAct>(operation, ignoreCase: true)),
            };
        }

        private async Task<IRefusable> OpenLink()
        {
            Assert.NotNull((await bo.List.CreateLink(bo.Actor, _link, Day)).Value);
            return await cluster.Grains.GetGrain<IFriendLinkGrain>(_link.Value).Open(me.Actor);
        }
    }
}
