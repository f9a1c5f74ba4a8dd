namespace ChatMux.Browser.Tests.Sessions;

public sealed class AccountTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Somebody_signs_up_with_a_passkey_and_signs_a_second_browser_in_and_out()
    {
        var laptop = await Visits("Ada");
        var key = await Authenticator.Of(laptop);
        await Pictures.Draw(laptop, "entry");
        await laptop.NameBox.FillAsync(laptop.Name);
        await laptop.Button("Create an account with a passkey").ClickAsync();
        await laptop.IsIn();

        var phone = await Visits("Ada on her phone", Screen.Phone);
        await key.SharesWith(await Authenticator.Of(phone));
        await Pictures.Draw(phone, "entry");
        await phone.Button("Sign in with a passkey").ClickAsync();
        await phone.IsIn();

        await laptop.OpensAccountMenu("Settings");
        await Pictures.Draw(laptop, "settings-profile");
        await laptop.SettingsTab("Devices").ClickAsync();
        var devices = laptop.Settings.GetByRole(AriaRole.List, new() { Name = "Where you are signed in" }).GetByRole(AriaRole.Listitem);
        await Expect(devices).ToHaveCountAsync(2);
        await Expect(devices.Filter(new() { HasText = "This browser" })).ToHaveCountAsync(1);
        await Pictures.Draw(laptop, "settings-devices");
        // The socket that is closed may be tried once more before the page has heard why.
        phone.NetworkMayFail();
        await devices.GetByRole(AriaRole.Button, new() { Name = "Sign out Chrome on Android" }).ClickAsync();
        await Expect(devices).ToHaveCountAsync(1);
        await phone.IsAtTheEntry();
        await Expect(phone.Page.GetByText("You were signed out from another of your devices.")).ToBeVisibleAsync();
        await Pictures.Draw(phone, "signed-out");
        await phone.Button("Sign in with a passkey").ClickAsync();
        await phone.IsIn();
    }

    [Fact]
    public async Task A_guest_stays_where_they_are_and_nobody_sees_them_leave()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        await bob.Sees(ada);
        await Expect(bob.Item(ada)).ToContainTextAsync("Guest");
        await bob.NotesWhoLeaves();
        var adaToo = await ada.OpensAnotherTab();
        await adaToo.IsIn();
        var said = Own("as a guest");
        await ada.Says(said);
        await bob.Sees(said);
        // A browser asks for passkeys only in the tab in front.
        await ada.Page.BringToFrontAsync();
        await Authenticator.Of(ada);
        ada.NetworkMayFail();
        await ada.OpensAccountMenu("Create an account or sign in");
        await Pictures.Draw(ada, "keep-your-place");
        await ada.Button("Create an account with a passkey").ClickAsync();
        await Expect(bob.Item(ada)).Not.ToContainTextAsync("Guest");
        await ada.IsIn();
        await adaToo.IsIn();
        await adaToo.OpensAccountMenu("Settings");
        await Expect(adaToo.SettingsTab("Sign-in")).ToBeVisibleAsync();
        await ada.Sees(said);
        var after = Own("as myself");
        await ada.Says(after);
        await bob.Sees(after);
        Assert.DoesNotContain(await bob.WhoLeft(), who => who.StartsWith(ada.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_profile_is_live_for_everyone()
    {
        var ada = await SignsUp("Ada");
        var bob = await Enters("Bob");
        await bob.Sees(ada);
        await ada.OpensAccountMenu("Settings");
        await ada.Settings.GetByLabel("Display name").FillAsync($"Countess {ada.Name}");
        await ada.Settings.GetByLabel("Status").FillAsync("Counting Bernoulli numbers");
        await ada.Settings.GetByLabel("Handle").FillAsync("admin");
        await ada.Button("Save profile").ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("A few words are reserved");
        await ada.Settings.GetByLabel("Handle").FillAsync($"@Countess_{Own("").Trim()}");
        await ada.Button("Save profile").ClickAsync();
        await Expect(ada.Settings.GetByText("Saved")).ToBeVisibleAsync();
        await Expect(bob.People.GetByText($"Countess {ada.Name}")).ToBeVisibleAsync();
        await Expect(bob.Item(ada)).ToContainTextAsync("Counting Bernoulli numbers");
        await Pictures.Draw(bob, "people-status");
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.AccountButton).ToHaveTextAsync($"Countess {ada.Name}");
    }

    [Fact]
    public async Task A_passkey_that_is_not_used_is_told_and_one_more_is_added_and_named()
    {
        var ada = await Visits("Ada");
        var key = await Authenticator.Of(ada);
        await ada.Button("Sign in with a passkey").ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("No passkey was used");
        await ada.NameBox.FillAsync(ada.Name);
        await ada.Button("Create an account with a passkey").ClickAsync();
        await ada.IsIn();
        await ada.OpensAccountMenu("Settings");
        await ada.SettingsTab("Sign-in").ClickAsync();
        var ways = ada.Settings.GetByRole(AriaRole.List, new() { Name = "Ways in" }).GetByRole(AriaRole.Listitem);
        await Expect(ways).ToHaveCountAsync(1);
        await ways.GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove") }).ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("the only way into your account");
        await ways.GetByRole(AriaRole.Button, new() { NameRegex = new("^Rename") }).ClickAsync();
        await ada.Settings.GetByLabel("New name").FillAsync("My laptop");
        await ada.Settings.GetByLabel("New name").PressAsync("Enter");
        await Expect(ways).ToContainTextAsync("My laptop");
        // The same authenticator makes no second one for the same account.
        await ada.Button("Add a passkey").ClickAsync();
        await Expect(ada.Alert).ToContainTextAsync("This device has a passkey for your account already");
        await Pictures.Draw(ada, "settings-sign-in");
        await key.IsNotUnlocked();
        await ada.Page.ReloadAsync();
        await ada.IsIn();
    }

    [Fact]
    public async Task Whoever_becomes_anonymous_is_nobody_that_one_knew()
    {
        var ada = await SignsUp("Ada");
        var bob = await Enters("Bob");
        await bob.Sees(ada);
        ada.NetworkMayFail();
        await ada.OpensAccountMenu("Become anonymous");
        await Expect(ada.AccountButton).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^Anonymous \\d{4}$"));
        await ada.IsIn();
        await bob.NoLongerSees(ada);
        await ada.OpensAccountMenu("Sign out");
        await ada.IsAtTheEntry();
        await Expect(ada.NameBox).ToHaveValueAsync("");
    }
}
