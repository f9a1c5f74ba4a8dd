using System.Text.RegularExpressions;

namespace ChatMux.Browser.Tests.Connections;

public sealed partial class CopiedTabTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task A_duplicated_tab_becomes_a_connection_of_its_own_and_both_work()
    {
        var ada = await Enters("Ada");
        var copy = await ada.DuplicatesTheTab();
        await copy.IsIn();
        Assert.NotEqual(await ConnectionOf(ada), await ConnectionOf(copy));
        await BothWork(ada, copy);
    }

    [Fact]
    public async Task A_tab_keeps_its_connection_over_a_reload_also_when_it_has_a_copy()
    {
        var ada = await Enters("Ada");
        var copy = await ada.DuplicatesTheTab();
        await copy.IsIn();
        var (first, second) = (await ConnectionOf(ada), await ConnectionOf(copy));
        await ada.Reloads();
        await copy.Reloads();
        Assert.Equal((first, second), (await ConnectionOf(ada), await ConnectionOf(copy)));
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task Where_a_browser_has_no_locks_the_copy_takes_over_and_the_first_tab_says_so_until_it_is_asked_back(int width)
    {
        var ada = await Enters("Ada", Screen.OfWidth(width));
        await ada.Page.Context.AddInitScriptAsync("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })");
        await ada.Reloads();
        var copy = await ada.DuplicatesTheTab();
        await copy.IsIn();
        await Expect(ada.Connection).ToContainTextAsync("ChatMux is open in a copy of this tab");
        Assert.Equal(await ConnectionOf(ada), await ConnectionOf(copy));
        await Pictures.Draw(ada, "superseded");
        await ada.Button("Use it here").ClickAsync();
        await Expect(ada.Connection).Not.ToContainTextAsync("copy");
        Assert.NotEqual(await ConnectionOf(ada), await ConnectionOf(copy));
        await BothWork(ada, copy);
    }

    private async Task BothWork(Person ada, Person copy)
    {
        await copy.Says(Own("from the copy"));
        await ada.Says(Own("from the first"));
        await ada.Sees(Own("from the copy"));
        await copy.Sees(Own("from the first"));
        await ada.IsIn();
        await copy.IsIn();
    }

    private static async Task<string> ConnectionOf(Person person)
    {
        var kept = await person.Page.EvaluateAsync<string>("() => sessionStorage.getItem('chatmux-connection')");
        return Id().Match(kept).Value;
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Id();
}
