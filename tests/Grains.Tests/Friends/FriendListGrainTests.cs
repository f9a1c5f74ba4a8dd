using ChatMux.Grains.Connections;
using ChatMux.Grains.Friends;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Friends;

public sealed class FriendListGrainTests(ClusterFixture cluster)
{
    private static long Minute(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 60_000 * 60_000;

    /// <summary>The last tab is closed, and nobody comes back to it.</summary>
    private async Task Leave(Person person)
    {
        await person.Tab.Connection.Detach(person.Tab.AttachmentId);
        cluster.Time.Advance(ConnectionGrain.Grace);
        await Until.Holds(async () => (await person.Tab.User.GetLastSeen())!.SeenMs is not null);
    }

    [Fact]
    public async Task When_somebody_was_last_here_is_told_to_friends_only()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        await bo.Must(FriendAct.Request, ada);
        var cy = await Person.Enter(cluster, "Cy");
        await cy.Must(FriendAct.Block, bo);
        await Leave(bo);
        var left = Minute(cluster.Time.GetUtcNow());
        Assert.Null((await ada.Lists(bo))!.LastSeenMs);
        Assert.Null((await cy.Lists(bo))!.LastSeenMs);
        Assert.Null((await bo.Lists(ada))!.LastSeenMs);
        await ada.Must(FriendAct.Accept, bo);
        cluster.Time.Advance(TimeSpan.FromHours(3));
        await Until.Holds(async () => (await ada.Lists(bo))!.LastSeenMs == left);
    }

    [Fact]
    public async Task A_friend_who_is_here_was_not_last_seen_and_one_who_is_invisible_was()
    {
        var (ada, bo) = await Person.EnterFriends(cluster);
        Assert.Null((await ada.Lists(bo))!.LastSeenMs);
        var vanished = Minute(cluster.Time.GetUtcNow());
        await bo.Tab.User.SetAvailability(bo.Actor, Availability.Invisible);
        cluster.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(vanished, (await ada.Lists(bo))!.LastSeenMs);
    }

    [Fact]
    public async Task A_list_in_doubt_asks_by_itself_what_has_become_of_the_change()
    {
        var (ada, bo) = await BringsInDoubt();
        Assert.Null(await bo.Lists(ada));
        cluster.Time.Advance(FriendListGrain.DoubtPatience);
        await bo.Hears(ada, FriendRelation.RequestReceived);
        Assert.Equal(FriendRelation.RequestReceived, (await bo.Is(ada)).Relation);
    }

    [Fact]
    public async Task A_list_that_was_lost_in_doubt_asks_when_it_is_back()
    {
        var (ada, bo) = await BringsInDoubt();
        await ClusterFixture.Deactivate(bo.List);
        Assert.Null(await bo.Lists(ada));
        cluster.Time.Advance(FriendListGrain.DoubtPatience);
        await bo.Hears(ada, FriendRelation.RequestReceived);
        Assert.Equal([1], await bo.HearsVersions(1));
    }

    [Fact]
    public async Task A_list_that_comes_back_after_its_time_of_doubt_asks_at_once()
    {
        var (ada, bo) = await BringsInDoubt();
        await ClusterFixture.Deactivate(bo.List);
        cluster.Time.Advance(FriendListGrain.DoubtPatience);
        await bo.Opens();
        await bo.Hears(ada, FriendRelation.RequestReceived);
    }

    [Fact]
    public async Task Tabs_that_could_not_be_told_are_told_later_and_in_order()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        var refuses = 1;
        cluster.OnAnswer = call => call.MethodName == nameof(Interfaces.Users.IUserGrain.Notify) && call.TargetId == bo.Tab.User.GetGrainId()
            && Interlocked.Exchange(ref refuses, 0) == 1 ? throw new IOException("answer lost") : Task.CompletedTask;
        try
        {
            await ada.Must(FriendAct.Request, bo);
            Assert.Equal(0, refuses);
            await ada.Must(FriendAct.Cancel, bo);
        }
        finally
        {
            cluster.OnAnswer = null;
        }
        await bo.Front.Sees<FriendshipChanged>(e => e.Version == 2);
        var told = bo.Front.All<FriendshipChanged>();
        Assert.Equal([1, 2], told.Select(e => e.Version).Distinct());
        Assert.Equal(FriendRelation.RequestReceived, told[0].Entry.View.Relation);
        Assert.Equal(FriendRelation.None, told[^1].Entry.View.Relation);
    }

    [Fact]
    public async Task A_person_is_found_by_exactly_their_handle_in_whatever_case()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        var handle = (await bo.Tab.User.GetProfile()).Value!.Handle!;
        foreach (var written in new[] { handle, handle.ToUpperInvariant(), $"@{handle}", $" {handle} " })
            Assert.Equal(bo.Id, (await ada.List.FindPerson(ada.Actor, written)).Value?.Id);
        foreach (var other in new[] { "", "@", handle[..^1], handle + "x", $"{handle} x", "nobody_at_all", new string('x', 10_000), "\0", "_" + handle })
            Assert.Equal(RefusalCode.NotFound, (await ada.List.FindPerson(ada.Actor, other)).Refusal?.Code);
    }

    [Fact]
    public async Task Whoever_writes_a_handle_that_only_looks_like_somebodys_finds_nobody()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        var handle = "zooz" + string.Concat(HexId.New<Interfaces.Users.UserId>().Value[..10].Select(c => (char)('b' + "0123456789abcdef".IndexOf(c, StringComparison.Ordinal)))).Replace('i', 'q').Replace('l', 'q');
        Assert.NotNull((await bo.Tab.User.UpdateProfile(bo.Actor, new("Bo", handle, "#336699", ""))).Value);
        Assert.Equal(Handle.Skeleton(handle), Handle.Skeleton(handle.Replace('o', '0')));
        Assert.Equal(bo.Id, (await ada.List.FindPerson(ada.Actor, handle)).Value?.Id);
        Assert.Equal(RefusalCode.NotFound, (await ada.List.FindPerson(ada.Actor, handle.Replace('o', '0'))).Refusal?.Code);
    }

    [Fact]
    public async Task Handles_cannot_be_tried_without_end()
    {
        var ada = await Person.Away(cluster, "Ada");
        var tries = 0;
        while ((await ada.List.FindPerson(ada.Actor, "nobody_at_all")).Refusal?.Code == RefusalCode.NotFound)
            Assert.InRange(++tries, 1, (int)new UserLimits().FriendActs.Burst);
        Assert.Equal(RefusalCode.TooFast, (await ada.List.FindPerson(ada.Actor, "nobody_at_all")).Refusal?.Code);
    }

    /// <summary>One has asked the other, whose list could not be told.</summary>
    private async Task<(Person Ada, Person Bo)> BringsInDoubt()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        cluster.BeforeNextWrite("friendship", ada.With(bo).GetPrimaryKeyString(), () =>
        {
            cluster.FailNextWrite("friendlist", bo.Id.Value);
            return Task.CompletedTask;
        });
        await ada.Must(FriendAct.Request, bo);
        return (ada, bo);
    }
}
