namespace ChatMux.Browser.Tests.Messages;

/// <summary>What one does to messages that are there: rewrite, delete, react, answer.</summary>
public sealed class ChangingTests(Stage stage) : BrowserTest(stage)
{
    private ChatServer _server = null!;

    public override async ValueTask InitializeAsync() => _server = await ChatServer.Start();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static ILocator Action(Person person, string message, string name) =>
        person.Message(message).GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task Chooses(Person person, string message, string action)
    {
        await person.Message(message).HoverAsync();
        await Action(person, message, action).ClickAsync();
    }

    private static ILocator Editor(Person person) => person.Page.GetByRole(AriaRole.Textbox, new() { Name = "Edit message" });

    private static ILocator Reaction(Person person, string message, string emoji) =>
        person.Message(message).GetByRole(AriaRole.Group, new() { Name = "Reactions" }).GetByRole(AriaRole.Button, new() { Name = emoji });

    [Fact]
    public async Task A_message_is_rewritten_for_everybody_and_for_good()
    {
        var ada = await Enters("Ada", server: _server);
        var bob = await Enters("Bob", server: _server);
        await ada.Says("Meet at ten");
        await bob.Sees("Meet at ten");
        // Nobody else's: Bob is not offered it.
        await bob.Message("Meet at ten").HoverAsync();
        await Expect(Action(bob, "Meet at ten", "Reply")).ToBeVisibleAsync();
        await Expect(Action(bob, "Meet at ten", "Edit")).ToHaveCountAsync(0);
        await Chooses(ada, "Meet at ten", "Edit");
        await Pictures.Draw(ada, "edit-message");
        await Editor(ada).FillAsync("Meet at eleven");
        await Editor(ada).PressAsync("Enter");
        foreach (var person in new[] { ada, bob })
        {
            await person.Sees("Meet at eleven");
            await Expect(person.Message("Meet at eleven").GetByText("(edited)")).ToBeVisibleAsync();
            await Expect(person.Message("Meet at ten")).ToHaveCountAsync(0);
        }
        // By keyboard: the last own message, and leaving it as it was.
        await ada.MessageBox.PressAsync("ArrowUp");
        await Editor(ada).PressAsync("End");
        await Editor(ada).PressSequentiallyAsync(" or not");
        await Editor(ada).PressAsync("Escape");
        await Expect(Editor(ada)).ToHaveCountAsync(0);
        await bob.Reloads();
        await Expect(bob.Message("Meet at eleven").GetByText("(edited)")).ToBeVisibleAsync();
        await Expect(bob.Message("or not")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_deleted_message_leaves_its_place_and_nothing_else()
    {
        var ada = await Enters("Ada", server: _server);
        var bob = await Enters("Bob", server: _server);
        await ada.Says("A slip of the pen");
        await bob.Sees("A slip of the pen");
        await Chooses(bob, "A slip of the pen", "Reply");
        await bob.Says("What do you mean?");
        await ada.Sees("What do you mean?");
        var said = ada.Articles.First;
        await said.HoverAsync();
        await said.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await ada.MenuItem("Delete").ClickAsync();
        await ada.Button("Cancel").ClickAsync();
        await Expect(said).ToContainTextAsync("A slip of the pen");
        await said.HoverAsync();
        await said.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await ada.MenuItem("Delete").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        foreach (var person in new[] { ada, bob })
        {
            await Expect(person.Articles.First).ToContainTextAsync("Message deleted");
            await Expect(person.Message("What do you mean?")).ToContainTextAsync("Message deleted");
            await Expect(person.Log.GetByText("A slip of the pen")).ToHaveCountAsync(0);
        }
        await bob.Reloads();
        await Expect(bob.Articles.First).ToContainTextAsync("Message deleted");
        await Expect(bob.Log.GetByText("A slip of the pen")).ToHaveCountAsync(0);
        await Pictures.Draw(bob, "deleted-message");
    }

    [Fact]
    public async Task Reactions_are_counted_live_and_taken_back()
    {
        var ada = await Enters("Ada", server: _server);
        var bob = await Enters("Bob", server: _server);
        await ada.Says("Tea?");
        await bob.Sees("Tea?");
        await Chooses(bob, "Tea?", "React with 👍");
        await Expect(Reaction(ada, "Tea?", "👍")).ToHaveAccessibleNameAsync($"👍 1: {bob.Name}");
        await Reaction(ada, "Tea?", "👍").ClickAsync();
        await Expect(Reaction(bob, "Tea?", "👍")).ToHaveAccessibleNameAsync($"👍 2: you, {ada.Name}");
        await Chooses(bob, "Tea?", "React");
        await bob.Page.GetByRole(AriaRole.Searchbox).FillAsync("rocket");
        await Pictures.Draw(bob, "react");
        await bob.Page.GetByRole(AriaRole.Option, new() { Name = "rocket" }).First.ClickAsync();
        await Expect(Reaction(ada, "Tea?", "🚀")).ToHaveAttributeAsync("aria-pressed", "false");
        await Reaction(bob, "Tea?", "👍").ClickAsync();
        await Expect(Reaction(ada, "Tea?", "👍")).ToHaveAccessibleNameAsync("👍 1: you");
        await ada.Reloads();
        await Expect(Reaction(ada, "Tea?", "👍")).ToHaveAttributeAsync("aria-pressed", "true");
        await Pictures.Draw(ada, "reactions");
    }

    [Fact]
    public async Task A_link_to_a_message_leads_there_as_often_as_it_is_followed()
    {
        var bob = await Guest.Enters(_server, "Bob");
        await bob.Says("The beginning of it");
        await bob.Says(Enumerable.Range(1, 60).Select(number => $"This is number {number}"));
        await bob.Says($"It began here: {_server.Address}#/room/{await _server.General()}/1");
        var ada = await Enters("Ada", server: _server);
        for (var twice = 0; twice < 2; twice++)
        {
            await ada.Message("It began here").GetByRole(AriaRole.Link).ClickAsync();
            await Expect(ada.Message("The beginning of it")).ToBeInViewportAsync();
            await Expect(ada.Message("The beginning of it")).ToBeFocusedAsync();
            await ada.JumpToNewest.ClickAsync();
            await Expect(ada.Message("It began here")).ToBeInViewportAsync();
        }
    }

    [Fact]
    public async Task An_answer_quotes_what_it_answers_and_leads_there()
    {
        var bob = await Guest.Enters(_server, "Bob");
        await bob.Says("Who brings the cake?");
        await bob.Says(Enumerable.Range(1, 60).Select(number => $"This is number {number}"));
        var ada = await Enters("Ada", server: _server);
        await Expect(ada.Articles.Last).ToBeInViewportAsync();
        while (await ada.Message("Who brings the cake?").CountAsync() == 0)
            await ada.Log.EvaluateAsync("(log) => { log.scrollTop = 0 }");
        await Chooses(ada, "Who brings the cake?", "Reply");
        await Expect(ada.MessageBox).ToBeFocusedAsync();
        await Pictures.Draw(ada, "answer");
        await ada.Says("I do");
        await Expect(ada.Page.GetByText("Replying to")).ToHaveCountAsync(0);
        await ada.Reloads();
        await Expect(ada.Message("I do")).ToContainTextAsync("Who brings the cake?");
        await ada.Message("I do").GetByRole(AriaRole.Button, new() { NameRegex = new("Who brings the cake") }).ClickAsync();
        await Expect(ada.Articles.First).ToBeInViewportAsync();
        await Expect(ada.Articles.First).ToBeFocusedAsync();
        await Pictures.Draw(ada, "answered");
    }

    [Fact]
    public async Task On_a_phone_a_tap_on_a_message_shows_what_one_can_do_with_it()
    {
        var bob = await Enters("Bob", Screen.Phone, _server.Address);
        await bob.Says("Hello from a phone");
        await bob.Sees("Hello from a phone");
        await bob.Message("Hello from a phone").TapAsync();
        await Pictures.Draw(bob, "message-actions");
        await Action(bob, "Hello from a phone", "React with ❤️").TapAsync();
        await Expect(Reaction(bob, "Hello from a phone", "❤️")).ToHaveAttributeAsync("aria-pressed", "true");
    }
}
