using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace ChatMux.Browser.Tests;

public sealed class AccessibilityTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task Nothing_stands_in_the_way_of_those_who_see_or_hear_the_page_otherwise(int width)
    {
        // A room with little in it: every word costs time, twice.
        await using var server = await ChatServer.Start();
        var ada = await Visits("Ada", Screen.OfWidth(width), server);
        await FindsNothing(ada);
        await ada.EntersAsGuest();
        await FindsNothing(ada);
        await ada.Says("a **word**, `code`, [a link](https://example.org/) and\n\n> a quote");
        await ada.Sees("a quote");
        await FindsNothing(ada);
        if (width == Screen.Phone.Width)
        {
            await ada.View("People").ClickAsync();
            await FindsNothing(ada);
            await ada.View("Rooms").ClickAsync();
        }
        await ada.OpensAccountMenu("Settings");
        await Expect(ada.Settings).ToBeVisibleAsync();
        await FindsNothing(ada);
        await ada.LeavesForGood();
    }

    /// <summary>An inspection of what this person has before them, dark and light, finds nothing grave.</summary>
    internal static async Task FindsNothing(Person person)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            Assert.Empty(await Findings(person));
        }
    }

    private static async Task<IEnumerable<string>> Findings(Person person) =>
        from finding in (await person.Page.RunAxe()).Violations
        where finding.Impact is "serious" or "critical"
        from node in finding.Nodes
        select $"{finding.Id}: {node.Html}";
}
