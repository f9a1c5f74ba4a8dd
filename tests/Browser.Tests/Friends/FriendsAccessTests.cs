namespace ChatMux.Browser.Tests.Friends;

/// <summary>Friends without eyes, and without a mouse.</summary>
public sealed class FriendsAccessTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task Nothing_stands_in_the_way_of_those_who_see_or_hear_cards_requests_and_dialogs_otherwise(int width)
    {
        // With few people in it: each of them costs time, twice.
        await using var server = await ChatServer.Start();
        var ada = await SignsUp("Ada", Screen.OfWidth(width), server);
        var (bob, cyd) = (await SignsUp("Bob", server: server), await SignsUp("Cyd", server: server));
        await bob.Asks(ada);
        await ada.View("People").ClickAsync();
        await ada.Asks(cyd);
        await Expect(ada.Request(bob)).ToBeVisibleAsync();
        await AccessibilityTests.FindsNothing(ada);
        await ada.OpensCard(bob, ada.Item(bob));
        await AccessibilityTests.FindsNothing(ada);
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.Request(bob).In("Accept").ClickAsync();
        await ada.OpensCard(bob, ada.Friend(bob));
        await AccessibilityTests.FindsNothing(ada);
        await ada.Card(bob).In("Block").ClickAsync();
        await AccessibilityTests.FindsNothing(ada);
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Card(bob)).ToBeHiddenAsync();
        await bob.ClosesTheTab();
        await Expect(ada.Friend(bob)).ToContainTextAsync("Last seen");
        await ada.Friend(bob).HoverAsync();
        await AccessibilityTests.FindsNothing(ada);

        await ada.FindsByHandle(await cyd.ReadsOwnHandle());
        await Expect(ada.AddDialog().In("Cancel request")).ToBeVisibleAsync();
        await ada.AddDialog().In("Create link").ClickAsync();
        await Expect(ada.AddDialog().In("Revoke")).ToBeVisibleAsync();
        await Pictures.Draw(ada, "add-friend");
        await AccessibilityTests.FindsNothing(ada);
        Assert.InRange(await ada.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"), 0, width);
        await ada.Page.Keyboard.PressAsync("Escape");
        foreach (var person in new[] { ada, bob, cyd })
            await person.LeavesForGood();
    }

    [Fact]
    public async Task Two_people_become_friends_without_a_mouse()
    {
        await using var server = await ChatServer.Start();
        var (ada, bob) = (await SignsUp("Ada", server: server), await SignsUp("Bob", server: server));
        var keys = ada.Page.Keyboard;
        var line = ada.Item(bob).GetByRole(AriaRole.Button).First;
        await KeyboardTests.TabsTo(ada, line);
        await keys.PressAsync("Enter");
        await Expect(ada.Card(bob)).ToBeVisibleAsync();
        await KeyboardTests.TabsTo(ada, ada.Card(bob).In("Add friend"));
        await keys.PressAsync("Escape");
        await Expect(ada.Card(bob)).ToBeHiddenAsync();
        await Expect(line).ToBeFocusedAsync();

        await keys.PressAsync("Enter");
        await KeyboardTests.TabsTo(ada, ada.Card(bob).In("Add friend"));
        await keys.PressAsync("Enter");
        // The button is another one now, and the keyboard is still there.
        await Expect(ada.Card(bob).In("Cancel request")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(line).ToBeFocusedAsync();

        await KeyboardTests.TabsTo(bob, bob.View("People"));
        await bob.Page.Keyboard.PressAsync("Enter");
        await KeyboardTests.TabsTo(bob, bob.Request(ada).In("Accept"));
        await bob.Page.Keyboard.PressAsync("Enter");
        await Expect(bob.Friend(ada)).ToBeVisibleAsync();
        await Expect(bob.Page.Locator("body")).Not.ToBeFocusedAsync();
        await KeyboardTests.TabsTo(bob, bob.Friend(ada).GetByRole(AriaRole.Button).First);
        await bob.Page.Keyboard.PressAsync("Enter");
        await KeyboardTests.TabsTo(bob, bob.Card(ada).In("Unfriend"));
        await bob.Page.Keyboard.PressAsync("Enter");
        var question = bob.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Unfriend {ada.Name}?", Exact = true });
        await KeyboardTests.TabsTo(bob, question.In("Unfriend"));
        await bob.Page.Keyboard.PressAsync("Enter");
        await Expect(bob.PeopleIn("Friends")).ToHaveCountAsync(0);
        await Expect(bob.Page.Locator("body")).Not.ToBeFocusedAsync();
        foreach (var person in new[] { ada, bob })
            await person.LeavesForGood();
    }
}
