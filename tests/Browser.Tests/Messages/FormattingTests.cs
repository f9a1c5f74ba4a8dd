namespace ChatMux.Browser.Tests.Messages;

public sealed class FormattingTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Markdown_is_shown_as_what_it_means()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        await ada.Says(Own("""
            **bold** and *leaning* and `code`

            > quoted

            - first
            - second

            1. numbered

            ```
            a block
            of code
            ```

            [a link](https://example.org/page)
            """));
        var message = bob.Message(Own(""));
        await Expect(message.Locator("strong")).ToHaveTextAsync("bold");
        await Expect(message.Locator("em")).ToHaveTextAsync("leaning");
        await Expect(message.Locator("p > code")).ToHaveTextAsync("code");
        await Expect(message.Locator("blockquote")).ToHaveTextAsync("quoted");
        await Expect(message.Locator("ul > li")).ToHaveTextAsync(["first", "second"]);
        await Expect(message.Locator("ol > li")).ToHaveTextAsync(["numbered"]);
        await Expect(message.Locator("pre > code")).ToHaveTextAsync("a block\nof code");
        var link = message.GetByRole(AriaRole.Link, new() { Name = "a link" });
        await Expect(link).ToHaveAttributeAsync("href", "https://example.org/page");
        await Expect(link).ToHaveAttributeAsync("rel", new System.Text.RegularExpressions.Regex("noopener"));
    }

    [Fact]
    public async Task What_could_do_harm_stays_the_text_it_is()
    {
        string[] harmful =
        [
            "<img src=x onerror=\"document.title='taken'\">",
            "<script>document.title='taken'</script>",
            "<b onclick=alert(1)>not bold</b>",
            "[press me](javascript:alert(1))",
            "[press me](http://example.org)",
            "<javascript:alert(1)>",
            "![picture](data:text/html,hello)",
        ];
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        foreach (var text in harmful)
            await ada.Says(Own(text));
        foreach (var text in harmful)
        {
            await bob.Sees(Own(text));
            await Expect(bob.Message(Own(text)).Locator("img, script, b, a")).ToHaveCountAsync(0);
        }
        await Expect(bob.Page).Not.ToHaveTitleAsync("taken");
    }

    [Fact]
    public async Task A_short_name_between_colons_becomes_an_emoji()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        await ada.Says(Own("off to the moon :rocket: at 12:30:45"));
        await bob.Sees(Own("off to the moon 🚀 at 12:30:45"));
        await ada.Sees(Own("off to the moon 🚀 at 12:30:45"));
    }
}
