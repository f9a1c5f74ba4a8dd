using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatMux.Browser.Tests.Messages;

/// <summary>A room of a hundred thousand messages: smooth, and always where one expects.</summary>
public sealed class LongRoomTests(Stage stage) : BrowserTest(stage)
{
    private const int Past = 100_000;
    private const int HeldAtMost = 500;

    private ChatServer _server = null!;
    private Guest _bob = null!;

    public override async ValueTask InitializeAsync()
    {
        _server = await ChatServer.Start();
        _bob = await Guest.Enters(_server, "Bob");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_is_scrolled_gone_through_by_link_and_by_day_and_left_for_the_newest()
    {
        await _bob.SaysAtOnce(Enumerable.Range(1, Past).Select(Told), batch: 500);
        var ada = await Enters("Ada", server: _server);
        await Expect(Numbered(ada, Past)).ToBeInViewportAsync();
        await Scrolls(ada, "from the newest up", -400);

        await ada.Page.EvaluateAsync("(room) => { location.hash = `#/room/${room}/50000` }", await _server.General());
        await Expect(Numbered(ada, 50_000)).ToBeInViewportAsync();
        await Expect(Numbered(ada, 50_000)).ToBeFocusedAsync();
        await Scrolls(ada, "from the middle up", -400);
        await Scrolls(ada, "from there down", 400);

        await ada.Log.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("go to another day") }).First.ClickAsync();
        await ada.Button("The beginning").ClickAsync();
        await Expect(Numbered(ada, 1)).ToBeInViewportAsync();
        await Expect(ada.Log.GetByText("This is where General begins.")).ToBeInViewportAsync();
        await Scrolls(ada, "from the beginning down", 400);

        await ada.JumpToNewest.ClickAsync();
        await Expect(Numbered(ada, Past)).ToBeInViewportAsync();
        await Expect(ada.JumpToNewest).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_was_written_meanwhile_is_far_more_than_is_loaded_and_its_beginning_is_one_step_away()
    {
        await _bob.SaysAtOnce(Enumerable.Range(1, 50).Select(Told), batch: 1);
        var ada = await Enters("Ada", server: _server);
        await Expect(Numbered(ada, 50)).ToBeInViewportAsync();
        await ada.ClosesTheTab();
        await _bob.SaysAtOnce(Enumerable.Range(51, 1_000).Select(Told), batch: 1);
        var back = await ada.OpensAnotherTab();
        await back.IsIn();
        await Expect(Numbered(back, 1_050)).ToBeInViewportAsync();
        await Pictures.Draw(back, "unread-above");
        await back.Button("Jump to the first unread").ClickAsync();
        await Expect(Numbered(back, 51)).ToBeInViewportAsync();
        await Expect(back.Log.GetByText("New", new() { Exact = true })).ToBeInViewportAsync();
        await Expect(back.Button("Jump to the first unread")).ToHaveCountAsync(0);
        await Pictures.Draw(back, "first-unread");
    }

    [Fact]
    public async Task The_choice_of_a_day_stays_open_while_earlier_messages_come()
    {
        await _bob.SaysAtOnce(Enumerable.Range(1, 300).Select(Told), batch: 1);
        var ada = await Enters("Ada", server: _server);
        await Expect(Numbered(ada, 300)).ToBeInViewportAsync();
        var first = await ada.Articles.First.GetAttributeAsync("data-sequence");
        await ada.Log.EvaluateAsync("(log) => { log.querySelector('.day-name').click(); log.scrollTop = 0 }");
        await Expect(ada.Articles.First).Not.ToHaveAttributeAsync("data-sequence", first!);
        await ada.Page.GetByRole(AriaRole.Dialog, new() { Name = "Go to another day" }).GetByRole(AriaRole.Button, new() { Name = "The beginning" }).ClickAsync();
        await Expect(Numbered(ada, 1)).ToBeInViewportAsync();
        await Expect(ada.Log.Locator(".day-name")).ToHaveCountAsync(1);
    }

    private static string Told(int number) => number % 7 == 0 ? $"number {number} of many,\nwhich is\nlonger" : $"number {number} of many";

    private static ILocator Numbered(Person person, int sequence) => person.Log.Locator($"article[data-sequence='{sequence}']");

    /// <summary>
    /// By the wheel. Whatever is loaded and let go meanwhile, a message moves by the wheel alone: never the other way, never by more
    /// than a view at once. Prints how long the frames took.
    /// </summary>
    private static async Task Scrolls(Person ada, string where, float wheel)
    {
        await ada.Log.HoverAsync();
        await ada.Log.EvaluateAsync("""
            (log) => {
              const seen = { frames: [], jumps: [], most: 0, going: true }
              window.seen = seen
              const place = () => new Map([...log.querySelectorAll('article')].map((a) => [a.dataset.sequence, a.getBoundingClientRect().top]))
              let before = place()
              let at = performance.now()
              // Measured where the frame has been laid out, by an element that changes its size in each one: as it will be painted.
              const probe = document.body.appendChild(document.createElement('div'))
              Object.assign(probe.style, { position: 'fixed', left: '-9px', height: '1px', width: '1px' })
              const look = () => {
                const here = place()
                seen.most = Math.max(seen.most, here.size)
                for (const [sequence, top] of here)
                  if (before.has(sequence) && top > 0 && top < log.clientHeight) { seen.jumps.push(top - before.get(sequence)); break }
                before = here
              }
              const observer = new ResizeObserver(look)
              observer.observe(probe)
              const frame = (now) => {
                seen.frames.push(now - at)
                at = now
                probe.style.width = `${1 + (seen.frames.length % 2)}px`
                if (seen.going) requestAnimationFrame(frame)
                else observer.disconnect()
              }
              requestAnimationFrame(frame)
            }
            """);
        for (var turn = 0; turn < 150; turn++)
            await ada.Page.Mouse.WheelAsync(0, wheel);
        var seen = await ada.Page.EvaluateAsync<Seen>("() => { window.seen.going = false; return window.seen }");
        await ComesToRest(ada);
        var frames = seen.Frames.Order().ToArray();
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{where}: {frames.Length} frames, p50 {frames[frames.Length / 2]:F1} ms, p95 {frames[frames.Length * 95 / 100]:F1} ms, longest {frames[^1]:F1} ms, at most {seen.Most} messages held"));
        Assert.InRange(seen.Most, 1, HeldAtMost);
        Assert.All(seen.Jumps, moved => Assert.InRange(-Math.Sign(wheel) * moved, -3, 20 * Math.Abs(wheel)));
    }

    // The last turns of the wheel still move the log, and load pages, when they have been given.
    private static async Task ComesToRest(Person ada) => await ada.Log.EvaluateAsync("""
        (log) => new Promise((resolve) => {
          let [before, still] = ['', 0]
          const look = () => {
            const now = `${log.scrollTop} ${log.scrollHeight}`
            still = now === before && log.ariaLive === 'polite' ? still + 1 : 0
            before = now
            if (still > 30) resolve()
            else requestAnimationFrame(look)
          }
          look()
        })
        """);

    private sealed class Seen
    {
        public double[] Frames { get; set; } = [];

        public double[] Jumps { get; set; } = [];

        public int Most { get; set; }
    }
}
