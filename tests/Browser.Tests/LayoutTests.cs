namespace ChatMux.Browser.Tests;

public sealed class LayoutTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1440)]
    public async Task Every_page_fits_the_width_of_the_screen(int width)
    {
        await using var server = await ChatServer.Start();
        var screen = Screen.OfWidth(width);
        var ada = await Visits("Ada", screen, server);
        await ada.NameBox.FillAsync("Ada");
        await Fits(ada, "entry");
        await ada.EnterButton.ClickAsync();
        await ada.IsIn();
        await Fits(ada, "alone");

        var bob = await Enters("Bob", Screen.Phone, server);
        await ATalk(ada, bob, server);
        await bob.MessageBox.PressSequentiallyAsync("Soup");
        await Expect(ada.Page.GetByText("typing…").First).ToBeVisibleAsync();
        await Fits(ada, "busy");
        await ada.View("People").ClickAsync();
        await Expect(ada.Item(bob)).ToBeVisibleAsync();
        await Fits(ada, "people");
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.View("Graph").ClickAsync();
        await Fits(ada, "graph");
        await ada.View("Chat").ClickAsync();
        if (screen.IsPhone)
        {
            await ada.View("Rooms").ClickAsync();
            await Fits(ada, "rooms");
        }
        await ada.OpensAccountMenu("Settings");
        await Fits(ada, "settings");
        await ada.Page.Keyboard.PressAsync("Escape");
        if (screen.IsPhone)
            await ada.View("Chat").ClickAsync();
        await ada.Button("Emoji").First.ClickAsync();
        await Fits(ada, "emoji");
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.GoesOffline();
        await Expect(ada.Connection).ToContainTextAsync("You are offline");
        await ada.Says("Can you hear me?");
        await Expect(ada.Message("Can you hear me?")).ToContainTextAsync("Waiting for connection");
        await Fits(ada, "offline");
        await ada.LeavesForGood();
        await bob.LeavesForGood();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task Whatever_is_said_breaks_or_scrolls_in_its_own_place(int width)
    {
        var ada = await Enters($"Ada {new string('A', 20)}", Screen.OfWidth(width));
        await ada.Says(Own($"{new string('W', 300)} https://example.org/{new string('a', 200)}\n\n```\n{new string('-', 300)}\n```\n\n"));
        await ada.Sees(Own(""));
        await Fits(ada);
    }

    [Fact]
    public async Task On_a_phone_one_enters_chats_and_walks_between_rooms_chat_and_people()
    {
        await using var server = await ChatServer.Start();
        var ada = await Enters("Ada", Screen.Phone, server);
        var bob = await Enters("Bob", Screen.Phone, server);
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
        await ada.LeavesForGood();
        await bob.LeavesForGood();
    }

    private static async Task ATalk(Person ada, Person bob, ChatServer server)
    {
        var grace = await Guest.Enters(server, "Grace", "#f6893d");
        var linus = await Guest.Enters(server, "Linus", "#4d7cf3");
        await linus.Says("Morning! Is everyone in?", "I have coffee :coffee:");
        await grace.Says(
            "Here. The plan for today:\n\n1. **Rooms** that are kept\n2. Calls\n3. _Lunch_",
            "and this is how one sends a message without a browser:\n\n```\nawait general.Post(actor, id, \"hello\");\n```");
        await bob.Says("> Lunch\n\nThe important part first 🍜");
        await bob.Sees("The important part");
        await linus.Says("See https://example.org/menu and `docs/protocol.md`: the order of things is in there, also for whoever comes back from a tunnel.");
        await ada.Says("On it.");
        await ada.Says("Back in ten minutes 🚀");
        await ada.Sees("Back in ten minutes");
        await grace.Says("🎉🎉");
        await Expect(ada.Message("🎉🎉")).ToBeInViewportAsync();
    }

    private static async Task Fits(Person person, string? picture = null)
    {
        if (picture is not null)
            await Pictures.Draw(person, picture);
        var (page, screen) = (await Measure(person, "document.scrollingElement.scrollWidth"), await Measure(person, "innerWidth"));
        Assert.InRange(page, 0, screen);
    }

    private static Task<int> Measure(Person person, string what) => person.Page.EvaluateAsync<int>(what);
}
