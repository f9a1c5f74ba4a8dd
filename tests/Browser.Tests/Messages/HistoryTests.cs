namespace ChatMux.Browser.Tests.Messages;

/// <summary>In a room of its own, where nobody says anything that the test does not know of.</summary>
public sealed class HistoryTests(Stage stage) : BrowserTest(stage)
{
    private const int Past = 120;
    private const double AFewPx = 3;
    private ChatServer _server = null!;
    private Guest _bob = null!;

    public override async ValueTask InitializeAsync()
    {
        _server = await ChatServer.Start();
        _bob = await Guest.Enters(_server, "Bob");
        await _bob.Says(Enumerable.Range(1, Past).Select(Told));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_latest_messages_come_first_and_older_ones_without_a_jump_down_to_the_first()
    {
        var ada = await Enters("Ada", server: _server);
        foreach (var enter in new[] { () => Task.CompletedTask, ada.Reloads })
        {
            await enter();
            await Expect(ada.Articles).ToHaveCountAsync(30);
            await Expect(ada.Articles.Last).ToBeInViewportAsync();
            await Expect(ada.Articles.Last).ToContainTextAsync("number 120 ");
        }
        foreach (var held in new[] { 80, Past })
        {
            var before = await ScrollsUp(ada);
            await Expect(ada.Articles).ToHaveCountAsync(held);
            Assert.InRange(await ada.StandsAt() - before, -AFewPx, AFewPx);
        }
        Assert.Equal(Enumerable.Range(1, Past).Select(number => $"This is number {number} of many,"), await FirstLines(ada));
        await ada.Log.EvaluateAsync("(log) => { log.scrollTop = 0 }");
        await Expect(ada.Log.GetByText("This is where General begins.")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task What_comes_while_one_reads_above_is_counted_and_does_not_move_the_reader()
    {
        var ada = await Enters("Ada", server: _server);
        await Expect(ada.Articles).ToHaveCountAsync(30);
        await ada.Log.HoverAsync();
        await ada.Page.Mouse.WheelAsync(0, -600);
        await Expect(ada.JumpToNewest).ToBeVisibleAsync();
        var before = await ada.Looks();
        await _bob.Says(Told(121), Told(122), Told(123));
        await Expect(ada.JumpToNewest).ToContainTextAsync("3 new");
        Assert.InRange(await ada.StandsAt() - before, -AFewPx, AFewPx);
        await ada.JumpToNewest.ClickAsync();
        await Expect(ada.Message("number 123 ")).ToBeInViewportAsync();
        await Expect(ada.JumpToNewest).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_reads_above_keeps_the_place_however_much_was_said_while_the_network_was_away()
    {
        var ada = await Enters("Ada", server: _server);
        await Expect(ada.Articles).ToHaveCountAsync(30);
        await ada.Log.HoverAsync();
        await ada.Page.Mouse.WheelAsync(0, -600);
        await Expect(ada.JumpToNewest).ToBeVisibleAsync();
        var before = await ada.Looks();
        await ada.GoesOffline();
        await Expect(ada.Connection).ToContainTextAsync("You are offline");
        await _bob.Says(Enumerable.Range(121, 350).Select(Told));
        await ada.ComesBack();
        await ada.IsIn();
        await Expect(ada.Page).ToHaveTitleAsync("(99+) General · ChatMux");
        Assert.InRange(await ada.StandsAt() - before, -AFewPx, AFewPx);
        await ada.JumpToNewest.ClickAsync();
        await Expect(ada.Message("number 470 ")).ToBeInViewportAsync();
        await Expect(ada.JumpToNewest).ToHaveCountAsync(0);
        await Expect(ada.Page).ToHaveTitleAsync("General · ChatMux");
    }

    [Fact]
    public async Task Whoever_looks_at_the_newest_message_stays_there_when_the_log_shrinks_and_grows_between_two_frames()
    {
        var ada = await Enters("Ada", server: _server);
        await Expect(ada.Articles).ToHaveCountAsync(30);
        await Expect(ada.Articles.Last).ToBeInViewportAsync();
        await ada.Log.EvaluateAsync("""
            async (log) => {
              const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))
              const { style } = [...log.querySelectorAll('article')].at(-1)
              style.marginBottom = '100px'
              await painted()
              style.marginBottom = '0'
              log.scrollTop += 0
              style.marginBottom = '200px'
              await painted()
            }
            """);
        await _bob.Says(Told(121));
        await Expect(ada.Message("number 121 ")).ToBeInViewportAsync();
        await Expect(ada.JumpToNewest).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_was_not_read_is_counted_and_stands_below_a_line_after_a_reload()
    {
        var ada = await Enters("Ada", server: _server);
        await Expect(ada.Articles).ToHaveCountAsync(30);
        await Expect(ada.Page).ToHaveTitleAsync("General · ChatMux");
        await ada.Log.HoverAsync();
        await ada.Page.Mouse.WheelAsync(0, -600);
        await Expect(ada.JumpToNewest).ToBeVisibleAsync();
        await _bob.Says(Enumerable.Range(121, 12).Select(Told));
        await Expect(ada.Page).ToHaveTitleAsync("(12) General · ChatMux");
        var general = ada.Page.GetByRole(AriaRole.List, new() { Name = "Rooms" }).GetByRole(AriaRole.Listitem).First;
        await Expect(general).ToContainTextAsync("12");
        await ada.Reloads();
        await Expect(ada.Log.GetByText("New", new() { Exact = true })).ToBeInViewportAsync();
        await Expect(ada.Message("number 121 ")).ToBeInViewportAsync();
        await ada.JumpToNewest.ClickAsync();
        await Expect(ada.Page).ToHaveTitleAsync("General · ChatMux");
    }

    private static string Told(int number) => $"This is number {number} of many,\nand it has\nfour lines\nto read.";

    /// <summary>Scrolls near the top of what is there, and looks at the end of the first message in view.</summary>
    private static Task<double> ScrollsUp(Person reader) => reader.Looks("log.scrollTop = 200");

    private static async Task<IEnumerable<string>> FirstLines(Person reader) =>
        (await reader.Log.GetByText("This is number").AllInnerTextsAsync()).Select(text => text.Split('\n')[0]);
}
