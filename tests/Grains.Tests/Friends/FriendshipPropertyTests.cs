using ChatMux.Grains.Friends;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using CsCheck;

namespace ChatMux.Grains.Tests.Friends;

/// <summary>
/// Whatever two people do about each other, at once or one after the other, with retries, failing writes, lost answers and lost
/// activations in between: the friendship is what the rules make of it, and both lists end up saying the same.
/// </summary>
public sealed class FriendshipPropertyTests(ClusterFixture cluster)
{
    private static readonly DateTimeOffset SomeTime = DateTimeOffset.Parse("2026-11-22T12:00:00Z", null);

    private enum Trouble
    {
        None, Twice, OtherAtOnce, FriendshipNotStored, OwnListNotStored, OtherListNotStored,
        FriendshipAnswerLost, OwnListAnswerLost, OtherListAnswerLost, FriendshipLost, OwnListLost, OtherListLost,
    }

    private sealed record Step(Side Who, FriendAct Act, FriendAct OtherAct, Trouble Trouble, bool Retried);

    private static Gen<Step[]> LifeWith(Trouble last) => Gen.Select(
        Gen.Enum<Side>(), Gen.Enum<FriendAct>(), Gen.Enum<FriendAct>(), Gen.Int[0, 3], Gen.Int[1, (int)last], Gen.Bool,
        (who, act, otherAct, calm, trouble, retried) => new Step(who, act, otherAct, calm == 0 ? Trouble.None : (Trouble)trouble, retried)).Array[1, 10];

    [Fact]
    public Task Any_life_ends_with_both_lists_saying_what_is_so() =>
        LifeWith(Trouble.OtherListLost).SampleAsync(async life => await Live(life, (_, _) => Task.CompletedTask), iter: 60, threads: 1);

    [Fact]
    public Task While_no_activation_is_lost_tabs_hear_of_every_version_once_and_in_order() =>
        LifeWith(Trouble.OtherListNotStored).SampleAsync(async life => await Live(life, HasHeardAll), iter: 40, threads: 1);

    private static async Task HasHeardAll(Person person, Person other)
    {
        var list = await person.Opens();
        var versions = list.Version == 0 ? [] : await person.HearsVersions(list.Version);
        Assert.Equal(Enumerable.Range(1, (int)list.Version).Select(v => (long)v), versions);
        var nothing = new FriendshipView(other.Id, FriendRelation.None, false, 0);
        var told = person.Front.All<FriendshipChanged>() is [.., var last] ? last.Entry.View : nothing;
        Assert.Equal(list.Entries.SingleOrDefault()?.View ?? nothing, told);
    }

    /// <summary>Lives it, has what is in doubt repaired, and looks at both before and after.</summary>
    private async Task Live(Step[] life, Func<Person, Person, Task> look)
    {
        var (one, other) = await Person.EnterTwo(cluster);
        var (first, second) = FriendshipId.Of(one.Id, other.Id)!.Value.First == one.Id ? (one, other) : (other, one);
        try
        {
            var state = new FriendshipState();
            foreach (var step in life)
                state = await Take(step, state, first, second);
        }
        finally
        {
            cluster.LetWrites();
        }
        // What is on its way when time passes may count as not taken.
        await look(first, second);
        await look(second, first);
        cluster.Time.Advance(FriendListGrain.DoubtPatience);
        await Agree(first, second);
        await Agree(second, first);
        await look(first, second);
        await look(second, first);
    }

    /// <summary>Does one thing and sees that what has become of it is what the rules allow. Returns what that is.</summary>
    private async Task<FriendshipState> Take(Step step, FriendshipState before, Person first, Person second)
    {
        var (actor, other) = step.Who == Side.First ? (first, second) : (second, first);
        await Prepare(step.Trouble, actor, other);
        var mine = Try(actor, step.Act, other);
        var theirs = step.Trouble == Trouble.OtherAtOnce ? Try(other, step.OtherAct, actor) : null;
        if (step.Trouble == Trouble.Twice)
            await Try(actor, step.Act, other);
        var (done, othersDone) = (await mine, theirs is null ? null : await theirs);
        cluster.LetWrites();
        var possible = Outcomes(before, step, othersDone is not null).ToArray();
        // What was answered with a yes is so; what was not answered may be so or not.
        if (done == true && theirs is null)
            possible = [After(before, step.Who, step.Act)];
        if (done is null && step.Retried)
            Assert.NotNull(await Try(actor, step.Act, other));
        var now = (await first.With(second).Look(first.Id), await first.With(second).Look(second.Id));
        var state = possible.Append(done is null ? After(before, step.Who, step.Act) : possible[0])
            .FirstOrDefault(s => Shown(s, Side.First) == Shown(now.Item1) && Shown(s, Side.Second) == Shown(now.Item2));
        Assert.True(state is not null, $"{step} after {before} made {now}");
        return state;
    }

    private static IEnumerable<FriendshipState> Outcomes(FriendshipState before, Step step, bool both)
    {
        var (who, other) = (step.Who, step.Who == Side.First ? Side.Second : Side.First);
        yield return before;
        yield return After(before, who, step.Act);
        if (!both)
            yield break;
        yield return After(before, other, step.OtherAct);
        yield return After(After(before, who, step.Act), other, step.OtherAct);
        yield return After(After(before, other, step.OtherAct), who, step.Act);
    }

    private async Task Prepare(Trouble trouble, Person actor, Person other)
    {
        var friendship = actor.With(other);
        switch (trouble)
        {
            case Trouble.FriendshipNotStored: cluster.FailNextWrite("friendship", friendship.GetPrimaryKeyString()); break;
            case Trouble.OwnListNotStored: cluster.FailNextWrite("friendlist", actor.Id.Value); break;
            case Trouble.OtherListNotStored: FailNews(friendship, other); break;
            case Trouble.FriendshipAnswerLost: cluster.LoseAnswerOfNextWrite("friendship", friendship.GetPrimaryKeyString()); break;
            case Trouble.OwnListAnswerLost: cluster.LoseAnswerOfNextWrite("friendlist", actor.Id.Value); break;
            case Trouble.OtherListAnswerLost: cluster.LoseAnswerOfNextWrite("friendlist", other.Id.Value); break;
            case Trouble.FriendshipLost: await ClusterFixture.Deactivate(friendship); break;
            case Trouble.OwnListLost: await ClusterFixture.Deactivate(actor.List); break;
            case Trouble.OtherListLost: await ClusterFixture.Deactivate(other.List); break;
        }
    }

    // The expectation is stored, the news is not.
    private void FailNews(IFriendshipGrain friendship, Person of) => cluster.BeforeNextWrite("friendship", friendship.GetPrimaryKeyString(), () =>
    {
        cluster.FailNextWrite("friendlist", of.Id.Value);
        return Task.CompletedTask;
    });

    /// <summary>Whether it was granted; null when nobody can say.</summary>
    private static async Task<bool?> Try(Person actor, FriendAct act, Person other)
    {
        try
        {
            return await actor.Does(act, other) is null;
        }
        catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
        {
            return null;
        }
    }

    private static Task Agree(Person person, Person other) => Until.Holds(async () =>
    {
        var truth = (await person.With(other).Look(person.Id))!;
        return (truth.Relation == FriendRelation.None && !truth.Blocked ? null : truth) == (await person.Lists(other))?.View;
    });

    private static FriendshipState After(FriendshipState before, Side who, FriendAct act) => FriendshipRules.Apply(before, who, act, SomeTime).Value ?? before;

    private static (FriendRelation, bool) Shown(FriendshipState state, Side side) => (FriendshipRules.Relation(state, side), state.Blocks(side));

    private static (FriendRelation, bool) Shown(FriendshipView? view) => (view!.Relation, view.Blocked);
}
