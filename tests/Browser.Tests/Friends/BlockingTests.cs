using System.Text.RegularExpressions;

namespace ChatMux.Browser.Tests.Friends;

public sealed class BlockingTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Whoever_is_blocked_is_no_friend_and_not_seen_and_is_there_again_with_their_request_when_unblocked()
    {
        // In a room of their own: whoever else types here is not of this test.
        await using var server = await ChatServer.Start();
        var (ada, bob) = (await SignsUp("Ada", server: server), await SignsUp("Bob", server: server));
        var cyd = await Enters("Cyd", server: server);
        await ada.Befriends(bob);
        await bob.Says("said as a friend");
        await ada.Sees("said as a friend");
        var adaToo = await ada.OpensAnotherTab();
        await adaToo.IsIn();
        await adaToo.Sees("said as a friend");

        await ada.Does("Block", bob, ada.Friend(bob));
        await Expect(bob.PeopleIn("Friends")).ToHaveCountAsync(0);
        await bob.Says("said when blocked");
        await cyd.Sees("said when blocked");
        foreach (var tab in new[] { ada, adaToo })
        {
            await Expect(tab.PeopleIn("Friends")).ToHaveCountAsync(0);
            await tab.NoLongerSees(bob);
            await Expect(tab.Message("Message from somebody you blocked")).ToHaveCountAsync(2);
            await Expect(tab.Page.GetByText("said as a friend")).ToHaveCountAsync(0);
            await Expect(tab.Page.GetByText("said when blocked")).ToHaveCountAsync(0);
        }
        await Pictures.Draw(ada, "blocked-messages");
        // Its name goes on with when it was written: of several such buttons each is another.
        await ada.Articles.Last.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await ada.Sees("said when blocked");
        await Expect(ada.Page.GetByText("said as a friend")).ToHaveCountAsync(0);

        // Both write, and of the two only one is seen writing.
        var writing = Writing(ada);
        await bob.MessageBox.PressSequentiallyAsync("half a thought");
        await Expect(Writing(cyd)).ToContainTextAsync(bob.Name);
        await cyd.MessageBox.PressSequentiallyAsync("another one");
        await Expect(writing).ToHaveTextAsync($"{cyd.Name} is typing…");

        // To whom nobody says that they are blocked, it looks as ever.
        await bob.Sees(ada);
        await bob.Asks(ada);
        await Expect(bob.Request(ada)).ToContainTextAsync("You asked.");
        await Expect(ada.PeopleIn("Friend requests")).ToHaveCountAsync(0);
        await Expect(ada.Badge()).ToHaveCountAsync(0);
        await ada.Reloads();
        await ada.NoLongerSees(bob);
        await Expect(ada.PeopleIn("Friend requests")).ToHaveCountAsync(0);

        await ada.OpensAccountMenu("Settings");
        await ada.SettingsTab("Blocked").ClickAsync();
        var blocked = ada.PeopleIn("Blocked people").GetByRole(AriaRole.Listitem);
        await Expect(blocked).ToContainTextAsync(bob.Name);
        await Pictures.Draw(ada, "settings-blocked");
        await blocked.In("Unblock").ClickAsync();
        await Expect(ada.PeopleIn("Blocked people")).ToContainTextAsync("You have blocked nobody.");
        await ada.Page.Keyboard.PressAsync("Escape");
        foreach (var tab in new[] { ada, adaToo })
        {
            await tab.Sees("said as a friend");
            await tab.Sees(bob);
            await Expect(tab.Request(bob)).ToBeVisibleAsync();
            await Expect(tab.Badge()).ToContainTextAsync("1");
        }
        await ada.Request(bob).In("Accept").ClickAsync();
        await Expect(bob.Friend(ada)).ToBeVisibleAsync();
        foreach (var person in new[] { ada, bob, cyd })
            await person.LeavesForGood();
    }

    [Fact]
    public async Task A_guest_who_is_a_nuisance_is_blocked_from_their_message()
    {
        var (ada, bob) = (await SignsUp("Ada"), await Enters("Bob"));
        var said = Own("a nuisance");
        await bob.Says(said);
        await ada.Sees(said);
        await ada.Message(said).GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{Regex.Escape(bob.Name)}") }).ClickAsync();
        await Expect(ada.Card(bob)).ToContainTextAsync("Guests cannot have friends.");
        await Expect(ada.Card(bob).In("Add friend")).ToHaveCountAsync(0);
        await ada.Card(bob).In("Block").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Block {bob.Name}?", Exact = true }).In("Block").ClickAsync();
        await Expect(ada.Message(said)).ToHaveCountAsync(0);
        await ada.NoLongerSees(bob);
        // The one who is blocked goes on as before.
        await bob.Sees(ada);
        await bob.Sees(said);
    }

    private static ILocator Writing(Person person) => person.Page.Locator(".typing .ellipsis");
}
