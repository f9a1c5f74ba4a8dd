using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Sessions;

public sealed class WaysInGrainTests(ClusterFixture cluster)
{
    private static WayIn NewWay(string name = "Laptop") => new(new Login(LoginKind.GitHub, HexId.New<UserId>().Value), name);

    private IWaysInGrain WaysIn(Guest guest) => cluster.Grains.GetGrain<IWaysInGrain>(guest.Actor.User.Value);

    private ILoginGrain Login(WayIn way) => cluster.Grains.GetGrain<ILoginGrain>(way.Login.Key);

    private async Task<(Guest, WayIn)> SignUp()
    {
        var (guest, way) = (await Guest.Enter(cluster.Grains, "Ada"), NewWay());
        await guest.User.BecomeIdentity(new IdentityProfile("Ada", null, null, null));
        await Login(way).Claim(guest.Actor.User);
        await WaysIn(guest).SignedIn(way);
        return (guest, way);
    }

    [Fact]
    public async Task One_is_added_renamed_and_removed_and_the_last_one_stays()
    {
        var (ada, first) = await SignUp();
        var second = NewWay("Phone");
        Assert.NotNull((await WaysIn(ada).Add(ada.Actor, second)).Value);
        Assert.Equal(ada.Actor.User, (await Login(second).GetUser())?.User);
        Assert.NotNull((await WaysIn(ada).Rename(ada.Actor, second.Login.Key, " New  phone ")).Value);
        Assert.Equal(["Laptop", "New phone"], (await WaysIn(ada).List(ada.Actor)).Value!.Ways.Select(w => w.Name));
        Assert.NotNull((await WaysIn(ada).Remove(ada.Actor, first.Login.Key)).Value);
        Assert.Null(await Login(first).GetUser());
        Assert.Equal(RefusalCode.LastWayIn, (await WaysIn(ada).Remove(ada.Actor, second.Login.Key)).Refusal?.Code);
        Assert.Equal(ada.Actor.User, (await Login(second).GetUser())?.User);
    }

    [Fact]
    public async Task What_opens_another_identity_is_not_added()
    {
        var ((ada, _), (_, bobs)) = (await SignUp(), await SignUp());
        Assert.Equal(RefusalCode.LoginTaken, (await WaysIn(ada).Add(ada.Actor, bobs)).Refusal?.Code);
        Assert.Single((await WaysIn(ada).List(ada.Actor)).Value!.Ways);
    }

    [Fact]
    public async Task There_is_an_end_to_how_many_there_are()
    {
        var (ada, _) = await SignUp();
        for (var i = 1; i < Limits.WaysIn; i++)
            Assert.NotNull((await WaysIn(ada).Add(ada.Actor, NewWay($"Number {i}"))).Value);
        Assert.Equal(RefusalCode.TooManyWaysIn, (await WaysIn(ada).Add(ada.Actor, NewWay())).Refusal?.Code);
        Assert.Equal(RefusalCode.TooManyWaysIn, (await WaysIn(ada).MayAdd(ada.Actor)).Refusal?.Code);
    }

    [Fact]
    public async Task What_opens_the_identity_changes_only_soon_after_a_sign_in()
    {
        var (ada, way) = await SignUp();
        await WaysIn(ada).Add(ada.Actor, NewWay());
        cluster.Time.Advance(IWaysInGrain.FreshFor + TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalCode.FreshSignInNeeded, (await WaysIn(ada).MayAdd(ada.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.FreshSignInNeeded, (await WaysIn(ada).Add(ada.Actor, NewWay())).Refusal?.Code);
        Assert.Equal(RefusalCode.FreshSignInNeeded, (await WaysIn(ada).Remove(ada.Actor, way.Login.Key)).Refusal?.Code);
        Assert.Equal(2, (await WaysIn(ada).List(ada.Actor)).Value!.Ways.Count);
    }

    [Fact]
    public async Task Nobody_touches_those_of_another()
    {
        var ((ada, way), (eve, _)) = (await SignUp(), await SignUp());
        await WaysIn(ada).Add(ada.Actor, NewWay());
        Assert.Equal(RefusalCode.NotFound, (await WaysIn(ada).List(eve.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await WaysIn(ada).Add(eve.Actor, NewWay())).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await WaysIn(ada).Rename(eve.Actor, way.Login.Key, "Mine")).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await WaysIn(ada).Remove(eve.Actor, way.Login.Key)).Refusal?.Code);
        // An actor whose session is somebody else's, as no front would make one.
        Assert.Equal(RefusalCode.NotSignedIn, (await WaysIn(ada).Remove(ada.Actor with { Session = eve.Actor.Session }, way.Login.Key)).Refusal?.Code);
    }

    [Fact]
    public async Task A_guest_adds_no_way_in_past_the_sign_up()
    {
        var guest = await Guest.Enter(cluster.Grains, "Guest");
        Assert.Equal(RefusalCode.IdentityNeeded, (await WaysIn(guest).MayAdd(guest.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.IdentityNeeded, (await WaysIn(guest).Add(guest.Actor, NewWay())).Refusal?.Code);
    }

    [Fact]
    public async Task One_that_opens_nothing_any_more_is_not_noted_again_nor_counted()
    {
        var (ada, kept) = await SignUp();
        var lost = NewWay("Lost");
        await WaysIn(ada).Add(ada.Actor, lost);
        await WaysIn(ada).Remove(ada.Actor, lost.Login.Key);
        // The front had asked whose it is before.
        await WaysIn(ada).SignedIn(lost);
        Assert.Single((await WaysIn(ada).List(ada.Actor)).Value!.Ways);
        // A removal that broke off between its two writes.
        var half = NewWay("Half");
        await WaysIn(ada).Add(ada.Actor, half);
        await Login(half).Release(ada.Actor.User);
        Assert.Equal(RefusalCode.LastWayIn, (await WaysIn(ada).Remove(ada.Actor, kept.Login.Key)).Refusal?.Code);
    }

    [Fact]
    public async Task A_question_to_an_authenticator_is_answered_once_and_in_time()
    {
        var ada = HexId.New<UserId>();
        var questions = Enumerable.Range(0, 3).Select(_ => cluster.Grains.GetGrain<IPasskeyChallengeGrain>(HexId.New<ChallengeId>().Value)).ToArray();
        Assert.Equal(RefusalCode.ChallengeExpired, (await questions[0].Take()).Refusal?.Code);
        await questions[1].Keep(new PasskeyQuestion("state"));
        Assert.Equal("state", (await questions[1].Take()).Value?.State);
        Assert.Equal(RefusalCode.ChallengeExpired, (await questions[1].Take()).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidName, (await questions[2].Keep(new PasskeyQuestion("state", ada, "\u200b"))).Refusal?.Code);
        await questions[2].Keep(new PasskeyQuestion("state"));
        cluster.Time.Advance(IPasskeyChallengeGrain.Lifetime);
        Assert.Equal(RefusalCode.ChallengeExpired, (await questions[2].Take()).Refusal?.Code);
    }
}
