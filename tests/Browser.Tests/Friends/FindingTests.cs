using ChatMux.Browser.Tests.Sessions;

namespace ChatMux.Browser.Tests.Friends;

/// <summary>Ways to somebody who is not in the list: their handle, or a link that leads to them.</summary>
public sealed class FindingTests(Stage stage) : BrowserTest(stage)
{
    private const string LeadsNowhere = "This link leads nowhere";

    private static ILocator Address(Person person) => person.AddDialog().GetByRole(AriaRole.Textbox, new() { Name = "Link that leads to you" });

    private static async Task<string> MakesALink(Person person)
    {
        await person.Button("Add a friend").ClickAsync();
        await person.AddDialog().In("Create link").ClickAsync();
        await Expect(person.AddDialog().GetByRole(AriaRole.List, new() { Name = "Your links" }).GetByRole(AriaRole.Listitem))
            .ToContainTextAsync("The link above");
        return await Address(person).InputValueAsync();
    }

    private static async Task ClosesTheDialog(Person person)
    {
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(person.AddDialog()).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Somebody_is_found_by_exactly_their_handle()
    {
        var (ada, bob) = (await SignsUp("Ada"), await SignsUp("Bob"));
        var handle = await bob.ReadsOwnHandle();
        await ada.FindsByHandle(handle[..^1]);
        await Expect(ada.AddDialog()).ToContainTextAsync($"Nobody here has the handle {handle[..^1]}.");
        await ada.AddDialog().GetByRole(AriaRole.Textbox, new() { Name = "Handle" }).FillAsync(handle.ToUpperInvariant());
        await ada.Page.Keyboard.PressAsync("Enter");
        var found = ada.AddDialog().GetByRole(AriaRole.Region, new() { Name = bob.Name });
        await Expect(found).ToContainTextAsync(handle);
        await Expect(found).ToContainTextAsync("Online");
        await Expect(ada.AddDialog()).Not.ToContainTextAsync("Nobody here");
        await Pictures.Draw(ada, "found-by-handle");
        await found.In("Add friend").ClickAsync();
        await bob.Request(ada).In("Accept").ClickAsync();
        await Expect(found).ToContainTextAsync("You are friends.");
        await ClosesTheDialog(ada);
        await Expect(ada.Button("Add a friend")).ToBeFocusedAsync();
        await Expect(ada.Friend(bob)).ToBeVisibleAsync();
        // Oneself one finds too, and cannot befriend.
        await ada.FindsByHandle(await ada.ReadsOwnHandle());
        await Expect(ada.AddDialog().GetByRole(AriaRole.Region, new() { Name = ada.Name })).ToBeVisibleAsync();
        await Expect(ada.AddDialog().In("Add friend")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_link_leads_to_whoever_made_it_until_it_is_revoked()
    {
        var (ada, bob, cyd) = (await SignsUp("Ada"), await SignsUp("Bob"), await SignsUp("Cyd"));
        var link = await MakesALink(ada);
        Assert.Matches(@"/add/#[0-9a-f]{32}$", link);
        await Pictures.Draw(ada, "friend-link");
        await bob.Page.GotoAsync(link);
        await Expect(bob.AddDialog()).ToContainTextAsync(ada.Name);
        // It is in no history, nor seen over a shoulder.
        await Expect(bob.Page).Not.ToHaveURLAsync(link);
        await Pictures.Draw(bob, "opened-link");
        await bob.AddDialog().In("Add friend").ClickAsync();
        await Expect(bob.AddDialog().In("Cancel request")).ToBeVisibleAsync();
        await ClosesTheDialog(bob);
        await bob.Reloads();
        await Expect(bob.AddDialog()).ToBeHiddenAsync();

        await ada.AddDialog().In("Revoke").ClickAsync();
        await Expect(ada.AddDialog().In("Revoke")).ToHaveCountAsync(0);
        await Expect(Address(ada)).ToHaveCountAsync(0);
        await ClosesTheDialog(ada);
        // Who has used it before is not concerned.
        await ada.Request(bob).In("Accept").ClickAsync();
        await Expect(bob.Friend(ada)).ToBeVisibleAsync();
        await cyd.Page.GotoAsync(link);
        await Expect(cyd.AddDialog().GetByRole(AriaRole.Alert)).ToContainTextAsync(LeadsNowhere);
        await Pictures.Draw(cyd, "link-to-nowhere");
        await ClosesTheDialog(cyd);
        await cyd.IsIn();
    }

    [Theory]
    [InlineData("/add/0123456789abcdef0123456789abcdef")]
    [InlineData("/add/#rubbish")]
    [InlineData("/add/rubbish")]
    [InlineData("/add/")]
    [InlineData("/add/%3Cscript%3E/..%2f?x=1#y")]
    public async Task A_link_that_nobody_made_leads_nowhere(string link)
    {
        var ada = await Enters("Ada");
        await ada.Page.GotoAsync(link);
        await Expect(ada.AddDialog().GetByRole(AriaRole.Alert)).ToContainTextAsync(LeadsNowhere);
        await ClosesTheDialog(ada);
        await ada.Reloads();
        await Expect(ada.AddDialog()).ToBeHiddenAsync();
    }

    [Fact]
    public async Task One_s_own_link_says_that_it_is_one_s_own()
    {
        var ada = await SignsUp("Ada", Screen.Phone);
        await ada.View("People").TapAsync();
        var link = await MakesALink(ada);
        await Pictures.Draw(ada, "friend-link");
        await ada.Page.GotoAsync(link);
        await Expect(ada.AddDialog()).ToContainTextAsync("This is your own link.");
        await Expect(ada.AddDialog().In("Add friend")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Whoever_comes_by_a_link_and_is_nobody_yet_enters_as_a_guest_and_is_offered_an_account()
    {
        var (ada, bob) = (await SignsUp("Ada"), await Visits("Bob", Screen.Phone));
        var link = await MakesALink(ada);
        await ClosesTheDialog(ada);
        await bob.Page.GotoAsync(link);
        await bob.IsAtTheEntry();
        await Authenticator.Of(bob);
        await bob.EntersAsGuest();
        await Expect(bob.AddDialog()).ToContainTextAsync("To have friends, you need an account.");
        await Pictures.Draw(bob, "link-as-guest");
        bob.NetworkMayFail();
        await bob.AddDialog().In("Create an account or sign in").ClickAsync();
        await bob.Button("Create an account with a passkey").ClickAsync();
        await bob.AddDialog().In("Add friend").ClickAsync();
        await Expect(bob.AddDialog().In("Cancel request")).ToBeVisibleAsync();
        await ada.Request(bob).In("Accept").ClickAsync();
        await Expect(bob.AddDialog()).ToContainTextAsync("You are friends.");
    }

    [Fact]
    public async Task Whoever_comes_by_a_link_and_is_nobody_yet_makes_an_account_at_once()
    {
        var (ada, bob) = (await SignsUp("Ada"), await Visits("Bob"));
        var link = await MakesALink(ada);
        await ClosesTheDialog(ada);
        await bob.Page.GotoAsync(link);
        await Authenticator.Of(bob);
        await bob.NameBox.FillAsync(bob.Name);
        await bob.Button("Create an account with a passkey").ClickAsync();
        await bob.AddDialog().In("Add friend").ClickAsync();
        await Expect(ada.Request(bob)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_guest_is_told_that_friends_need_an_account_and_offered_one()
    {
        var (ada, bob) = (await SignsUp("Ada"), await Enters("Bob"));
        var signIn = bob.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keep your place here" });
        await bob.Button("Add a friend").ClickAsync();
        await Expect(bob.AddDialog()).ToContainTextAsync("for friends you need an account");
        await Expect(bob.AddDialog().GetByRole(AriaRole.Textbox)).ToHaveCountAsync(0);
        await Pictures.Draw(bob, "add-friend-as-guest");
        await bob.AddDialog().In("Create an account or sign in").ClickAsync();
        await Expect(signIn.In("Create an account with a passkey")).ToBeVisibleAsync();
        await bob.Page.Keyboard.PressAsync("Escape");
        await Expect(signIn).ToBeHiddenAsync();
        await Expect(bob.AddDialog()).ToBeHiddenAsync();

        var card = await bob.OpensCard(ada, bob.Item(ada));
        await Expect(card).ToContainTextAsync("To have friends, you need an account.");
        await Expect(card.In("Add friend")).ToHaveCountAsync(0);
        await Pictures.Draw(bob, "card-as-guest");
        await card.In("Create an account or sign in").ClickAsync();
        await Expect(signIn).ToBeVisibleAsync();
        await Authenticator.Of(bob);
        bob.NetworkMayFail();
        await signIn.In("Create an account with a passkey").ClickAsync();
        await Expect(signIn).ToBeHiddenAsync();
        await bob.IsIn();
        await Expect(ada.Item(bob)).Not.ToContainTextAsync("Guest");
        await card.In("Add friend").ClickAsync();
        await ada.Request(bob).In("Accept").ClickAsync();
        await Expect(bob.Friend(ada)).ToBeVisibleAsync();
    }
}
