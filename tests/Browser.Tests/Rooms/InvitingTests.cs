using ChatMux.Browser.Tests.Friends;

namespace ChatMux.Browser.Tests.Rooms;

public sealed class InvitingTests(Stage stage) : BrowserTest(stage)
{
    private static ILocator Heading(Person person, string room) => person.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = room });

    private static ILocator Invitation(Person person) => person.Page.GetByRole(AriaRole.Status, new() { Name = "Invitation" });

    // On a phone one walks there; otherwise it is in view.
    private static async Task Goes(Person person, string view)
    {
        if (person.Page.ViewportSize!.Width == Screen.Phone.Width)
            await person.View(view).ClickAsync();
    }

    private static async Task Creates(Person person, string room)
    {
        await Goes(person, "Rooms");
        await person.Button("New room").ClickAsync();
        await person.Page.GetByLabel("Room name").FillAsync(room);
        await person.Page.GetByRole(AriaRole.Dialog, new() { Name = "New room" }).In("Create").ClickAsync();
        await Expect(Heading(person, room)).ToBeVisibleAsync();
    }

    private static async Task Invites(Person person, Person other, string room)
    {
        await Goes(person, "People");
        var card = await person.OpensCard(other, person.Item(other));
        await card.In("Invite to a room").ClickAsync();
        await Pictures.Draw(person, "invite-menu");
        await person.MenuItem(room).ClickAsync();
        await Expect(card.GetByText($"Invited to {room}.")).ToBeVisibleAsync();
        await Pictures.Draw(person, "invited");
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(card).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task Somebody_is_invited_from_their_card_and_joins_or_does_not(int width)
    {
        var (ada, grace) = (await Enters("Ada", Screen.OfWidth(width)), await Enters("Grace", Screen.OfWidth(width)));
        var (music, tea) = (Own("Music"), Own("Tea"));
        await Goes(ada, "People");
        await Expect((await ada.OpensCard(grace, ada.Item(grace))).In("Invite to a room")).ToHaveCountAsync(0);
        await ada.Page.Keyboard.PressAsync("Escape");
        await Creates(ada, music);
        await Invites(ada, grace, music);
        await Expect(Invitation(grace)).ToHaveTextAsync($"{ada.Name} invites you to {music}");
        await Pictures.Draw(grace, "invitation");
        await AccessibilityTests.FindsNothing(grace);
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Join", Exact = true }).ClickAsync();
        await Expect(Heading(grace, music)).ToBeVisibleAsync();
        await Expect(Invitation(grace)).ToBeEmptyAsync();
        var said = Own("here I am");
        await grace.Says(said);
        await Goes(ada, "Chat");
        await ada.Sees(said);

        await Creates(ada, tea);
        await Invites(ada, grace, tea);
        await Expect(Invitation(grace)).ToHaveTextAsync($"{ada.Name} invites you to {tea}");
        await grace.Button("Not now").ClickAsync();
        await Expect(Invitation(grace)).ToBeEmptyAsync();
        await Expect(Heading(grace, music)).ToBeVisibleAsync();
        await Goes(grace, "Rooms");
        await Expect(grace.Button($"Join {tea}")).ToBeVisibleAsync();
    }
}
