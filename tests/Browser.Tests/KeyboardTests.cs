namespace ChatMux.Browser.Tests;

public sealed class KeyboardTests(Stage stage) : BrowserTest(stage)
{
    private const int TabStopsAtMost = 60;

    [Fact]
    public async Task Everything_can_be_done_without_a_mouse()
    {
        var bob = await Enters("Bob");
        var ada = await Visits("Ada");
        var keys = ada.Page.Keyboard;
        await Expect(ada.NameBox).ToBeFocusedAsync();
        await keys.TypeAsync(ada.Name);
        await keys.PressAsync("Enter");
        await Expect(ada.MessageBox).ToBeFocusedAsync();
        await keys.TypeAsync("two lines");
        await keys.PressAsync("Shift+Enter");
        await keys.TypeAsync(Own("in one"));
        await keys.PressAsync("Enter");
        await bob.Sees(Own("in one"));
        await Expect(ada.MessageBox).ToBeFocusedAsync();

        ILocator Availability(string name) => ada.Page.GetByRole(AriaRole.Menuitemradio, new() { Name = name });
        await TabsTo(ada, ada.AccountButton);
        await keys.PressAsync("Enter");
        await Expect(Availability("Online")).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await Expect(Availability("Do not disturb")).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await Expect(Availability("Invisible")).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await Expect(ada.MenuItem("Create an account or sign in")).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await Expect(ada.MenuItem("Settings")).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await Expect(ada.MenuItem("Sign out")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(ada.AccountButton).ToBeFocusedAsync();

        await keys.PressAsync("Enter");
        await keys.PressAsync("End");
        await keys.PressAsync("ArrowUp");
        await Expect(ada.MenuItem("Settings")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(ada.Settings).ToBeVisibleAsync();
        await TabsTo(ada, ada.SettingsTab("Profile"));
        await keys.PressAsync("ArrowRight");
        await Expect(ada.SettingsTab("Appearance")).ToBeFocusedAsync();
        await TabsTo(ada, ada.Settings.GetByRole(AriaRole.Radio, new() { Name = "System" }));
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowRight");
        await Expect(ada.Settings.GetByRole(AriaRole.Radio, new() { Name = "Light" })).ToBeCheckedAsync();
        await Expect(ada.Page.Locator("html")).ToHaveCSSAsync("color-scheme", "light");
        await keys.PressAsync("Escape");
        await Expect(ada.Settings).ToBeHiddenAsync();
        await Expect(ada.AccountButton).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_first_tab_stop_leads_past_everything_to_the_message()
    {
        var ada = await Enters("Ada", Screen.Tablet);
        await ada.Reloads();
        await ada.Page.Keyboard.PressAsync("Tab");
        await Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to message" })).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.MessageBox).ToBeFocusedAsync();
    }

    /// <summary>Presses Tab until it has led there.</summary>
    internal static async Task TabsTo(Person person, ILocator where)
    {
        for (var stop = 0; stop < TabStopsAtMost; stop++)
        {
            if (await where.EvaluateAsync<bool>("(element) => element === document.activeElement"))
                return;
            await person.Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"Tab does not lead to {where}");
    }
}
