namespace ChatMux.Browser.Tests.Friends;

public sealed class FriendshipTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Two_people_become_friends_and_part_again_on_all_of_their_tabs_without_a_reload()
    {
        var (ada, bob) = (await SignsUp("Ada"), await SignsUp("Bob"));
        var (adaToo, bobToo) = (await ada.OpensAnotherTab(), await bob.OpensAnotherTab());
        await adaToo.IsIn();
        await bobToo.IsIn();
        await ada.Asks(bob);
        foreach (var tab in new[] { ada, adaToo })
        {
            await Expect(tab.Request(bob)).ToContainTextAsync("You asked.");
            // A request of one's own waits for somebody else.
            await Expect(tab.Badge()).ToHaveCountAsync(0);
        }
        foreach (var tab in new[] { bob, bobToo })
        {
            await Expect(tab.Request(ada)).ToBeVisibleAsync();
            await Expect(tab.Badge()).ToContainTextAsync("1");
        }
        await Pictures.Draw(bob, "friend-request");

        await bobToo.Request(ada).In("Accept").ClickAsync();
        foreach (var (tab, other) in new[] { (ada, bob), (adaToo, bob), (bob, ada), (bobToo, ada) })
        {
            await Expect(tab.Friend(other)).ToBeVisibleAsync();
            await Expect(tab.PeopleIn("Friend requests")).ToHaveCountAsync(0);
            await Expect(tab.Badge()).ToHaveCountAsync(0);
            // Whoever is a friend is not among the others too.
            await tab.NoLongerSees(other);
            await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Friends · 1 online", Exact = true })).ToBeVisibleAsync();
        }
        await Expect(await ada.OpensCard(bob, ada.Friend(bob))).ToContainTextAsync("You are friends.");
        await Pictures.Draw(ada, "friend-card");
        await ada.Page.Keyboard.PressAsync("Escape");

        await ada.Does("Unfriend", bob, ada.Friend(bob));
        foreach (var (tab, other) in new[] { (ada, bob), (adaToo, bob), (bob, ada), (bobToo, ada) })
        {
            await Expect(tab.PeopleIn("Friends")).ToHaveCountAsync(0);
            await tab.Sees(other);
        }
    }

    [Fact]
    public async Task A_request_is_declined_or_cancelled_and_may_be_made_again()
    {
        var (ada, bob) = (await SignsUp("Ada"), await SignsUp("Bob"));
        await ada.Asks(bob);
        await bob.Request(ada).In("Decline").ClickAsync();
        await NobodyAsks(ada, bob);

        await ada.Asks(bob);
        await Expect(bob.Request(ada)).ToBeVisibleAsync();
        await ada.Request(bob).In("Cancel request").ClickAsync();
        await NobodyAsks(ada, bob);

        // From the card as well.
        await bob.Asks(ada);
        await Expect(ada.Request(bob)).ToBeVisibleAsync();
        var card = await ada.OpensCard(bob, ada.Item(bob));
        await Expect(card).ToContainTextAsync("Wants to be your friend.");
        await card.In("Decline").ClickAsync();
        await Expect(card.In("Add friend")).ToBeVisibleAsync();
        await NobodyAsks(ada, bob);
    }

    [Fact]
    public async Task A_confirmation_that_is_cancelled_leaves_friends_friends()
    {
        var (ada, bob) = (await SignsUp("Ada"), await SignsUp("Bob"));
        await ada.Befriends(bob);
        var card = await ada.OpensCard(bob, ada.Friend(bob));
        await card.In("Unfriend").ClickAsync();
        var question = ada.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Unfriend {bob.Name}?", Exact = true });
        await Pictures.Draw(ada, "unfriend");
        await question.In("Cancel").ClickAsync();
        await Expect(question).ToBeHiddenAsync();
        await Expect(card.In("Unfriend")).ToBeFocusedAsync();
        await Expect(ada.Friend(bob)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Requests_that_cross_make_a_friendship()
    {
        await using var server = await ChatServer.Start();
        await using var way = Balancer.Before(server);
        var (ada, bob) = (await SignsUp("Ada", server: way), await SignsUp("Bob", server: way));
        var (cardOfBob, cardOfAda) = (await ada.OpensCard(bob, ada.Item(bob)), await bob.OpensCard(ada, bob.Item(ada)));
        // Each asks before either has heard of the other's request.
        way.HoldCommands();
        await cardOfBob.In("Add friend").ClickAsync();
        await cardOfAda.In("Add friend").ClickAsync();
        way.Release();
        await Expect(ada.Friend(bob)).ToBeVisibleAsync();
        await Expect(bob.Friend(ada)).ToBeVisibleAsync();
        foreach (var person in new[] { ada, bob })
        {
            await Expect(person.PeopleIn("Friend requests")).ToHaveCountAsync(0);
            await Expect(person.Alert).ToHaveCountAsync(0);
            await person.LeavesForGood();
        }
    }

    [Fact]
    public async Task On_a_phone_one_asks_answers_and_parts()
    {
        var (ada, bob) = (await SignsUp("Ada", Screen.Phone), await SignsUp("Bob", Screen.Phone));
        await ada.View("People").TapAsync();
        await ada.Item(bob).GetByRole(AriaRole.Button).First.TapAsync();
        await Pictures.Draw(ada, "person-card");
        await ada.Card(bob).In("Add friend").TapAsync();
        await Expect(ada.Card(bob).In("Cancel request")).ToBeVisibleAsync();
        await Expect(bob.Badge()).ToContainTextAsync("1");
        await Pictures.Draw(bob, "request-badge");
        await bob.View("People").TapAsync();
        await Pictures.Draw(bob, "friend-request");
        await bob.Request(ada).In("Accept").TapAsync();
        await Expect(bob.Badge()).ToHaveCountAsync(0);
        await Expect(bob.Friend(ada)).ToBeVisibleAsync();
        await Expect(ada.Friend(bob)).ToBeVisibleAsync();
        await Pictures.Draw(bob, "friends");
        await bob.Friend(ada).GetByRole(AriaRole.Button).First.TapAsync();
        await bob.Card(ada).In("Unfriend").TapAsync();
        await Pictures.Draw(bob, "unfriend");
        await bob.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Unfriend {ada.Name}?" }).In("Unfriend").TapAsync();
        await Expect(bob.PeopleIn("Friends")).ToHaveCountAsync(0);
        await Expect(ada.PeopleIn("Friends")).ToHaveCountAsync(0);
    }

    private static async Task NobodyAsks(params Person[] people)
    {
        foreach (var person in people)
        {
            await Expect(person.PeopleIn("Friend requests")).ToHaveCountAsync(0);
            await Expect(person.Badge()).ToHaveCountAsync(0);
        }
    }
}
