using ChatMux.Browser.Tests.Friends;
using static ChatMux.Browser.Tests.Graph.Drawing;

namespace ChatMux.Browser.Tests.Graph;

[Collection("Graph")]
public sealed class GraphTests(Stage stage) : BrowserTest(stage)
{
    // Beside whoever stands in it.
    private static async Task Taps(Person person, string room)
    {
        var ring = person.Circle(room).Locator(".graph-ring");
        await ring.ClickAsync(new() { Position = new() { X = (await ring.BoundingBoxAsync())!.Width / 2, Y = 10 } });
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task A_tap_on_a_circle_joins_and_everyone_sees_one_go_there(int width)
    {
        await using var server = await ChatServer.Start();
        var (ada, grace) = (await Enters("Ada", Screen.OfWidth(width), server), await Enters("Grace", Screen.OfWidth(width), server));
        await ada.Creates("Tea");
        await ada.OpensTheGraph();
        await Expect(Heading(ada)).ToHaveTextAsync("Tea");
        await grace.OpensTheGraph();
        await Expect(Heading(grace)).ToHaveTextAsync("Everyone here · 2");
        await Stands(grace, ada, "Tea");
        await Stands(ada, grace, null);
        await grace.IsAtRest();
        await Taps(grace, "Tea");
        await Stands(ada, grace, "Tea");
        await Stands(grace, grace, "Tea");
        await Expect(Heading(grace)).ToHaveTextAsync("Tea");
        await Pictures.Draw(grace, "graph-inside");

        await grace.Button("Show everyone").ClickAsync();
        await Expect(Heading(grace)).ToHaveTextAsync("Everyone here · 2");
        await grace.Button("Back to Tea").ClickAsync();
        await Expect(Heading(grace)).ToHaveTextAsync("Tea");
        await grace.Button("Open the chat").ClickAsync();
        await Expect(grace.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Tea" })).ToBeVisibleAsync();
        await grace.Says("I walked in");
        await grace.Sees("I walked in");
        await grace.Page.GoBackAsync();
        await Expect(Heading(grace)).ToHaveTextAsync("Tea");
        await grace.Page.ReloadAsync();
        await Expect(Heading(grace)).ToHaveTextAsync("Tea");

        // Whoever goes to another room of theirs is seen to move there, and whoever leaves to come out.
        await ada.Creates("Ice");
        await Stands(grace, ada, "Ice");
        await ada.LeavesForGood();
        await grace.LeavesForGood();
    }

    [Fact]
    public async Task The_search_finds_and_centres_people_and_rooms()
    {
        await using var server = await ChatServer.Start();
        await using var company = new Company(server);
        await company.Come(40);
        await company.Open(6);
        await company.Fill(30);
        var ada = await Enters("Zoe", server: server);
        await ada.OpensTheGraph();
        var search = ada.Graph().GetByRole(AriaRole.Searchbox);
        await search.FillAsync("katherine");
        await Expect(ada.Graph().GetByText("3 found")).ToBeVisibleAsync();
        await Expect(ada.Graph().Locator(".found")).ToHaveCountAsync(3);
        await ada.IsAtRest();
        var middle = await ada.Graph().Locator(".found").First.EvaluateAsync<double[]>("""
            (one) => {
              const [inner, outer] = [one.querySelector('.graph-face'), one.closest('.graph-drawing')].map((each) => each.getBoundingClientRect())
              return [inner.x + inner.width / 2 - outer.x - outer.width / 2, inner.y + inner.height / 2 - outer.y - outer.height / 2]
            }
            """);
        Assert.All(middle, way => Assert.InRange(way, -20, 20));
        await search.PressAsync("Enter");
        await Expect(ada.Graph().Locator("[data-person].found").First.GetByRole(AriaRole.Button)).ToBeFocusedAsync();
        await search.FillAsync("gardening");
        await Expect(ada.Graph().GetByText("1 found")).ToBeVisibleAsync();
        await search.FillAsync("nobody at all");
        await Expect(ada.Graph().GetByText("Nobody found")).ToBeVisibleAsync();
        await search.PressAsync("Escape");
        await Expect(search).ToHaveValueAsync("");
        await Expect(ada.Graph().Locator(".faint")).ToHaveCountAsync(0);
        await ada.LeavesForGood();
    }

    [Fact]
    public async Task Friends_and_other_tabs_are_joined_to_oneself_and_whoever_is_blocked_is_not_there()
    {
        await using var server = await ChatServer.Start();
        var (ada, grace, bob) = (await SignsUp("Ada", server: server), await SignsUp("Grace", server: server), await SignsUp("Bob", server: server));
        await ada.Befriends(grace);
        await ada.OpensTheGraph();
        await Expect(ada.Figure(grace)).ToHaveAccessibleNameAsync($"{grace.Name}, friend, Online");
        await Expect(ada.Graph().Locator(".graph-line")).ToHaveCountAsync(1);
        await Expect(ada.Figure(bob)).ToHaveAccessibleNameAsync($"{bob.Name}, Online");
        var other = await ada.OpensAnotherTab();
        await Expect(ada.Graph().Locator(".graph-connection")).ToHaveCountAsync(1);
        await Expect(ada.Figure(ada)).ToHaveAccessibleNameAsync($"{ada.Name}, you, Online, and in 1 other tab");
        await other.ClosesTheTab();
        await Expect(ada.Graph().Locator(".graph-connection")).ToHaveCountAsync(0);

        // The same commands as in the list.
        await ada.IsAtRest();
        var inList = await Commands(ada, ada.Friend(grace).GetByRole(AriaRole.Button).First, grace);
        Assert.Equal(inList, await Commands(ada, ada.Figure(grace).Locator(".graph-face"), grace));
        Assert.Contains("Unfriend", inList);
        await ada.Figure(bob).Locator(".graph-face").ClickAsync();
        await ada.Card(bob).In("Block").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Block {bob.Name}?" }).In("Block").ClickAsync();
        await Expect(ada.Figure(bob)).ToHaveCountAsync(0);
        await Expect(Heading(ada)).ToHaveTextAsync("Everyone here · 2");
        foreach (var person in new[] { ada, grace, bob })
            await person.LeavesForGood();
    }

    private static async Task<string[]> Commands(Person person, ILocator opens, Person of)
    {
        await opens.ClickAsync();
        await Expect(person.Card(of)).ToBeVisibleAsync();
        var commands = await person.Card(of).GetByRole(AriaRole.Button).AllInnerTextsAsync();
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(person.Card(of)).ToBeHiddenAsync();
        return [.. commands];
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task Nothing_stands_in_the_way_of_those_who_see_or_hear_the_graph_otherwise(int width)
    {
        await using var server = await ChatServer.Start();
        await using var company = new Company(server);
        await company.Come(5);
        await company.Open(2);
        await company.Fill(3);
        var ada = await Enters("Zoe", Screen.OfWidth(width), server);
        await ada.OpensTheGraph();
        await ada.IsAtRest();
        await AccessibilityTests.FindsNothing(ada);
        await ada.Graph().Locator("[data-person]").Nth(1).Locator(".graph-face").ClickAsync();
        await Expect(ada.Page.Locator(".profile-card")).ToBeVisibleAsync();
        await Pictures.Draw(ada, "graph-card");
        await AccessibilityTests.FindsNothing(ada);
        await ada.LeavesForGood();
    }

    [Fact]
    public async Task Whoever_comes_moves_neither_the_view_nor_what_is_open_nor_the_focus()
    {
        await using var server = await ChatServer.Start();
        await using var company = new Company(server);
        await company.Come(3);
        var ada = await SignsUp("Ada", server: server);
        await ada.Creates("Tea");
        await ada.OpensTheGraph();
        await Expect(Heading(ada)).ToHaveTextAsync("Tea");
        await ada.Button("Show everyone").ClickAsync();
        await ada.IsAtRest();
        await ada.Button("Zoom in").ClickAsync();
        var view = await Transform(ada);
        var first = ada.Graph().Locator("[data-person]").Nth(1);
        await first.Locator(".graph-face").ClickAsync();
        await ada.Button("Invite to a room").ClickAsync();
        await Expect(ada.MenuItem("Tea")).ToBeFocusedAsync();

        await company.Come(2);
        await Expect(ada.Graph().Locator("[data-person]")).ToHaveCountAsync(6);
        await ada.IsAtRest();
        Assert.Equal(view, await Transform(ada));
        await Expect(Heading(ada)).ToHaveTextAsync("Everyone here · 6");
        await Expect(ada.MenuItem("Tea")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.MenuItem("Tea")).ToBeHiddenAsync();
        await Expect(ada.Page.Locator(".profile-card")).ToBeVisibleAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Page.Locator(".graph-card")).ToHaveCountAsync(0);
        await Expect(first.GetByRole(AriaRole.Button)).ToBeFocusedAsync();
        await ada.LeavesForGood();
    }
}
