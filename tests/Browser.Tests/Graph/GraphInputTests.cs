using System.Text.RegularExpressions;
using ChatMux.Browser.Tests.Friends;
using static ChatMux.Browser.Tests.Graph.Drawing;

namespace ChatMux.Browser.Tests.Graph;

/// <summary>What one does in the graph by keyboard, by mouse and by touch.</summary>
[Collection("Graph")]
public sealed class GraphInputTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Everything_can_be_done_without_a_mouse()
    {
        await using var server = await ChatServer.Start();
        var (ada, grace, bob) = (await SignsUp("Ada", server: server), await SignsUp("Grace", server: server), await Enters("Bob", server: server));
        await bob.Creates("Tea");
        var keyboard = ada.Page.Keyboard;
        await ada.View("Graph").FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(Heading(ada)).ToHaveTextAsync("Everyone here · 3");
        await ada.IsAtRest();
        // One stop of the Tab key, at oneself, and from there on the arrow keys.
        await ada.Graph().GetByRole(AriaRole.Searchbox).FocusAsync();
        await keyboard.PressAsync("Tab");
        await Expect(ada.Figure(ada)).ToBeFocusedAsync();
        await keyboard.PressAsync("End");
        await Expect(ada.Circle("Tea")).ToBeFocusedAsync();
        await keyboard.PressAsync("Home");
        await Expect(ada.Figure(ada)).ToBeFocusedAsync();
        await GoesTo(ada, ada.Figure(grace));
        await Expect(ada.Card(grace)).ToBeVisibleAsync();
        await keyboard.PressAsync("Enter");
        await Expect(ada.Card(grace)).ToBeFocusedAsync();
        await keyboard.PressAsync("Tab");
        await Expect(ada.Card(grace).GetByRole(AriaRole.Button).First).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(ada.Card(grace)).ToBeHiddenAsync();
        await Expect(ada.Figure(grace)).ToBeFocusedAsync();

        var scale = await Transform(ada);
        await keyboard.PressAsync("+");
        await Expect(ada.Page.Locator(".graph-world")).Not.ToHaveAttributeAsync("style", scale);
        var closer = await Transform(ada);
        await keyboard.PressAsync("Shift+ArrowRight");
        await Expect(ada.Page.Locator(".graph-world")).Not.ToHaveAttributeAsync("style", closer);
        await keyboard.PressAsync("0");
        await ada.IsAtRest();
        Assert.Equal(scale, await Transform(ada));

        await GoesTo(ada, ada.Circle("Tea"));
        await keyboard.PressAsync("Enter");
        await Stands(ada, ada, "Tea");
        await Expect(Heading(ada)).ToHaveTextAsync("Tea");
        await Expect(ada.Circle("Tea")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Tea" })).ToBeVisibleAsync();
        foreach (var person in new[] { ada, grace, bob })
            await person.LeavesForGood();
    }

    // As somebody would who sees where it lies.
    private static async Task GoesTo(Person person, ILocator goal)
    {
        for (var tries = 0; tries < 12; tries++)
        {
            if (await goal.EvaluateAsync<bool>("(one) => one === document.activeElement"))
                return;
            var key = await goal.EvaluateAsync<string>("""
                (goal) => {
                  const at = (one) => {
                    const [x, y] = one.closest('[data-person], [data-room]').getAttribute('transform').match(/-?[\d.]+/g).map(Number)
                    return [x, y - Number(one.querySelector('.graph-ring')?.getAttribute('r') ?? 0)]
                  }
                  const [from, to] = [at(document.activeElement), at(goal)]
                  const [x, y] = [to[0] - from[0], to[1] - from[1]]
                  return Math.abs(x) > Math.abs(y) ? (x > 0 ? 'ArrowRight' : 'ArrowLeft') : y > 0 ? 'ArrowDown' : 'ArrowUp'
                }
                """);
            await person.Page.Keyboard.PressAsync(key);
        }
        await Expect(goal).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Somebody_is_invited_by_dragging_them_onto_a_room_and_one_goes_there_by_dragging_oneself()
    {
        await using var server = await ChatServer.Start();
        var (ada, grace) = (await Enters("Ada", server: server), await Enters("Grace", server: server));
        await grace.Creates("Ice");
        await ada.Creates("Tea");
        await ada.OpensTheGraph();
        await ada.Button("Show everyone").ClickAsync();
        await ada.IsAtRest();
        await Drags(ada, ada.Figure(grace), ada.Circle("Tea"));
        await Expect(ada.Graph().GetByText($"Invited {grace.Name} to Tea.")).ToBeVisibleAsync();
        await Expect(grace.Page.GetByRole(AriaRole.Status, new() { Name = "Invitation" })).ToHaveTextAsync($"{ada.Name} invites you to Tea");
        await ada.IsAtRest();
        await Stands(ada, grace, "Ice");
        // Where one is not oneself, one invites nobody.
        await Drags(ada, ada.Figure(grace), ada.Circle("Ice"));
        await Expect(ada.Graph().GetByText($"{grace.Name} is in Ice already.")).ToBeVisibleAsync();
        await ada.IsAtRest();
        await Drags(ada, ada.Figure(ada), ada.Circle("Ice"));
        await Stands(ada, ada, "Ice");
        await Expect(Heading(ada)).ToHaveTextAsync("Ice");
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Join", Exact = true }).ClickAsync();
        await Stands(ada, grace, "Tea");
        await ada.LeavesForGood();
        await grace.LeavesForGood();
    }

    private static async Task Drags(Person person, ILocator figure, ILocator circle)
    {
        var mouse = person.Page.Mouse;
        // Where no card opens meanwhile.
        await mouse.MoveAsync(1, 1);
        await Expect(person.Page.Locator(".profile-card")).ToHaveCountAsync(0);
        await person.IsAtRest();
        var (from, to) = (await Middle(figure.Locator(".graph-face")), await Middle(circle.Locator(".graph-ring")));
        await mouse.MoveAsync(from.X, from.Y);
        await mouse.DownAsync();
        await mouse.MoveAsync(to.X, to.Y + 20, new() { Steps = 8 });
        await Expect(person.Graph().Locator(".graph-room.target").GetByRole(AriaRole.Button))
            .ToHaveAccessibleNameAsync(await circle.GetAttributeAsync("aria-label") ?? "");
        await mouse.UpAsync();
    }

    [Fact]
    public async Task Two_fingers_zoom_one_moves_the_view_and_one_that_rests_on_somebody_takes_them_along()
    {
        await using var server = await ChatServer.Start();
        var (ada, grace) = (await Enters("Ada", Screen.Phone, server), await Enters("Grace", server: server));
        await ada.Creates("Tea");
        await ada.OpensTheGraph();
        await ada.Button("Show everyone").ClickAsync();
        await ada.IsAtRest();
        var fingers = await ada.Page.Context.NewCDPSessionAsync(ada.Page);
        var (person, room) = (await Middle(ada.Figure(grace).Locator(".graph-face")), await Middle(ada.Circle("Tea").Locator(".graph-ring")));
        // Taken, and let go by a second finger: nobody is invited.
        await Touch(fingers, "touchStart", person);
        await Expect(ada.Graph().Locator(".graph-room.target")).ToHaveCountAsync(0);
        await ada.Page.WaitForFunctionAsync("(began) => performance.now() - began > 500", await ada.Page.EvaluateAsync<double>("() => performance.now()"));
        await Touch(fingers, "touchMove", (room.X, room.Y + 20));
        await Expect(ada.Graph().Locator(".graph-room.target")).ToHaveCountAsync(1);
        await Touch(fingers, "touchStart", (room.X, room.Y + 20), (room.X + 40, room.Y + 40));
        await Expect(ada.Graph().Locator(".graph-room.target")).ToHaveCountAsync(0);
        await Touch(fingers, "touchEnd");
        await Expect(ada.Graph().GetByText("Invited")).ToHaveCountAsync(0);
        await ada.IsAtRest();
        // Taken and dropped.
        person = await Middle(ada.Figure(grace).Locator(".graph-face"));
        room = await Middle(ada.Circle("Tea").Locator(".graph-ring"));
        await Touch(fingers, "touchStart", person);
        await ada.Page.WaitForFunctionAsync("(began) => performance.now() - began > 500", await ada.Page.EvaluateAsync<double>("() => performance.now()"));
        await Touch(fingers, "touchMove", (room.X, room.Y + 20));
        await Touch(fingers, "touchEnd");
        await Expect(ada.Graph().GetByText($"Invited {grace.Name} to Tea.")).ToBeVisibleAsync();
        await ada.IsAtRest();
        // Even where they land on people, two fingers zoom.
        var before = await Transform(ada);
        person = await Middle(ada.Figure(grace).Locator(".graph-face"));
        await Touch(fingers, "touchStart", person, (person.X + 30, person.Y + 30));
        await Touch(fingers, "touchMove", (person.X - 20, person.Y - 20), (person.X + 60, person.Y + 60));
        await Touch(fingers, "touchEnd");
        var zoomed = await Transform(ada);
        Assert.True(K(zoomed) > 1.5 * K(before), $"{before} became {zoomed}");
        var stage = await Middle(ada.Graph().Locator(".graph-drawing"));
        await Touch(fingers, "touchStart", stage);
        await Touch(fingers, "touchMove", (stage.X + 40, stage.Y + 10));
        await Touch(fingers, "touchEnd");
        var moved = await Transform(ada);
        Assert.Equal(K(zoomed), K(moved));
        Assert.NotEqual(zoomed, moved);
        await ada.LeavesForGood();
        await grace.LeavesForGood();

        static double K(string view) => double.Parse(Regex.Match(view, @"scale\(([\d.]+)\)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task Touch(ICDPSession fingers, string type, params (float X, float Y)[] at) => await fingers.SendAsync("Input.dispatchTouchEvent",
        new() { ["type"] = type, ["touchPoints"] = at.Select((one, id) => new { x = one.X, y = one.Y, id }).ToArray() });

    private static async Task<(float X, float Y)> Middle(ILocator one)
    {
        var box = (await one.BoundingBoxAsync())!;
        return (box.X + box.Width / 2, box.Y + box.Height / 2);
    }
}
