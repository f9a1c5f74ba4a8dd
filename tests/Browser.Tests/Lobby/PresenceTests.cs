namespace ChatMux.Browser.Tests.Lobby;

public sealed class PresenceTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Two_people_who_enter_see_each_other_with_name_badge_and_device()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob", Screen.Phone);
        await Expect(ada.Item(bob)).ToContainTextAsync("Guest");
        await Expect(ada.Item(bob).GetByRole(AriaRole.Img, new() { Name = "on a phone" })).ToBeVisibleAsync();
        await bob.View("People").ClickAsync();
        await Expect(bob.Item(ada)).ToContainTextAsync("Guest");
        await Expect(bob.Item(ada).GetByRole(AriaRole.Img, new() { Name = "on a computer" })).ToBeVisibleAsync();
        await Expect(bob.Item(bob)).ToContainTextAsync("you");
    }

    [Fact]
    public async Task A_reload_does_not_make_a_person_leave()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        await bob.Sees(ada);
        await bob.NotesWhoLeaves();
        await ada.Reloads();
        await ada.Says(Own("I am still here"));
        await bob.Sees(Own("I am still here"));
        await bob.Sees(ada);
        Assert.DoesNotContain(await bob.WhoLeft(), who => who.StartsWith(ada.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_closes_the_page_leaves_after_a_while()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        await bob.Sees(ada);
        await ada.ClosesTheTab();
        await bob.NoLongerSees(ada);
    }

    [Fact]
    public async Task Two_tabs_of_one_person_count_as_one_person()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        var adaToo = await ada.OpensAnotherTab();
        await adaToo.IsIn();
        await adaToo.Says(Own("from the second tab"));
        await bob.Sees(Own("from the second tab"));
        await ada.Sees(Own("from the second tab"));
        await bob.Sees(ada);
        await adaToo.Sees(ada);
    }
}
