using ChatMux.Grains.Friends;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Friends;

public sealed class FriendshipGrainTests(ClusterFixture cluster)
{
    private const FriendRelation None = FriendRelation.None;
    private const FriendRelation Sent = FriendRelation.RequestSent;
    private const FriendRelation Received = FriendRelation.RequestReceived;
    private const FriendRelation Friends = FriendRelation.Friends;

    [Fact]
    public async Task A_request_and_its_answer_reach_every_tab_of_both()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        var (adaElsewhere, boElsewhere) = (ada.Tab.OtherTab(), bo.Tab.OtherTab());
        await adaElsewhere.Attach();
        await boElsewhere.Attach();

        await ada.Must(FriendAct.Request, bo);
        foreach (var front in new[] { ada.Front, adaElsewhere.Front })
            Assert.Equal("Bo", (await ada.Hears(bo, Sent, front)).Entry.Profile?.Name);
        foreach (var front in new[] { bo.Front, boElsewhere.Front })
            Assert.Equal("Ada", (await bo.Hears(ada, Received, front)).Entry.Profile?.Name);

        await bo.Must(FriendAct.Accept, ada);
        foreach (var front in new[] { ada.Front, adaElsewhere.Front })
            Assert.Equal(2, (await ada.Hears(bo, Friends, front)).Version);
        foreach (var front in new[] { bo.Front, boElsewhere.Front })
            Assert.Equal(2, (await bo.Hears(ada, Friends, front)).Version);
        Assert.Equal((Friends, Friends), ((await ada.Is(bo)).Relation, (await bo.Is(ada)).Relation));
    }

    /// <summary>What Ada (A) and Bo (B) do one after the other, and what each is to the other then.</summary>
    [Theory]
    [InlineData("A request", Sent, Received)]
    [InlineData("A request, B decline", None, None)]
    [InlineData("A request, A cancel", None, None)]
    [InlineData("A request, B accept", Friends, Friends)]
    [InlineData("A request, B request", Friends, Friends)]
    [InlineData("A request, B accept, A unfriend", None, None)]
    [InlineData("A request, B accept, B unfriend, B request", Received, Sent)]
    [InlineData("A request, B accept, A block", None, None)]
    [InlineData("A block, B request", None, Sent)]
    [InlineData("A block, B request, A unblock", Received, Sent)]
    [InlineData("A block, B request, B cancel, A unblock", None, None)]
    [InlineData("A request, A block, A unblock", None, None)]
    public async Task Both_lists_say_what_has_become_of_it(string acts, FriendRelation ofAda, FriendRelation ofBo)
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        var blocks = false;
        foreach (var (who, act) in acts.Split(", ").Select(a => (a[0], Enum.Parse<FriendAct>(a[2..], ignoreCase: true))))
        {
            await (who == 'A' ? ada.Must(act, bo) : bo.Must(act, ada));
            blocks = act == FriendAct.Block || act != FriendAct.Unblock && blocks;
        }
        Assert.Equal((ofAda, blocks), await ada.Is(bo));
        Assert.Equal((ofBo, false), await bo.Is(ada));
    }

    [Fact]
    public async Task What_changes_for_one_of_them_is_told_to_that_one_only_and_versions_follow_each_other()
    {
        var (ada, bo) = await Person.EnterFriends(cluster);
        await ada.Must(FriendAct.Block, bo);        // both: 3
        await bo.Must(FriendAct.Request, ada);      // Bo: 4
        await bo.Must(FriendAct.Request, ada);      // nobody
        await ada.Must(FriendAct.Unblock, bo);      // Ada: 4
        await ada.Must(FriendAct.Decline, bo);      // both: 5
        Assert.Equal([1, 2, 3, 4, 5], await ada.HearsVersions(5));
        Assert.Equal([1, 2, 3, 4, 5], await bo.HearsVersions(5));
        Assert.Equal((5, 5), ((await ada.Opens()).Version, (await bo.Opens()).Version));
        Assert.Equal(
            [(Sent, false), (Friends, false), (None, true), (Received, false), (None, false)],
            ada.Front.All<FriendshipChanged>().Select(e => (e.Entry.View.Relation, e.Entry.View.Blocked)));
        Assert.Equal(
            [(Received, false), (Friends, false), (None, false), (Sent, false), (None, false)],
            bo.Front.All<FriendshipChanged>().Select(e => (e.Entry.View.Relation, e.Entry.View.Blocked)));
    }

    [Fact]
    public async Task Somebody_who_was_away_finds_the_request_later_and_its_sender_the_answer()
    {
        var (ada, bo) = (await Person.Away(cluster, "Ada"), await Person.Away(cluster, "Bo"));
        await ada.Must(FriendAct.Request, bo);
        foreach (var grain in new IAddressable[] { ada.List, bo.List, ada.With(bo) })
            await ClusterFixture.Deactivate(grain);
        cluster.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(("Ada", Received), ((await bo.Lists(ada))?.Profile?.Name, (await bo.Is(ada)).Relation));
        await bo.Must(FriendAct.Accept, ada);
        Assert.Equal(Friends, (await ada.Is(bo)).Relation);
    }

    [Fact]
    public async Task Requests_that_cross_become_a_friendship_also_at_the_same_time()
    {
        for (var round = 0; round < 10; round++)
        {
            var (ada, bo) = (await Person.Away(cluster, "Ada"), await Person.Away(cluster, "Bo"));
            await Task.WhenAll(ada.Must(FriendAct.Request, bo), bo.Must(FriendAct.Request, ada));
            Assert.Equal((Friends, Friends), ((await ada.Is(bo)).Relation, (await bo.Is(ada)).Relation));
        }
    }

    [Fact]
    public async Task A_blocked_persons_request_looks_pending_to_them_reaches_nobody_and_arrives_with_the_unblocking()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        await ada.Must(FriendAct.Block, bo);
        Assert.Equal([1], await ada.HearsVersions(1));
        Assert.Empty((await bo.Opens()).Entries);
        await bo.Must(FriendAct.Request, ada);
        Assert.Equal((Sent, false), await bo.Is(ada));
        Assert.Equal((None, true), await ada.Is(bo));
        Assert.Equal(1, (await ada.Opens()).Version);
        await ada.Must(FriendAct.Unblock, bo);
        await ada.Hears(bo, Received);
        Assert.Equal([1, 2], await ada.HearsVersions(2));
        await ada.Must(FriendAct.Accept, bo);
        await bo.Hears(ada, Friends);
    }

    [Fact]
    public async Task Who_is_blocked_is_told_no_more_than_that_the_friendship_has_ended()
    {
        var (ada, bo) = await Person.EnterFriends(cluster);
        var (cy, di) = await Person.EnterFriends(cluster);
        await ada.Must(FriendAct.Block, bo);
        await cy.Must(FriendAct.Unfriend, di);
        var (blocked, unfriended) = (await bo.Hears(ada, None), await di.Hears(cy, None));
        Assert.Equal(unfriended with { Entry = blocked.Entry }, blocked);
        Assert.Equal(
            unfriended.Entry with { View = unfriended.Entry.View with { With = ada.Id }, Profile = null, LastSeenMs = null },
            blocked.Entry with { Profile = null });
        Assert.Empty((await bo.Opens()).Entries);
        Assert.Empty((await di.Opens()).Entries);
    }

    [Fact]
    public async Task Repeating_an_act_finishes_what_the_first_attempt_left_undone()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        // Bo's list takes the expectation and not the news.
        cluster.BeforeNextWrite("friendship", ada.With(bo).GetPrimaryKeyString(), () =>
        {
            cluster.FailNextWrite("friendlist", bo.Id.Value);
            return Task.CompletedTask;
        });
        await ada.Must(FriendAct.Request, bo);
        Assert.Null(await bo.Lists(ada));
        await ada.Must(FriendAct.Request, bo);
        Assert.Equal(Received, (await bo.Is(ada)).Relation);
        await bo.Hears(ada, Received);
    }

    [Fact]
    public async Task A_change_that_cannot_be_stored_is_none_to_anybody()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        cluster.FailNextWrite("friendship", ada.With(bo).GetPrimaryKeyString());
        await Assert.ThrowsAnyAsync<Exception>(() => ada.Does(FriendAct.Request, bo));
        Assert.Equal((None, None), ((await ada.Is(bo)).Relation, (await bo.Is(ada)).Relation));
        await ada.Must(FriendAct.Request, bo);
        Assert.Equal((Sent, Received), ((await ada.Is(bo)).Relation, (await bo.Is(ada)).Relation));
        Assert.Equal([1], await bo.HearsVersions(1));
    }

    [Fact]
    public async Task A_change_that_was_stored_though_the_disk_said_no_is_found_out()
    {
        for (var round = 0; round < 20; round++)
        {
            var (ada, bo) = (await Person.Away(cluster, "Ada"), await Person.Away(cluster, "Bo"));
            cluster.LoseAnswerOfNextWrite("friendship", ada.With(bo).GetPrimaryKeyString());
            var asking = ada.Does(FriendAct.Request, bo);
            // Waits behind the request for the same activation, and has both lists look.
            var unblocking = bo.Does(FriendAct.Unblock, ada);
            await Assert.ThrowsAnyAsync<Exception>(() => asking);
            Assert.Equal(Sent, (await ada.With(bo).Look(ada.Id))?.Relation);
            Assert.Null(await unblocking);
            cluster.Time.Advance(FriendListGrain.DoubtPatience);
            await Until.Holds(async () => ((await ada.Lists(bo))?.View.Relation, (await bo.Lists(ada))?.View.Relation) == (Sent, Received));
        }
    }

    [Fact]
    public async Task Nobody_asks_somebody_who_does_not_exist_nor_blocks_them()
    {
        var ada = await Person.Away(cluster, "Ada");
        var pair = FriendshipId.Of(ada.Id, HexId.New<UserId>())!.Value;
        var friendship = cluster.Grains.GetGrain<IFriendshipGrain>(pair.Key);
        foreach (var act in new[] { FriendAct.Request, FriendAct.Block })
            Assert.Equal(RefusalCode.NotFound, (await friendship.Act(ada.Actor, act)).Refusal?.Code);
        Assert.Empty((await ada.Opens()).Entries);
    }
}
