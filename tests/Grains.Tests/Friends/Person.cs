using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Tests.Friends;

/// <summary>Somebody with or without an account, and what they do about others.</summary>
internal sealed class Person(ClusterFixture cluster, Guest tab)
{
    public Guest Tab => tab;

    public Actor Actor => tab.Actor;

    public UserId Id => tab.Actor.User;

    public FakeFront Front => tab.Front;

    public IFriendListGrain List => cluster.Grains.GetGrain<IFriendListGrain>(Id.Value);

    public static async Task<Person> Guest(ClusterFixture cluster, string name) => new(cluster, await Tests.Guest.Enter(cluster.Grains, name));

    /// <summary>One with an account, who is away.</summary>
    public static async Task<Person> Away(ClusterFixture cluster, string name)
    {
        var person = await Guest(cluster, name);
        Assert.False((await person.Tab.User.BecomeIdentity(new IdentityProfile(name, null, null, null))).Value!.Guest);
        return person;
    }

    /// <summary>One with an account and an open tab.</summary>
    public static async Task<Person> Enter(ClusterFixture cluster, string name)
    {
        var person = await Away(cluster, name);
        Assert.NotNull((await person.Tab.Attach()).Value);
        return person;
    }

    public static async Task<(Person Ada, Person Bo)> EnterTwo(ClusterFixture cluster) => (await Enter(cluster, "Ada"), await Enter(cluster, "Bo"));

    public static async Task<(Person Ada, Person Bo)> EnterFriends(ClusterFixture cluster)
    {
        var (ada, bo) = await EnterTwo(cluster);
        await ada.Must(FriendAct.Request, bo);
        await bo.Must(FriendAct.Accept, ada);
        return (ada, bo);
    }

    public IFriendshipGrain With(Person other) => cluster.Grains.GetGrain<IFriendshipGrain>(FriendshipId.Of(Id, other.Id)!.Value.Key);

    /// <summary>Does it, and is not refused.</summary>
    public async Task Must(FriendAct act, Person other) => Assert.Null(await Does(act, other));

    /// <summary>Does it, and says why not.</summary>
    public async Task<RefusalCode?> Does(FriendAct act, Person other) => (await With(other).Act(Actor, act)).Refusal?.Code;

    public async Task<FriendList> Opens() => (await List.Open(Actor)).Value!;

    /// <summary>What the own list says of the other.</summary>
    public async Task<FriendEntry?> Lists(Person other) => (await Opens()).Entries.SingleOrDefault(e => e.View.With == other.Id);

    /// <summary>What the other is, by the own list and by the friendship, which agree.</summary>
    public async Task<(FriendRelation Relation, bool Blocked)> Is(Person other)
    {
        var truth = (await With(other).Look(Id))!;
        Assert.Equal(truth.Relation == FriendRelation.None && !truth.Blocked ? null : truth, (await Lists(other))?.View);
        return (truth.Relation, truth.Blocked);
    }

    /// <summary>One of the tabs hears that the other is this now.</summary>
    public Task<FriendshipChanged> Hears(Person other, FriendRelation relation, FakeFront? at = null) =>
        (at ?? Front).Sees<FriendshipChanged>(e => e.Entry.View.With == other.Id && e.Entry.View.Relation == relation);

    /// <summary>The versions that the tab has heard of, once it has heard of this one.</summary>
    public async Task<IReadOnlyList<long>> HearsVersions(long last)
    {
        await Front.Sees<FriendshipChanged>(e => e.Version >= last);
        return [.. Front.All<FriendshipChanged>().Select(e => e.Version)];
    }
}
