using System.Diagnostics;
using ChatMux.Grains.Friends;
using ChatMux.Grains.Interfaces.Friends;

namespace ChatMux.Grains.Tests.Friends;

/// <summary>A silo is gone without a word while a friendship changes: between the writes to one list, the friendship and the other list.</summary>
public sealed class LostSiloTests
{
    private static readonly TimeSpan Healing = TimeSpan.FromSeconds(60);

    /// <summary>At which write it dies; whether that write was done; what they are in the end, whoever of the two had to be told.</summary>
    [Theory]
    [InlineData("first list expects", false, FriendRelation.RequestSent)]
    [InlineData("first list expects", true, FriendRelation.RequestSent)]
    [InlineData("second list expects", true, FriendRelation.RequestSent)]
    [InlineData("friendship", false, FriendRelation.RequestSent)]
    [InlineData("friendship", true, FriendRelation.Friends)]
    [InlineData("first list hears", false, FriendRelation.Friends)]
    [InlineData("second list hears", false, FriendRelation.Friends)]
    [InlineData("second list hears", true, FriendRelation.Friends)]
    public async Task Both_lists_end_up_saying_what_is_so(string dies, bool written, FriendRelation inTheEnd)
    {
        await using var cluster = new ClusterFixture();
        await cluster.InitializeAsync();
        var (ada, bo) = (await Person.Away(cluster, "Ada"), await Person.Away(cluster, "Bo"));
        await ada.Must(FriendAct.Request, bo);
        var (first, second) = FriendshipId.Of(ada.Id, bo.Id)!.Value.First == ada.Id ? (ada, bo) : (bo, ada);

        var friendship = ada.With(bo);
        var list = dies.StartsWith("first", StringComparison.Ordinal) ? first : second;
        Task Hang() => dies == "friendship"
            ? cluster.HangNextWrite("friendship", friendship.GetPrimaryKeyString(), written)
            : cluster.HangNextWrite("friendlist", list.Id.Value, written);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (dies.EndsWith("hears", StringComparison.Ordinal))
            cluster.BeforeNextWrite("friendship", friendship.GetPrimaryKeyString(), () =>
            {
                Hang().ContinueWith(_ => waits.SetResult(), TaskScheduler.Default);
                return Task.CompletedTask;
            });
        else
            _ = Hang().ContinueWith(_ => waits.SetResult(), TaskScheduler.Default);
        bo.Does(FriendAct.Accept, ada).Ignore();
        await waits.Task.WaitAsync(Healing, TestContext.Current.CancellationToken);

        await Kill(cluster, dies == "friendship" ? friendship : list.List);
        await Becomes(cluster, ada, bo, inTheEnd);
        await Becomes(cluster, bo, ada, inTheEnd == FriendRelation.RequestSent ? FriendRelation.RequestReceived : inTheEnd);
        // And they go on from there.
        await Retried(async () => await bo.Does(FriendAct.Accept, ada) is null);
        await Becomes(cluster, ada, bo, FriendRelation.Friends);
        await Becomes(cluster, bo, ada, FriendRelation.Friends);
    }

    private static async Task Kill(ClusterFixture cluster, IAddressable grain)
    {
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);
        var address = await management.GetActivationAddress(grain);
        var silo = cluster.Cluster.Silos.Single(s => s.SiloAddress.Equals(address));
        await cluster.Cluster.KillSiloAsync(silo);
        await Retried(async () => !(await management.GetHosts(onlyActive: true)).ContainsKey(silo.SiloAddress));
    }

    /// <summary>The list says so, by itself: nobody does anything but open it, and time passes.</summary>
    private static Task Becomes(ClusterFixture cluster, Person person, Person other, FriendRelation relation) => Retried(async () =>
    {
        var listed = await person.Lists(other);
        var truth = await person.With(other).Look(person.Id);
        cluster.Time.Advance(FriendListGrain.DoubtPatience);
        return listed?.View.Relation == relation && listed.View == truth;
    });

    // What went to the silo that is no more is never answered.
    private static async Task Retried(Func<Task<bool>> holds)
    {
        for (var begun = Stopwatch.GetTimestamp(); ;)
            try
            {
                if (await holds().WaitAsync(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken))
                    return;
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(begun) < Healing)
            {
                await Task.Yield();
            }
            finally
            {
                Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, Healing);
            }
    }
}
