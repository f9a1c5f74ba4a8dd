namespace ChatMux.Browser.Tests.Messages;

/// <summary>Being called, marking as unread, and being told of what comes, by the level of the room.</summary>
public sealed class MentionTests(Stage stage) : BrowserTest(stage)
{
    private static ILocator Room(Person person, string name) =>
        person.Page.GetByRole(AriaRole.List, new() { Name = "Rooms", Exact = true }).GetByRole(AriaRole.Button, new() { NameRegex = new(name) });

    // The server of a test ends before its people have gone.
    private static void Ends(params Person[] people)
    {
        foreach (var person in people)
            person.NetworkMayFail();
    }

    private static async Task<string> HandleOf(Person person)
    {
        await person.OpensAccountMenu("Settings");
        var handle = await person.Settings.GetByLabel("Handle").InputValueAsync();
        await person.Page.Keyboard.PressAsync("Escape");
        return handle;
    }

    private static async Task Opens(Person person, string room)
    {
        await person.Button("New room").ClickAsync();
        await person.Page.GetByRole(AriaRole.Dialog).GetByLabel("Name").FillAsync(room);
        await person.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = room, Level = 1 })).ToBeVisibleAsync();
    }

    /// <summary>
    /// Somebody who looks at another room wants notifications. What Chromium would show and play is written down, where every tab of
    /// this browser can see it.
    /// </summary>
    private static async Task WantsToBeTold(Person person, ChatServer server)
    {
        await person.Page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = server.Address.GetLeftPart(UriPartial.Authority) });
        await person.Page.Context.AddInitScriptAsync("""
            const note = (what) => localStorage.setItem('told', (localStorage.getItem('told') ?? '') + what + ';')
            window.Notification = class extends EventTarget {
              static permission = 'granted'
              static requestPermission = async () => 'granted'
              constructor(title, { body }) { super(); note(`${title}: ${body}`); window.told = this }
              close() {}
            }
            const start = OscillatorNode.prototype.start
            OscillatorNode.prototype.start = function (...at) { note('tone'); return start.apply(this, at) }
            window.looking = true
            document.hasFocus = () => window.looking
            """);
        await person.Reloads();
        await Opens(person, "Tea");
        await person.OpensAccountMenu("Settings");
        await person.SettingsTab("Notifications").ClickAsync();
        await person.Settings.GetByLabel("Show a notification").CheckAsync();
        await Pictures.Draw(person, "settings-notifications");
        await person.Page.Keyboard.PressAsync("Escape");
    }

    /// <summary>What was shown and played, once it is a notification and its chime of two tones.</summary>
    private static async Task<IEnumerable<string>> Told(Person person)
    {
        await person.Page.WaitForFunctionAsync("() => localStorage.getItem('told')?.split(';').length > 3");
        var told = await person.Page.EvaluateAsync<string>("() => localStorage.getItem('told')");
        return told.Split(';', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Who_is_called_by_a_suggestion_has_a_badge_that_an_edit_takes_away()
    {
        await using var server = await ChatServer.Start();
        var bob = await SignsUp("Bob", server: server);
        var handle = await HandleOf(bob);
        await Opens(bob, "Tea");
        var ada = await Enters("Ada", server: server);
        await ada.Sees(bob);
        await ada.MessageBox.PressSequentiallyAsync($"Cake, @{handle[..2]}");
        await Expect(ada.Page.GetByRole(AriaRole.Option)).ToContainTextAsync($"@{handle}");
        await Pictures.Draw(ada, "mention-suggestions");
        await ada.MessageBox.PressAsync("Tab");
        await ada.MessageBox.PressAsync("Enter");
        await ada.Sees($"Cake, @{handle}");
        await Expect(ada.Message("Cake").Locator(".mention")).ToHaveTextAsync($"@{handle}");
        await Expect(Room(bob, "General")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("1 mention, 1 unread"));
        await ada.Says("@here is more");
        await Expect(Room(bob, "General")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("2 mentions, 2 unread"));
        await Expect(bob.Page).ToHaveTitleAsync("(2) Tea · ChatMux");
        await Expect(bob.Page.Locator("link[rel=icon]")).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("^data:image/svg"));
        await Pictures.Draw(bob, "mention-badges");
        await ada.Message("Cake").HoverAsync();
        await ada.Message("Cake").GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await ada.Page.GetByRole(AriaRole.Textbox, new() { Name = "Edit message" }).FillAsync("Cake, anybody?");
        await ada.Page.GetByRole(AriaRole.Textbox, new() { Name = "Edit message" }).PressAsync("Enter");
        await Expect(Room(bob, "General")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("1 mention, 2 unread"));
        await Room(bob, "General").ClickAsync();
        await Expect(bob.Message("is more").Locator(".mention.own")).ToHaveTextAsync("@here");
        await Pictures.Draw(bob, "mention");
        await Expect(bob.Page).ToHaveTitleAsync("General · ChatMux");
        await bob.Reloads();
        await Expect(bob.Message("is more").Locator(".mention.own")).ToHaveTextAsync("@here");
        await Expect(Room(bob, "General")).ToHaveAccessibleNameAsync("General 2 here now,");
        Ends(ada, bob);
    }

    [Fact]
    public async Task What_is_marked_as_unread_stays_so_in_every_tab_until_the_room_is_opened_anew()
    {
        await using var server = await ChatServer.Start();
        var ada = await Enters("Ada", server: server);
        var bob = await Enters("Bob", server: server);
        var other = await bob.OpensAnotherTab();
        await other.IsIn();
        await ada.Says("one");
        await ada.Says("two");
        await bob.Sees("two");
        await bob.Page.BringToFrontAsync();
        await Expect(Room(bob, "General")).ToHaveAccessibleNameAsync("General 2 here now,");
        await bob.Message("one").HoverAsync();
        await bob.Message("one").GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Pictures.Draw(bob, "mark-unread");
        await bob.MenuItem("Mark unread from here").ClickAsync();
        foreach (var tab in new[] { bob, other })
            await Expect(Room(tab, "General")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("2 unread"));
        await Expect(bob.Page.GetByText("New", new() { Exact = true })).ToBeVisibleAsync();
        await ada.Says("three");
        await bob.Sees("three");
        await Expect(Room(bob, "General")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("3 unread"));
        await Room(bob, "General").ClickAsync();
        foreach (var tab in new[] { bob, other })
            await Expect(Room(tab, "General")).ToHaveAccessibleNameAsync("General 2 here now,");
        Ends(ada, bob);
    }

    [Fact]
    public async Task A_muted_room_has_no_badge_and_the_level_goes_with_the_person()
    {
        await using var server = await ChatServer.Start();
        var ada = await Enters("Ada", server: server);
        var bob = await Enters("Bob", server: server);
        await Opens(bob, "Tea");
        await Room(bob, "General").ClickAsync();
        await bob.Button("Room General").ClickAsync();
        await bob.MenuItem("Notifications").ClickAsync();
        await bob.Page.GetByText("Mentions only").ClickAsync();
        await Expect(Room(bob, "General")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("mentions only"));
        await Pictures.Draw(bob, "room-notifications");
        await bob.Page.Keyboard.PressAsync("Escape");
        await Room(bob, "Tea").ClickAsync();
        await ada.Says("just a message");
        await ada.Says("@here a call");
        await Expect(Room(bob, "General")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("1 mention"));
        await Expect(Room(bob, "General")).Not.ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("unread"));
        await Expect(bob.Page).ToHaveTitleAsync("(1) Tea · ChatMux");
        await bob.Reloads();
        await Expect(Room(bob, "General")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("mentions only.*1 mention"));
        await Pictures.Draw(bob, "muted-room");
        Ends(ada, bob);
    }

    [Fact]
    public async Task One_tab_tells_of_a_message_while_nobody_looks_and_leads_there()
    {
        await using var server = await ChatServer.Start();
        var bob = await Enters("Bob", server: server);
        await WantsToBeTold(bob, server);
        var other = await bob.OpensAnotherTab();
        await other.IsIn();
        var ada = await Enters("Ada", server: server);
        // Looked at in the other tab, which shows General: nothing is told.
        await other.Page.EvaluateAsync("() => { window.looking = true; dispatchEvent(new Event('focus')) }");
        await ada.Says("seen by bob");
        await other.Sees("seen by bob");
        foreach (var tab in new[] { bob, other })
            await tab.Page.EvaluateAsync("() => { window.looking = false; dispatchEvent(new Event('blur')) }");
        await ada.Says("**hello** bob");
        Assert.Equal([$"{ada.Name} in General: hello bob", "tone", "tone"], await Told(bob));
        await bob.Page.EvaluateAsync("() => window.told.dispatchEvent(new Event('click'))");
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Name = "General", Level = 1 })).ToBeVisibleAsync();
        await bob.Sees("hello bob");
        Ends(ada, bob);
    }

    [Fact]
    public async Task What_came_while_a_tab_had_no_network_is_told_of_once_when_it_is_back()
    {
        await using var server = await ChatServer.Start();
        var bob = await Enters("Bob", server: server);
        await WantsToBeTold(bob, server);
        var ada = await Enters("Ada", server: server);
        await bob.Page.EvaluateAsync("() => { window.looking = false; dispatchEvent(new Event('blur')) }");
        await bob.GoesOffline();
        await Expect(bob.Connection).ToContainTextAsync("You are offline");
        foreach (var text in new[] { "one", "two", "@here three" })
            await ada.Says(text);
        await ada.Sees("@here three");
        await bob.ComesBack();
        Assert.Equal(["3 new messages, 1 mention in General: ", "tone", "tone"], await Told(bob));
        await Expect(Room(bob, "General")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("1 mention, 3 unread"));
        await bob.Page.EvaluateAsync("() => window.told.dispatchEvent(new Event('click'))");
        await bob.Sees("@here three");
        Ends(ada, bob);
    }

    [Fact]
    public async Task On_a_phone_the_way_to_the_rooms_has_the_number_of_mentions()
    {
        await using var server = await ChatServer.Start();
        var ada = await Enters("Ada", server: server);
        var bob = await Enters("Bob", Screen.Phone, server);
        await bob.View("Rooms").TapAsync();
        await Opens(bob, "Tea");
        await ada.Says("@here you are");
        await Expect(bob.View("Rooms")).ToContainTextAsync("1");
        await bob.View("Rooms").TapAsync();
        await Pictures.Draw(bob, "mention-badges");
        await Room(bob, "General").TapAsync();
        await Expect(bob.Message("you are").Locator(".mention.own")).ToBeVisibleAsync();
        await Pictures.Draw(bob, "mention");
        await bob.MessageBox.PressSequentiallyAsync("@h");
        await Expect(bob.Page.GetByRole(AriaRole.Option)).ToContainTextAsync("@here");
        await Pictures.Draw(bob, "mention-suggestions");
        await bob.Button("Room General").TapAsync();
        await bob.MenuItem("Notifications").TapAsync();
        await Pictures.Draw(bob, "room-notifications");
        Ends(ada, bob);
    }
}
