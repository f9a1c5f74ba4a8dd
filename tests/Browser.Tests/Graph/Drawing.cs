using ChatMux.Browser.Tests.Friends;

namespace ChatMux.Browser.Tests.Graph;

/// <summary>What people see and do in the graph.</summary>
internal static class Drawing
{
    public static ILocator Graph(this Person person) => person.Page.GetByRole(AriaRole.Region, new() { Name = "Graph of everyone here" });

    /// <summary>A room's circle.</summary>
    public static ILocator Circle(this Person person, string room) =>
        person.Graph().GetByRole(AriaRole.Button, new() { NameRegex = new($"^Room {System.Text.RegularExpressions.Regex.Escape(room)},") });

    /// <summary>Somebody's figure.</summary>
    public static ILocator Figure(this Person person, Person other) =>
        person.Graph().GetByRole(AriaRole.Button, new() { NameRegex = new($"^{System.Text.RegularExpressions.Regex.Escape(other.Name)},") });

    public static async Task OpensTheGraph(this Person person)
    {
        await person.View("Graph").ClickAsync();
        await Expect(person.Graph()).ToBeVisibleAsync();
    }

    public static async Task Creates(this Person person, string room)
    {
        if (person.Page.ViewportSize!.Width == Screen.Phone.Width)
            await person.View("Rooms").ClickAsync();
        await person.Button("New room").ClickAsync();
        await person.Page.GetByLabel("Room name").FillAsync(room);
        await person.Page.GetByRole(AriaRole.Dialog, new() { Name = "New room" }).In("Create").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = room })).ToBeVisibleAsync();
    }

    /// <summary>Nothing moves any more.</summary>
    public static Task IsAtRest(this Person person) => person.Page.EvaluateAsync("""
        () => new Promise((resolve) => {
          const places = () => [...document.querySelectorAll('.graph-world, .graph-world [transform]')].map((one) => one.style.transform || one.getAttribute('transform')).join()
          let [before, still] = ['', 0]
          const look = () => {
            const now = places()
            still = now === before ? still + 1 : 0
            before = now
            still < 20 ? requestAnimationFrame(look) : resolve()
          }
          look()
        })
        """);

    /// <summary>What is in view: everyone, or a room.</summary>
    public static ILocator Heading(Person person) => person.Graph().GetByRole(AriaRole.Heading, new() { Level = 1 });

    /// <summary>One person sees another in this room; null for in none.</summary>
    public static Task Stands(Person sees, Person who, string? room) =>
        Expect(sees.Figure(who)).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex(room is null ? "^(?!.* in )" : $" in {room}(,|$)"));

    /// <summary>How the drawing is zoomed and moved.</summary>
    public static async Task<string> Transform(Person person) => (await person.Page.Locator(".graph-world").GetAttributeAsync("style"))!;
}
