using ChatMux.Browser.Tests.Friends;

namespace ChatMux.Browser.Tests.Presence;

/// <summary>Tabs that are without input, by a clock of their browser's own.</summary>
public sealed class IdleTests(Stage stage) : BrowserTest(stage)
{
    private const string LongerThanIdle = "10:30";

    // The tab's timers are overtaken, and its socket has heard nothing for as long: it comes back by itself.
    private static async Task IsLeftAlone(Person person)
    {
        person.NetworkMayFail();
        await person.Page.Clock.FastForwardAsync(LongerThanIdle);
    }

    private static async Task GetsAClock(Person person)
    {
        await person.Page.Clock.InstallAsync();
        await person.Reloads();
    }

    [Fact]
    public async Task A_tab_without_input_is_idle_until_there_is_some()
    {
        var (ada, bob, cyd) = (await SignsUp("Ada"), await SignsUp("Bob"), await Enters("Cyd"));
        await ada.Befriends(bob);
        await GetsAClock(ada);
        await cyd.Sees(ada);
        await bob.NotesWhenAway(ada);
        await IsLeftAlone(ada);
        await Expect(bob.Friend(ada)).ToContainTextAsync("Idle");
        await Expect(cyd.Item(ada)).ToContainTextAsync("Idle");
        await Pictures.Draw(bob, "friend-idle");
        // A reload of somebody else's page shows the same.
        await cyd.Reloads();
        await Expect(cyd.Item(ada)).ToContainTextAsync("Idle");

        await ada.Page.Mouse.MoveAsync(300, 300);
        await Expect(bob.Friend(ada)).Not.ToContainTextAsync("Idle");
        await Expect(cyd.Item(ada)).Not.ToContainTextAsync("Idle");
        Assert.Empty(await bob.AwayAs());
    }

    [Fact]
    public async Task One_tab_with_input_is_enough_to_be_here()
    {
        var (ada, bob) = (await SignsUp("Ada"), await Enters("Bob"));
        await GetsAClock(ada);
        var adaToo = await ada.OpensAnotherTab();
        await adaToo.IsIn();
        // All tabs of a browser have one clock.
        await IsLeftAlone(ada);
        await Expect(bob.Item(ada)).ToContainTextAsync("Idle");
        await adaToo.Page.Mouse.MoveAsync(300, 300);
        await Expect(bob.Item(ada)).Not.ToContainTextAsync("Idle");
        await Expect(ada.PeopleIn("Your other connections")).Not.ToContainTextAsync("idle");
        await Expect(adaToo.PeopleIn("Your other connections")).ToContainTextAsync("idle");
        await Pictures.Draw(adaToo, "other-connection-idle");
        // The last one with input goes, and the one that is left is idle.
        await adaToo.ClosesTheTab();
        await Expect(bob.Item(ada)).ToContainTextAsync("Idle");
        await ada.Page.Keyboard.PressAsync("a");
        await Expect(bob.Item(ada)).Not.ToContainTextAsync("Idle");
    }
}
