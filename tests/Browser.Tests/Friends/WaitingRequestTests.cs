using ChatMux.Browser.Tests.Sessions;

namespace ChatMux.Browser.Tests.Friends;

/// <summary>Friends who are not here at the same time.</summary>
public sealed class WaitingRequestTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_request_waits_for_somebody_who_has_closed_the_page_and_is_there_when_they_open_it_again()
    {
        var (ada, bob) = (await SignsUp("Ada"), await SignsUp("Bob"));
        var handle = await bob.ReadsOwnHandle();
        await bob.ClosesTheTab();
        await ada.NoLongerSees(bob);
        await AsksByHandle(ada, bob, handle);
        await Expect(ada.Request(bob)).ToContainTextAsync("You asked.");

        bob = await bob.OpensAnotherTab();
        await bob.IsIn();
        await Expect(bob.Badge()).ToContainTextAsync("1");
        await bob.Request(ada).In("Accept").ClickAsync();
        await Expect(bob.Friend(ada)).ToBeVisibleAsync();
        await Expect(ada.Friend(bob)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_request_waits_for_somebody_who_signed_out_and_is_answered_in_another_browser_while_the_other_one_is_away()
    {
        var ada = await SignsUp("Ada");
        var bob = await Visits("Bob");
        var key = await Authenticator.Of(bob);
        await bob.NameBox.FillAsync(bob.Name);
        await bob.Button("Create an account with a passkey").ClickAsync();
        await bob.IsIn();
        var handle = await bob.ReadsOwnHandle();
        bob.NetworkMayFail();
        await bob.OpensAccountMenu("Sign out");
        await bob.IsAtTheEntry();
        await AsksByHandle(ada, bob, handle);
        await Expect(ada.Request(bob)).ToContainTextAsync("You asked.");
        await ada.ClosesTheTab();

        var phone = await Visits("Bob on his phone", Screen.Phone);
        await key.SharesWith(await Authenticator.Of(phone));
        await phone.Button("Sign in with a passkey").ClickAsync();
        await phone.IsIn();
        await Expect(phone.Badge()).ToContainTextAsync("1");
        await phone.View("People").ClickAsync();
        await phone.Request(ada).In("Accept").ClickAsync();
        await Expect(phone.Friend(ada)).ToBeVisibleAsync();

        ada = await ada.OpensAnotherTab();
        await ada.IsIn();
        await Expect(ada.Friend(bob)).ToBeVisibleAsync();
        await Expect(ada.Friend(bob).GetByRole(AriaRole.Img, new() { Name = "on a phone" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Friends_requests_and_blocks_outlive_the_server()
    {
        await using var server = await ChatServer.Start();
        var (ada, bob) = (await SignsUp("Ada", server: server), await SignsUp("Bob", server: server));
        var (cyd, dan) = (await SignsUp("Cyd", server: server), await SignsUp("Dan", server: server));
        Person[] all = [ada, bob, cyd, dan];
        await ada.Befriends(bob);
        await cyd.Asks(ada);
        await Expect(ada.Request(cyd)).ToBeVisibleAsync();
        await ada.Does("Block", dan, ada.Item(dan));
        await ada.NoLongerSees(dan);
        foreach (var person in all)
            person.NetworkMayFail();

        await server.Stop();
        await Expect(ada.Connection).ToContainTextAsync("The server cannot be reached");
        await server.StartAgain();
        await Expect(ada.Connection).ToContainTextAsync("You are back");
        // What the page had known it would show anyhow.
        await ada.Reloads();
        await Expect(ada.Friend(bob)).ToBeVisibleAsync();
        await Expect(ada.Request(cyd)).ToBeVisibleAsync();
        await ada.Sees(cyd);
        await ada.NoLongerSees(dan);
        await bob.Reloads();
        await Expect(bob.Friend(ada)).ToBeVisibleAsync();
        await Expect(cyd.Request(ada)).ToContainTextAsync("You asked.");
        await ada.Request(cyd).In("Accept").ClickAsync();
        await Expect(cyd.Friend(ada)).ToBeVisibleAsync();
        foreach (var person in all)
            await person.LeavesForGood();
    }

    private static async Task AsksByHandle(Person person, Person other, string handle)
    {
        await person.FindsByHandle(handle);
        await person.AddDialog().GetByRole(AriaRole.Region, new() { Name = other.Name }).In("Add friend").ClickAsync();
        await Expect(person.AddDialog().In("Cancel request")).ToBeVisibleAsync();
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(person.AddDialog()).ToBeHiddenAsync();
    }
}
