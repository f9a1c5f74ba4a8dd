using ChatMux.Browser.Tests.Friends;

namespace ChatMux.Browser.Tests.Messages;

/// <summary>What people do and see who write to each other alone.</summary>
internal static class Directs
{
    /// <summary>The line of the chat with somebody in the list of direct messages.</summary>
    public static ILocator Direct(this Person person, Person other) =>
        person.PeopleIn("Direct messages").GetByRole(AriaRole.Listitem).Filter(new() { HasText = other.Name });

    public static ILocator Lock(this Person person) =>
        person.Page.GetByRole(AriaRole.Button, new() { NameRegex = new System.Text.RegularExpressions.Regex("^Encryption") });

    /// <summary>Opens the chat with a friend from their card.</summary>
    public static async Task OpensDirect(this Person person, Person other)
    {
        await (await person.OpensCard(other, person.Friend(other))).In("Message").ClickAsync();
        await Expect(person.MessageBox).ToHaveAttributeAsync("placeholder", $"Message {other.Name}");
        await Expect(person.MessageBox).ToBeEditableAsync();
    }

    /// <summary>Chooses what is offered beside a message.</summary>
    public static async Task Acts(this Person person, string message, string act)
    {
        await person.Message(message).HoverAsync();
        await person.Message(message).GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
    }

    /// <summary>Goes to the newest message, if that is not where one is.</summary>
    public static async Task JumpsToTheEnd(this Person person)
    {
        await person.Log.FocusAsync();
        await person.Page.Keyboard.PressAsync("End");
    }
}
