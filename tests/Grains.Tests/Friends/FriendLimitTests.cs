using System.Collections.Immutable;
using ChatMux.Grains.Friends;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Friends;

/// <summary>A list takes as many as it may and one more not; whoever is refused finds everything as it was.</summary>
public sealed class FriendLimitTests(ClusterFixture cluster)
{
    /// <summary>Somebody whose list has room for one more of these.</summary>
    private async Task<Person> AlmostFull(FriendRelation relation, int limit, bool blocked = false)
    {
        var person = await Person.Away(cluster, "Full");
        var entries = Enumerable.Range(0, limit - 1).ToImmutableDictionary(_ => HexId.New<UserId>(), _ => new ListedFriend(relation, blocked, 0));
        await cluster.Put("friendlist", person.List, new FriendListState { Entries = entries });
        return person;
    }

    private Task<Person> Other() => Person.Away(cluster, "Other");

    /// <summary>Does what is refused, and sees that it has changed nothing for either.</summary>
    private static async Task Refused(RefusalCode code, Person actor, FriendAct act, Person other)
    {
        async Task<(FriendshipView?, FriendshipView?, int, int)> State() => (await actor.With(other).Look(actor.Id), await actor.With(other).Look(other.Id),
            (await actor.List.GetOthers()).Count, (await other.List.GetOthers()).Count);
        var before = await State();
        Assert.Equal(code, await actor.Does(act, other));
        Assert.Equal(before, await State());
    }

    [Fact]
    public void What_people_are_told_is_what_there_is() => Assert.Equal(
        (1_000, 200, 1_000, 10, 600_000),
        (Limits.Friends, Limits.FriendRequests, Limits.BlockedPeople, Limits.FriendLinks, Limits.IdleAfterMs));

    [Fact]
    public async Task A_thousand_friends_are_enough_for_whoever_accepts()
    {
        var (full, one, other) = (await AlmostFull(FriendRelation.Friends, Limits.Friends), await Other(), await Other());
        await one.Must(FriendAct.Request, full);
        await other.Must(FriendAct.Request, full);
        await full.Must(FriendAct.Accept, one);
        await Refused(RefusalCode.TooManyFriends, full, FriendAct.Accept, other);
        await Refused(RefusalCode.TooManyFriends, full, FriendAct.Request, other);
        // An end makes room.
        await full.Must(FriendAct.Unfriend, one);
        await full.Must(FriendAct.Accept, other);
    }

    [Fact]
    public async Task A_thousand_friends_are_enough_for_whoever_is_accepted()
    {
        var (full, one, other) = (await AlmostFull(FriendRelation.Friends, Limits.Friends), await Other(), await Other());
        await full.Must(FriendAct.Request, one);
        await full.Must(FriendAct.Request, other);
        await one.Must(FriendAct.Accept, full);
        await Refused(RefusalCode.TheirLimit, other, FriendAct.Accept, full);
        await Refused(RefusalCode.TheirLimit, other, FriendAct.Request, full);
        await other.Must(FriendAct.Decline, full);
    }

    [Fact]
    public async Task Who_comes_at_the_same_moment_does_not_get_past_the_limit()
    {
        var full = await AlmostFull(FriendRelation.Friends, Limits.Friends);
        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Other()));
        foreach (var other in others)
            await other.Must(FriendAct.Request, full);
        var answers = await Task.WhenAll(others.Select(other => full.Does(FriendAct.Accept, other)));
        Assert.Single(answers, answer => answer is null);
        Assert.Equal(others.Length - 1, answers.Count(answer => answer == RefusalCode.TooManyFriends));
    }

    [Fact]
    public async Task Two_hundred_requests_of_ones_own_may_wait()
    {
        var (full, one, other) = (await AlmostFull(FriendRelation.RequestSent, Limits.FriendRequests), await Other(), await Other());
        await full.Must(FriendAct.Request, one);
        await full.Must(FriendAct.Request, one);
        await Refused(RefusalCode.TooManyRequests, full, FriendAct.Request, other);
        await full.Must(FriendAct.Cancel, one);
        await full.Must(FriendAct.Request, other);
    }

    [Fact]
    public async Task Two_hundred_requests_may_wait_for_one()
    {
        var (full, one, other) = (await AlmostFull(FriendRelation.RequestReceived, Limits.FriendRequests), await Other(), await Other());
        await one.Must(FriendAct.Request, full);
        await Refused(RefusalCode.TheirLimit, other, FriendAct.Request, full);
        await full.Must(FriendAct.Decline, one);
        await other.Must(FriendAct.Request, full);
    }

    [Fact]
    public async Task A_full_list_refuses_whom_its_owner_has_blocked_as_it_refuses_anybody()
    {
        var (full, one, blocked) = (await AlmostFull(FriendRelation.RequestReceived, Limits.FriendRequests), await Other(), await Other());
        await full.Must(FriendAct.Block, blocked);
        await one.Must(FriendAct.Request, full);
        await Refused(RefusalCode.TheirLimit, blocked, FriendAct.Request, full);
        await full.Must(FriendAct.Decline, one);
        await blocked.Must(FriendAct.Request, full);
    }

    [Fact]
    public async Task A_request_that_was_kept_from_one_arrives_though_two_hundred_wait()
    {
        var (full, one, other) = (await AlmostFull(FriendRelation.RequestReceived, Limits.FriendRequests), await Other(), await Other());
        await full.Must(FriendAct.Block, other);
        await other.Must(FriendAct.Request, full);
        await one.Must(FriendAct.Request, full);
        await full.Must(FriendAct.Unblock, other);
        Assert.Equal(FriendRelation.RequestReceived, (await full.With(other).Look(full.Id))?.Relation);
        Assert.Contains(other.Id, await full.List.GetOthers());
    }

    [Fact]
    public async Task A_thousand_people_may_be_blocked()
    {
        var (full, one, other) = (await AlmostFull(FriendRelation.None, Limits.BlockedPeople, blocked: true), await Other(), await Other());
        await full.Must(FriendAct.Block, one);
        await full.Must(FriendAct.Block, one);
        await Refused(RefusalCode.TooManyBlocked, full, FriendAct.Block, other);
        await full.Must(FriendAct.Unblock, one);
        await full.Must(FriendAct.Block, other);
    }

    [Fact]
    public async Task Ten_requests_may_be_made_at_once_and_one_more_every_ten_minutes()
    {
        var ada = await Person.Away(cluster, "Ada");
        var others = new List<Person>();
        for (var i = 0; i < 13; i++)
            others.Add(await Other());
        Assert.Equal((10, 1.0 / 600), (new UserLimits().FriendRequests.Burst, new UserLimits().FriendRequests.PerSecond));
        foreach (var other in others[..10])
            await ada.Must(FriendAct.Request, other);
        var refusal = (await ada.With(others[10]).Act(ada.Actor, FriendAct.Request)).Refusal;
        Assert.Equal(RefusalCode.TooFast, refusal?.Code);
        Assert.Equal(600_000.0, refusal!.RetryAfterMs!.Value, 1_000.0);
        await Refused(RefusalCode.TooFast, ada, FriendAct.Request, others[10]);
        // What is there already is no new request, nor is an answer.
        await ada.Must(FriendAct.Request, others[0]);
        await others[11].Must(FriendAct.Request, ada);
        await ada.Must(FriendAct.Accept, others[11]);
        cluster.Time.Advance(TimeSpan.FromMilliseconds(refusal.RetryAfterMs.Value));
        await ada.Must(FriendAct.Request, others[10]);
        await Refused(RefusalCode.TooFast, ada, FriendAct.Request, others[12]);
    }
}
