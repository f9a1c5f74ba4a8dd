namespace ChatMux.Browser.Tests;

/// <summary>
/// Pictures for the README and for whoever reviews how it looks. Not a test: run it with
/// <c>CHATMUX_SCREENSHOTS=directory dotnet run --project tests/Browser.Tests -- -explicit only</c>.
/// </summary>
public sealed class Screenshots(Stage stage) : BrowserTest(stage)
{
    private static readonly string Into = Environment.GetEnvironmentVariable("CHATMUX_SCREENSHOTS") ?? Path.GetTempPath();

    [Theory(Explicit = true)]
    [InlineData(1440)]
    [InlineData(768)]
    [InlineData(360)]
    public async Task Every_page_is_drawn(int width)
    {
        await using var server = await ChatServer.Start();
        var screen = Screen.OfWidth(width);
        var ada = await Visits("Ada", screen, server);
        await ada.NameBox.FillAsync("Ada");
        await Draw(ada, width, "entry");
        await ada.EnterButton.ClickAsync();
        await ada.IsIn();
        await Draw(ada, width, "alone");

        var bob = await Enters("Bob", Screen.Phone, server);
        var grace = await Guest.Enters(server, "Grace", "#f6893d");
        var linus = await Guest.Enters(server, "Linus", "#4d7cf3");
        await linus.Says("Morning! Is everyone in?", "I have coffee :coffee:");
        await grace.Says(
            "Here. The plan for today:\n\n1. **Rooms** that are kept\n2. Calls\n3. _Lunch_",
            "and this is how one sends a message without a browser:\n\n```\nawait general.Post(actor, id, \"hello\");\n```");
        await bob.Says("> Lunch\n\nThe important part first 🍜");
        await linus.Says("See https://example.org/menu and `docs/protocol.md`, the order of things is in there, including what happens when one comes back from a tunnel.");
        await ada.Says("On it.");
        await ada.Says("Back in ten minutes 🚀");
        await grace.Says("🎉🎉");
        await bob.MessageBox.PressSequentiallyAsync("Soup");
        await Expect(ada.Page.GetByText("typing…").First).ToBeVisibleAsync();
        await Draw(ada, width, "busy");
        if (screen.IsPhone)
            foreach (var view in new[] { "People", "Rooms" })
            {
                await ada.View(view).ClickAsync();
                await Draw(ada, width, view.ToLowerInvariant());
            }
        await ada.OpensAccountMenu("Settings");
        await Draw(ada, width, "settings");
        await ada.Page.Keyboard.PressAsync("Escape");
        if (screen.IsPhone)
            await ada.View("Chat").ClickAsync();
        await ada.Button("Emoji").First.ClickAsync();
        await Draw(ada, width, "emoji");
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.Message("coffee").HoverAsync();
        await Draw(ada, width, "hover");
        await ada.GoesOffline();
        await Expect(ada.Connection).ToContainTextAsync("You are offline");
        await ada.Says("Can you hear me?");
        await Expect(ada.Message("Can you hear me?")).ToContainTextAsync("Waiting for connection");
        await Draw(ada, width, "offline");
        await ada.LeavesForGood();
        await bob.LeavesForGood();
    }

    private static async Task Draw(Person person, int width, string page)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var name = $"{page}-{width}-{scheme}.png".ToLowerInvariant();
            await person.Page.ScreenshotAsync(new() { Path = Path.Combine(Into, name) });
        }
    }
}
