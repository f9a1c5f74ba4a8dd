using System.Diagnostics;
using ChatMux.Browser.Tests.Connections;
using ChatMux.Browser.Tests.Friends;

namespace ChatMux.Browser.Tests.Presence;

/// <summary>Who is here when a front has died with all that it held.</summary>
public sealed class GhostTests(Stage stage) : LossTest(stage)
{
    private static readonly TimeSpan NoGhostsAfter = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task When_a_front_is_killed_those_who_do_not_come_back_are_gone_in_half_a_minute_and_a_friend_who_does_never_left()
    {
        Place.Silo();
        var (one, two) = (Place.Front(), Place.Front());
        await using var balancer = Balancer.Before(await one.Ready());
        var ada = await SignsUp("Ada", server: balancer);
        // These two know of no other front.
        var (cyd, dan) = (await SignsUp("Cyd", server: await one.Ready()), await Enters("Dan", server: await one.Ready()));
        var bob = await SignsUp("Bob", server: await two.Ready());
        await ada.Befriends(bob);
        await cyd.Befriends(bob);
        await bob.Sees(dan);
        foreach (var person in new[] { ada, bob, cyd, dan })
            person.NetworkMayFail();
        await bob.NotesWhenAway(ada);

        await one.Kill();
        var since = Stopwatch.StartNew();
        balancer.Prefer(await two.Ready());
        await ada.Says("here already");
        await bob.Sees("here already");
        await bob.NoLongerSees(dan);
        await Expect(bob.Friend(cyd)).ToContainTextAsync("Last seen");
        Assert.InRange(since.Elapsed, TimeSpan.Zero, NoGhostsAfter);
        await Pictures.Draw(bob, "without-ghosts");
        await ada.IsIn();
        await Expect(ada.Friend(bob)).ToBeVisibleAsync();
        await Expect(bob.Friend(ada)).Not.ToContainTextAsync("Last seen");
        Assert.Empty(await bob.AwayAs());
    }
}
