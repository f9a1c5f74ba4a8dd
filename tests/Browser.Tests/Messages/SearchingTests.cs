namespace ChatMux.Browser.Tests.Messages;

/// <summary>Looking for what was said.</summary>
public sealed class SearchingTests(Stage stage) : BrowserTest(stage)
{
    private static ILocator Panel(Person person) => person.Page.GetByRole(AriaRole.Search);

    private static ILocator Box(Person person) => Panel(person).GetByRole(AriaRole.Searchbox);

    private static ILocator Hits(Person person) => Panel(person).GetByRole(AriaRole.List, new() { Name = "Found messages" }).Locator(".search-hit");

    [Theory]
    [InlineData(1440)]
    [InlineData(360)]
    public async Task What_was_said_is_found_by_words_and_author_and_gone_to(int width)
    {
        await using var server = await ChatServer.Start();
        var bob = await Guest.Enters(server, "Bob");
        await bob.Says(["The Café opens on Tuesday, and the first coffee there is free for whoever comes before ten in the morning", "Is anybody else coming?", .. Enumerable.Range(1, 12).Select(i => $"something else entirely {i}")]);
        var ada = await Enters("Ada", Screen.OfWidth(width), server: server);
        await ada.Says("A cafe would be nice");
        await ada.Page.Keyboard.PressAsync("Control+f");
        await Expect(Box(ada)).ToBeFocusedAsync();
        await Pictures.Draw(ada, "search-begin");
        var place = (await Panel(ada).BoundingBoxAsync())!;
        Assert.Equal((width < 700 ? 0 : width - 264 - 341, width < 700 ? width : 340), ((int)place.X, (int)place.Width));
        await Box(ada).FillAsync("caf");
        await Expect(Hits(ada)).ToHaveCountAsync(2);
        await Expect(Hits(ada).Last.Locator("mark")).ToHaveTextAsync("Café");
        await Expect(Panel(ada).GetByRole(AriaRole.Status)).ToHaveTextAsync("2 found");
        await Pictures.Draw(ada, "search");
        await Panel(ada).GetByRole(AriaRole.Combobox).SelectOptionAsync(new SelectOptionValue { Label = "Bob" });
        await Expect(Hits(ada)).ToHaveCountAsync(1);
        await Box(ada).FillAsync("nowhere");
        await Expect(Panel(ada).GetByRole(AriaRole.Status)).ToHaveTextAsync("Nothing was found.");
        await Box(ada).FillAsync("\"*(");
        await Expect(Panel(ada).GetByRole(AriaRole.Alert)).ToContainTextAsync("no word");
        await Pictures.Draw(ada, "search-refused");
        await Box(ada).FillAsync("tuesday");
        await Expect(Hits(ada)).ToHaveCountAsync(1);
        await Box(ada).PressAsync("ArrowDown");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Message("The Café opens")).ToBeFocusedAsync();
        await Expect(ada.Message("The Café opens")).ToBeInViewportAsync();
        await Expect(Panel(ada)).ToHaveCountAsync(width < 700 ? 0 : 1);
        await Pictures.Draw(ada, "search-gone-to");
        if (width >= 700)
            await Box(ada).PressAsync("Escape");
        await Expect(Panel(ada)).ToHaveCountAsync(0);
        // Without a connection the search waits for one.
        await ada.Button("Search in this room").ClickAsync();
        ada.NetworkMayFail();
        await ada.GoesOffline();
        await Box(ada).FillAsync("nice");
        await Expect(Panel(ada).GetByRole(AriaRole.Alert)).ToContainTextAsync("no connection");
        await Pictures.Draw(ada, "search-offline");
        await ada.ComesBack();
        await Expect(Hits(ada)).ToHaveCountAsync(1, new() { Timeout = 20_000 });
    }
}
