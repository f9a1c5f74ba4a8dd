namespace ChatMux.Browser.Tests;

public sealed class LayoutTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1440)]
    public async Task Everything_fits_the_width_of_the_screen(int width)
    {
        var ada = await Visits("Ada who has a rather long name", Screen.OfWidth(width));
        await Fits(ada);
        await ada.EntersAsGuest();
        await ada.Says(Own($"{new string('W', 300)} https://example.org/{new string('a', 200)}\n\n```\n{new string('-', 300)}\n```\n\n"));
        await ada.Sees(Own(""));
        await Fits(ada);
        await ada.View("People").ClickAsync();
        await Expect(ada.People).ToBeVisibleAsync();
        await Fits(ada);
    }

    [Fact]
    public async Task On_a_phone_one_enters_chats_and_walks_between_rooms_chat_and_people()
    {
        var ada = await Enters("Ada", Screen.Phone);
        var bob = await Enters("Bob", Screen.Phone);
        await ada.Says(Own("from a phone"));
        await bob.Sees(Own("from a phone"));
        await ada.View("People").TapAsync();
        await Expect(ada.Item(bob)).ToBeVisibleAsync();
        await Expect(ada.MessageBox).ToBeHiddenAsync();
        await ada.View("Rooms").TapAsync();
        await Expect(ada.People).ToBeHiddenAsync();
        await ada.OpensAccountMenu("Settings");
        await ada.Settings.GetByRole(AriaRole.Button, new() { Name = "Close" }).TapAsync();
        await ada.Page.GetByRole(AriaRole.List, new() { Name = "Rooms" }).GetByRole(AriaRole.Button, new() { Name = "General" }).TapAsync();
        await Expect(ada.Message(Own("from a phone"))).ToBeInViewportAsync();
        await bob.View("People").TapAsync();
        await ada.Says(Own("while Bob looks elsewhere"));
        await Expect(bob.View("Rooms")).ToContainTextAsync("1");
        await bob.View("Chat").TapAsync();
        await Expect(bob.Message(Own("while Bob looks elsewhere"))).ToBeInViewportAsync();
    }

    private static async Task Fits(Person person)
    {
        var (page, screen) = (await Measure(person, "document.scrollingElement.scrollWidth"), await Measure(person, "innerWidth"));
        Assert.InRange(page, 0, screen);
    }

    private static Task<int> Measure(Person person, string what) => person.Page.EvaluateAsync<int>(what);
}
