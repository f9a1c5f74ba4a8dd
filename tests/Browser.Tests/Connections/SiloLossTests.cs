namespace ChatMux.Browser.Tests.Connections;

/// <summary>The silo dies, and with it all that was only in memory.</summary>
public sealed class SiloLossTests(Stage stage) : LossTest(stage)
{
    private const double AFewPx = 3;
    private static readonly string Long = string.Join('\n', Enumerable.Range(1, 80).Select(line => $"Line {line}"));

    [Fact]
    public async Task When_the_silo_was_lost_the_page_says_that_it_is_catching_up_and_nothing_is_missing()
    {
        var silo = Place.Silo();
        var (one, two) = (Place.Front(), Place.Front());
        await using var balancer = Balancer.Before(await one.Ready());
        var ada = await Enters("Ada", server: balancer);
        var cyd = await Enters("Cyd", Screen.Phone, balancer);
        var bob = await Enters("Bob", server: await two.Ready());
        await bob.Says(Long);
        await WatchOver(bob, ada, cyd);
        await ada.Sees("Line 80");
        await Expect(ada.Page).ToHaveTitleAsync("General · ChatMux");
        await ada.MessageBox.FillAsync("half a thought");
        await ada.Log.HoverAsync();
        await ada.Page.Mouse.WheelAsync(0, -600);
        await Expect(ada.JumpToNewest).ToBeVisibleAsync();
        var before = await ada.Looks();

        await silo.Kill();
        await bob.Says("while there is no silo");
        await Expect(ada.Connection).ToContainTextAsync("The server has trouble at the moment");
        await Expect(cyd.Connection).ToContainTextAsync("The server has trouble at the moment");
        await Pictures.Draw(ada, "outage");
        await Pictures.Draw(cyd, "outage");
        balancer.HoldCommands();
        Place.Silo();
        await Expect(ada.Connection).ToContainTextAsync("Catching up");
        await Pictures.Draw(ada, "catching-up");
        await Expect(cyd.Connection).ToContainTextAsync("Catching up");
        await Pictures.Draw(cyd, "catching-up");
        balancer.Release();

        await Expect(ada.Connection).ToContainTextAsync("You are back");
        await ada.IsIn();
        await Expect(ada.JumpToNewest).ToContainTextAsync("1 new");
        Assert.InRange(await ada.StandsAt() - before, -AFewPx, AFewPx);
        await Expect(ada.MessageBox).ToHaveValueAsync("half a thought");
        await ada.Says("after");
        await bob.Sees("after");
        await AllAsIfNothingHadBeen([Long, "while there is no silo", "after"], ada, bob, cyd);
        foreach (var person in new[] { ada, bob, cyd })
            await bob.Sees(person);
    }
}
