using ChatMux.Cluster.Tests;

namespace ChatMux.Browser.Tests.Connections;

/// <summary>One of two fronts dies or hangs.</summary>
public sealed class FrontLossTests(Stage stage) : LossTest(stage)
{
    [Fact]
    public async Task When_a_front_is_killed_and_started_again_its_people_go_on_without_a_reload_and_nobody_sees_them_leave()
    {
        Place.Silo();
        var address = $"http://127.0.0.1:{Place.FreePort()}";
        var front = Place.Front(address);
        var ada = await Enters("Ada", Screen.Phone, await front.Ready());
        var cyd = await Enters("Cyd", server: await front.Ready());
        var bob = await Enters("Bob", server: await Place.Front().Ready());
        await bob.Says("before");
        await WatchOver(bob, ada, cyd);
        await ada.Sees("before");
        await ada.MessageBox.FillAsync("half a thought");
        await ada.View("People").ClickAsync();

        await front.Kill();
        await Expect(ada.Connection).ToContainTextAsync("The server cannot be reached");
        await Pictures.Draw(ada, "waiting");
        await Expect(cyd.Connection).ToContainTextAsync("The server cannot be reached");
        await Pictures.Draw(cyd, "waiting");
        await cyd.Says("written meanwhile");
        await bob.Says("said meanwhile");
        await bob.Sees("said meanwhile");
        await Place.Front(address).Ready();

        await Expect(ada.Connection).ToContainTextAsync("You are back");
        await Pictures.Draw(ada, "back");
        await bob.Sees("written meanwhile");
        await Expect(ada.View("Rooms")).ToContainTextAsync("2");
        await ada.View("Chat").ClickAsync();
        await Expect(ada.Message("written meanwhile")).ToBeInViewportAsync();
        await Expect(ada.View("Rooms")).Not.ToContainTextAsync("2");
        await Expect(ada.MessageBox).ToHaveValueAsync("half a thought");
        await AllAsIfNothingHadBeen(["before", "said meanwhile", "written meanwhile"], ada, bob, cyd);
        Assert.Empty(await bob.WhoLeft());
    }

    [Fact]
    public async Task When_a_front_is_killed_its_people_go_on_at_the_other_one()
    {
        Place.Silo();
        var (one, two) = (Place.Front(), Place.Front());
        await using var balancer = Balancer.Before(await one.Ready());
        var ada = await Enters("Ada", server: balancer);
        var bob = await Enters("Bob", server: await two.Ready());
        await ada.Says("before");
        await WatchOver(bob, ada);
        await bob.Sees("before");

        await one.Kill();
        await ada.Says("while there is no front");
        await bob.Says("said meanwhile");
        await bob.Sees("said meanwhile");
        balancer.Prefer(await two.Ready());
        await bob.Sees("while there is no front");
        await AllAsIfNothingHadBeen(["before", "said meanwhile", "while there is no front"], ada, bob);
        Assert.Empty(await bob.WhoLeft());
    }

    [Fact]
    public async Task When_a_front_hangs_its_people_go_on_at_the_other_one_and_what_it_still_does_later_does_no_harm()
    {
        Place.Silo();
        var (one, two) = (Place.Front(), Place.Front());
        // Of two balancers one knows at once, the other only when a browser has come in vain.
        await using var quick = Balancer.Before(await one.Ready());
        await using var slow = Balancer.Before(await one.Ready());
        var ada = await Enters("Ada", server: quick);
        var cyd = await Enters("Cyd", server: slow);
        var bob = await Enters("Bob", server: await two.Ready());
        await WatchOver(bob, ada, cyd);

        var inVain = slow.NextConnection();
        one.Signal("STOP");
        quick.Prefer(await two.Ready());
        await ada.Says("into the ice");
        await bob.Sees("into the ice");
        await inVain;
        slow.Prefer(await two.Ready());
        await cyd.Says("after a detour");
        await bob.Sees("after a detour");
        one.Signal("CONT");
        var dan = await Enters("Dan", server: await one.Ready());
        await dan.Says("thawed");
        await bob.Sees("thawed");
        await AllAsIfNothingHadBeen(["into the ice", "after a detour", "thawed"], ada, bob, cyd, dan);
        Assert.DoesNotContain(await bob.WhoLeft(), who => who.StartsWith(ada.Name, StringComparison.Ordinal));
    }
}
