namespace ChatMux.Browser.Tests.Friends;

/// <summary>What people do and see who become friends.</summary>
internal static class Befriending
{
    /// <summary>The list of this name beside the chat.</summary>
    public static ILocator PeopleIn(this Person person, string list) =>
        person.Page.GetByRole(AriaRole.List, new() { Name = list, Exact = true });

    public static ILocator Request(this Person person, Person other) => Line(person.PeopleIn("Friend requests"), other);

    public static ILocator Friend(this Person person, Person other) => Line(person.PeopleIn("Friends"), other);

    /// <summary>How many requests wait, as the bar of the views says.</summary>
    public static ILocator Badge(this Person person) => person.View("People").Locator(".count");

    public static ILocator Card(this Person person, Person other) =>
        person.Page.GetByRole(AriaRole.Dialog, new() { Name = $"About {other.Name}", Exact = true });

    public static ILocator AddDialog(this Person person) => person.Page.GetByRole(AriaRole.Dialog, new() { Name = "Add a friend", Exact = true });

    public static ILocator In(this ILocator place, string button) => place.GetByRole(AriaRole.Button, new() { Name = button, Exact = true });

    /// <summary>Opens the card that belongs to a line of a list.</summary>
    public static async Task<ILocator> OpensCard(this Person person, Person other, ILocator line)
    {
        await line.GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(person.Card(other)).ToBeVisibleAsync();
        return person.Card(other);
    }

    public static async Task Asks(this Person person, Person other)
    {
        var card = await person.OpensCard(other, person.Item(other));
        await card.In("Add friend").ClickAsync();
        await Expect(card.In("Cancel request")).ToBeVisibleAsync();
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(card).ToBeHiddenAsync();
    }

    /// <summary>Does in a card what is asked about first.</summary>
    public static async Task Does(this Person person, string act, Person other, ILocator line)
    {
        await (await person.OpensCard(other, line)).In(act).ClickAsync();
        var question = person.Page.GetByRole(AriaRole.Dialog, new() { Name = $"{act} {other.Name}?", Exact = true });
        await question.In(act).ClickAsync();
        await Expect(question).ToBeHiddenAsync();
    }

    /// <summary>The two are friends in no time.</summary>
    public static async Task Befriends(this Person person, Person other)
    {
        await person.Asks(other);
        await other.Request(person).In("Accept").ClickAsync();
        await Expect(person.Friend(other)).ToBeVisibleAsync();
        await Expect(other.Friend(person)).ToBeVisibleAsync();
    }

    /// <summary>The person's handle, as they are told it when they want to be found.</summary>
    public static async Task<string> ReadsOwnHandle(this Person person)
    {
        await person.Button("Add a friend").ClickAsync();
        var handle = await person.AddDialog().GetByText("Yours is").Locator("b").InnerTextAsync();
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(person.AddDialog()).ToBeHiddenAsync();
        return handle;
    }

    /// <summary>Opens the dialog and looks for somebody in it.</summary>
    public static async Task FindsByHandle(this Person person, string handle)
    {
        await person.Button("Add a friend").ClickAsync();
        await person.AddDialog().GetByRole(AriaRole.Textbox, new() { Name = "Handle" }).FillAsync(handle);
        await person.AddDialog().In("Find").ClickAsync();
    }

    /// <summary>Notes from now on whenever a friend is shown as away, or not at all, however shortly.</summary>
    public static Task NotesWhenAway(this Person person, Person friend) => person.Page.EvaluateAsync("""
        (name) => {
          window.awayAs = []
          const look = () => {
            const line = [...document.querySelectorAll('[aria-label="Friends"] > li')].find((each) => each.textContent.includes(name))
            if (!line || /Last seen|Offline/.test(line.textContent)) window.awayAs.push(line?.textContent ?? 'not in the list')
          }
          new MutationObserver(look).observe(document.querySelector('.people-lists'), { childList: true, characterData: true, subtree: true })
        }
        """, friend.Name);

    /// <summary>What has been noted.</summary>
    public static Task<string[]> AwayAs(this Person person) => person.Page.EvaluateAsync<string[]>("() => window.awayAs");

    private static ILocator Line(ILocator list, Person other) => list.GetByRole(AriaRole.Listitem).Filter(new() { HasText = other.Name });
}
