using ChatMux.Browser.Tests.Friends;

namespace ChatMux.Browser.Tests.Messages;

/// <summary>Direct messages without eyes, without a mouse, and on a phone.</summary>
public sealed class DirectAccessTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task Nothing_stands_in_the_way_of_those_who_see_or_hear_a_direct_chat_otherwise(int width)
    {
        await using var server = await ChatServer.Start();
        var ada = await SignsUp("Ada", Screen.OfWidth(width), server);
        var bob = await SignsUp("Bob", server: server);
        await bob.Asks(ada);
        await ada.View("People").ClickAsync();
        await ada.Request(bob).In("Accept").ClickAsync();
        await bob.OpensDirect(ada);
        await bob.Says("Hello Ada, this is **for you** alone");
        await bob.Sees("for you");
        await Expect(ada.Friend(bob).Locator(".count")).ToContainTextAsync("1");
        await AccessibilityTests.FindsNothing(ada);
        if (width < 700)
            await ada.View("Rooms").ClickAsync();
        await Expect(ada.Direct(bob).Locator(".count")).ToContainTextAsync("1");
        await Pictures.Draw(ada, "direct-list");
        await AccessibilityTests.FindsNothing(ada);
        await ada.Direct(bob).GetByRole(AriaRole.Button).ClickAsync();
        await ada.Sees("for you");
        await ada.Says("And this for you");
        await ada.Sees("And this for you");
        await Pictures.Draw(ada, "direct-chat");
        await AccessibilityTests.FindsNothing(ada);
        Assert.InRange(await ada.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"), 0, width);
        await ada.Lock().ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.List, new() { Name = "Safety number" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(12);
        await Pictures.Draw(ada, "direct-lock");
        await AccessibilityTests.FindsNothing(ada);
        Assert.InRange(await ada.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"), 0, width);
        foreach (var person in new[] { ada, bob })
            await person.LeavesForGood();
    }

    [Fact]
    public async Task Two_friends_write_to_each_other_without_a_mouse_and_each_tab_is_told()
    {
        await using var server = await ChatServer.Start();
        var (ada, bob) = (await SignsUp("Ada", server: server), await SignsUp("Bob", server: server));
        await ada.Befriends(bob);
        var keys = ada.Page.Keyboard;
        await KeyboardTests.TabsTo(ada, ada.Friend(bob).GetByRole(AriaRole.Button).First);
        await keys.PressAsync("Enter");
        await KeyboardTests.TabsTo(ada, ada.Card(bob).In("Message"));
        await keys.PressAsync("Enter");
        await Expect(ada.MessageBox).ToHaveAttributeAsync("placeholder", $"Message {bob.Name}");
        await KeyboardTests.TabsTo(ada, ada.MessageBox);
        await keys.TypeAsync("typed");
        await keys.PressAsync("Enter");
        await ada.Sees("typed");
        await keys.PressAsync("ArrowUp");
        await Expect(ada.Page.GetByRole(AriaRole.Textbox, new() { Name = "Edit message" })).ToBeFocusedAsync();
        await keys.PressAsync("End");
        await keys.TypeAsync(" and mended");
        await keys.PressAsync("Enter");
        await ada.Sees("typed and mended");

        // In another tab of the same browser, as in this one.
        var too = await ada.OpensAnotherTab();
        await too.IsIn();
        await too.Direct(bob).GetByRole(AriaRole.Button).ClickAsync();
        await too.Sees("typed and mended");
        await bob.OpensDirect(ada);
        await bob.Says("heard in both");
        foreach (var tab in new[] { ada, too })
            await tab.Sees("heard in both");
        await too.Says("from the other tab");
        foreach (var person in new[] { ada, too, bob })
        {
            await person.Sees("from the other tab");
            await Expect(person.Articles).ToHaveCountAsync(3);
        }
        // The address leads back to it.
        await ada.View("Chat").ClickAsync();
        await ada.Page.GoBackAsync();
        await ada.Page.GoForwardAsync();
        await ada.Reloads();
        await ada.Sees("heard in both");
        foreach (var person in new[] { ada, bob })
            await person.LeavesForGood();
    }
}
