using System.Text.RegularExpressions;
using ChatMux.Browser.Tests.Friends;

namespace ChatMux.Browser.Tests.Presence;

public sealed class AvailabilityTests(Stage stage) : BrowserTest(stage)
{
    private static async Task Chooses(Person person, string how)
    {
        await person.AccountButton.ClickAsync();
        await Pictures.Draw(person, "account-menu");
        await person.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = how }).ClickAsync();
        await Expect(person.AccountButton).ToHaveAccessibleNameAsync(new Regex(how == "Online" ? $"{Regex.Escape(person.Name)}$" : $"{how}$"));
    }

    [Fact]
    public async Task Do_not_disturb_and_invisible_are_seen_by_friends_and_others_as_chosen_and_by_all_of_one_s_tabs()
    {
        var (ada, bob, cyd) = (await SignsUp("Ada"), await SignsUp("Bob"), await Enters("Cyd"));
        await ada.Befriends(bob);
        await cyd.Sees(ada);
        var adaToo = await ada.OpensAnotherTab();
        await adaToo.IsIn();

        await Chooses(ada, "Do not disturb");
        await Expect(adaToo.AccountButton).ToHaveAccessibleNameAsync(new Regex("Do not disturb$"));
        await Expect(bob.Friend(ada)).ToContainTextAsync("Do not disturb");
        await Expect(cyd.Item(ada)).ToContainTextAsync("Do not disturb");
        await Pictures.Draw(bob, "do-not-disturb");

        await Chooses(ada, "Invisible");
        await Expect(adaToo.AccountButton).ToHaveAccessibleNameAsync(new Regex("Invisible$"));
        await Expect(bob.Friend(ada)).ToContainTextAsync("Last seen");
        await cyd.NoLongerSees(ada);
        // To oneself one is there.
        await Expect(ada.Item(ada)).ToContainTextAsync("Invisible");
        await Expect(ada.Item(ada)).ToContainTextAsync("you");
        await Pictures.Draw(ada, "invisible");
        // What one chose outlives the page, and whoever comes later does not see one either.
        await ada.Reloads();
        await Expect(ada.AccountButton).ToHaveAccessibleNameAsync(new Regex("Invisible$"));
        await bob.Reloads();
        await Expect(bob.Friend(ada)).ToContainTextAsync("Last seen");
        await cyd.Reloads();
        await cyd.Sees(bob);
        await cyd.NoLongerSees(ada);

        await Chooses(adaToo, "Online");
        await Expect(ada.AccountButton).ToHaveAccessibleNameAsync(new Regex($"{Regex.Escape(ada.Name)}$"));
        await cyd.Sees(ada);
        await Expect(bob.Friend(ada)).Not.ToContainTextAsync("Last seen");
        await Expect(bob.Friend(ada).GetByRole(AriaRole.Img, new() { Name = "on a computer" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Whoever_is_invisible_can_be_invisible_on_a_phone_too()
    {
        var (ada, bob) = (await SignsUp("Ada", Screen.Phone), await SignsUp("Bob"));
        await bob.Sees(ada);
        await ada.View("Rooms").TapAsync();
        await Chooses(ada, "Invisible");
        await bob.NoLongerSees(ada);
        await ada.View("People").TapAsync();
        await Expect(ada.Item(ada)).ToContainTextAsync("Invisible");
        await Pictures.Draw(ada, "invisible");
    }

    [Fact]
    public async Task A_status_is_live_in_the_list_of_friends_and_in_an_open_card()
    {
        var (ada, bob) = (await SignsUp("Ada"), await SignsUp("Bob"));
        await ada.Befriends(bob);
        var card = await bob.OpensCard(ada, bob.Friend(ada));
        await ada.OpensAccountMenu("Settings");
        await ada.Settings.GetByLabel("Status").FillAsync("Counting Bernoulli numbers");
        await ada.Button("Save profile").ClickAsync();
        await Expect(bob.Friend(ada).GetByRole(AriaRole.Button).First).ToContainTextAsync("Counting Bernoulli numbers");
        await Expect(card).ToContainTextAsync("Counting Bernoulli numbers");
        await Pictures.Draw(bob, "friend-status");
    }

    [Fact]
    public async Task One_s_other_tabs_are_listed_and_count_as_one_person()
    {
        var (ada, bob) = (await SignsUp("Ada"), await Enters("Bob"));
        await bob.Sees(ada);
        await Expect(ada.PeopleIn("Your other connections")).ToHaveCountAsync(0);
        var adaToo = await ada.OpensAnotherTab();
        await adaToo.IsIn();
        foreach (var tab in new[] { ada, adaToo })
        {
            await Expect(tab.PeopleIn("Your other connections").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
            await Expect(tab.PeopleIn("Your other connections")).ToContainTextAsync("In another tab on a computer");
            await tab.Sees(ada);
        }
        await Pictures.Draw(ada, "other-connections");
        await bob.Sees(ada);
        await adaToo.ClosesTheTab();
        await Expect(ada.PeopleIn("Your other connections")).ToHaveCountAsync(0);
        await bob.Sees(ada);
    }

    [Fact]
    public async Task A_friend_who_left_was_last_seen_and_one_who_reloads_never_leaves()
    {
        var (ada, bob) = (await SignsUp("Ada"), await SignsUp("Bob"));
        await ada.Befriends(bob);
        await bob.NotesWhenAway(ada);
        await ada.Reloads();
        await ada.Says(Own("I am still here"));
        await bob.Sees(Own("I am still here"));
        await Expect(ada.Friend(bob)).ToBeVisibleAsync();
        Assert.Empty(await bob.AwayAs());

        await ada.ClosesTheTab();
        await Expect(bob.Friend(ada)).ToContainTextAsync("Last seen");
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Name = "Friends · 0 online, 1 offline" })).ToBeVisibleAsync();
        await Expect(await bob.OpensCard(ada, bob.Friend(ada))).ToContainTextAsync("Last seen");
        await Pictures.Draw(bob, "friend-offline");
        await bob.Reloads();
        await Expect(bob.Friend(ada)).ToContainTextAsync("Last seen");

        ada = await ada.OpensAnotherTab();
        await ada.IsIn();
        await Expect(bob.Friend(ada)).Not.ToContainTextAsync("Last seen");
    }
}
