namespace ChatMux.Browser.Tests.Sessions;

public sealed class EntryTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_name_that_nobody_can_see_is_refused_in_a_sentence()
    {
        var ada = await Visits("Ada");
        foreach (var name in new[] { "", "   ", "\u200b\u2060" })
        {
            await ada.NameBox.FillAsync(name);
            await ada.EnterButton.ClickAsync();
            await Expect(ada.Alert).ToHaveTextAsync("Please choose a name with visible characters that is not too long.");
            await Expect(ada.NameBox).ToBeFocusedAsync();
        }
        await ada.EntersAsGuest();
    }

    [Fact]
    public async Task Signing_out_leads_every_tab_of_the_browser_to_the_entry_and_others_see_one_leave()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        var adaToo = await ada.OpensAnotherTab();
        await adaToo.IsIn();
        await bob.Sees(ada);
        // A socket that ended with the session may be tried once more before the page has heard why.
        ada.NetworkMayFail();
        await ada.OpensAccountMenu("Sign out");
        await ada.IsAtTheEntry();
        await adaToo.IsAtTheEntry();
        await Expect(adaToo.Page.GetByText("Your session ended.")).ToBeVisibleAsync();
        await bob.NoLongerSees(ada);
        await ada.Page.ReloadAsync();
        await ada.IsAtTheEntry();
    }
}
