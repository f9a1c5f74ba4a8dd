using System.Globalization;

namespace ChatMux.Browser.Tests.Graph;

/// <summary>
/// That a graph at rest does nothing, and, printed, how it moves: 200 people and 20 rooms, or as many people as <c>CHATMUX_GRAPH_PEOPLE</c>
/// says.
/// </summary>
[Collection("Graph")]
public sealed class GraphPaceTests(Stage stage) : BrowserTest(stage)
{
    private const int Rooms = 20;

    private static readonly int People =
        int.Parse(Environment.GetEnvironmentVariable("CHATMUX_GRAPH_PEOPLE") ?? "200", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_graph_that_has_come_to_rest_asks_for_no_frames()
    {
        await using var server = await ChatServer.Start();
        await using var company = new Company(server);
        var inRooms = People * 6 / 10;
        var movers = Math.Min(inRooms, 100);
        await company.Come(People);
        await company.Open(Rooms);
        await company.Fill(inRooms);
        var ada = await Visits("Zoe", server: server);
        await ada.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        await CountsFrames(ada);
        await ada.Page.ReloadAsync();
        await ada.EntersAsGuest();
        await Watch(ada, "the graph is opened", async () =>
        {
            await ada.OpensTheGraph();
            await Expect(ada.Graph().Locator("[data-person]")).ToHaveCountAsync(People + 1);
        });
        await Watch(ada, "people go from room to room", () => company.MoveOn(movers, by: 3));
        await ada.Graph().Locator("[data-person] [role=button]").First.FocusAsync();
        await Watch(ada, "they go on, and keys go from one to the next", () => Task.WhenAll(company.MoveOn(movers, by: 6), PressKeys(ada)));
        await ada.Page.Keyboard.PressAsync("Escape");
        // The same without a server that works on the same machine: all of it takes another shape.
        await Watch(ada, "turned", () => ada.Page.SetViewportSizeAsync(1000, 1100));
        await Watch(ada, "turned back, and keys go from one to the next", () => Task.WhenAll(ada.Page.SetViewportSizeAsync(1440, 900), PressKeys(ada)));

        var session = await ada.Page.Context.NewCDPSessionAsync(ada.Page);
        await session.SendAsync("Performance.enable");
        var before = await Busy(session);
        var asked = await ada.Page.EvaluateAsync<int>("() => window.watch(120)");
        var busy = await Busy(session) - before;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"At rest: {busy * 1000:F0} ms of work in {120 / 60.0:F0} s, most of it the watching itself; {asked} frames asked for."));
        Assert.Equal(0, asked);
        await ada.LeavesForGood();
    }

    private static async Task PressKeys(Person person)
    {
        for (var key = 0; key < 20; key++)
            await person.Page.Keyboard.PressAsync(key % 4 < 2 ? "ArrowRight" : "ArrowLeft");
    }

    /// <summary>Prints the frames from when it begins until nothing moves any more.</summary>
    private static async Task Watch(Person person, string what, Func<Task> happens)
    {
        await person.Page.EvaluateAsync("() => { window.begin() }");
        await happens();
        await person.Page.EvaluateAsync("() => window.rest()");
        var frames = await person.Page.EvaluateAsync<string>("() => window.end()");
        TestContext.Current.TestOutputHelper!.WriteLine($"{People} people, {Rooms} rooms, {what}: {frames}.");
    }

    private static async Task<double> Busy(ICDPSession session)
    {
        var metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics");
        return metrics.EnumerateArray().Single(one => one.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
    }

    // The page's own frames are counted; these functions have frames of their own.
    private static async Task CountsFrames(Person person) => await person.Page.AddInitScriptAsync("""
        const frame = window.requestAnimationFrame.bind(window)
        let asked = 0
        window.requestAnimationFrame = (run) => { asked++; return frame(run) }
        let [times, tasks, answers, watch] = [[], [], [], 0]
        new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration))).observe({ entryTypes: ['longtask'] })
        // From the press until what it did is to be seen.
        new PerformanceObserver((list) => answers.push(...list.getEntries().filter((one) => one.name === 'keydown').map((one) => one.duration)))
          .observe({ type: 'event', durationThreshold: 16 })
        window.begin = () => {
          [times, tasks, answers] = [[], [], []]
          // Of an earlier watch there may be a frame to come: each is noted once.
          let [mine, last] = [++watch, performance.now()]
          const note = (now) => {
            if (mine !== watch) return
            times.push(now - last)
            last = now
            frame(note)
          }
          frame(note)
        }
        window.end = () => {
          watch++
          // Without those at the end, in which nothing moved any more.
          times = times.slice(0, -still)
          const at = (all, part) => all.toSorted((one, other) => one - other)[Math.min(all.length - 1, Math.floor(all.length * part))]
          const keys = answers.length ? `, keys answered in ${at(answers, 0.5)} ms, the slowest in ${Math.max(...answers)} ms` : ''
          return `${times.length} frames, p50 ${at(times, 0.5).toFixed(1)} ms, p95 ${at(times, 0.95).toFixed(1)} ms, longest task ${Math.max(0, ...tasks)} ms${keys}`
        }
        window.watch = (frames) => new Promise((resolve) => {
          const before = asked
          const look = (left) => (left === 0 ? resolve(asked - before) : frame(() => look(left - 1)))
          look(frames)
        })
        const still = 60
        window.rest = () => new Promise((resolve) => {
          let [before, quiet] = [asked, 0]
          const look = () => {
            quiet = asked === before ? quiet + 1 : 0
            before = asked
            quiet < still ? frame(look) : resolve()
          }
          look()
        })
        """);
}
