namespace ChatMux.Browser.Tests.Rooms;

public sealed class RoomTests(Stage stage) : BrowserTest(stage)
{
    private static ILocator InList(Person person, string room) =>
        person.Page.GetByRole(AriaRole.List, new() { Name = "Rooms", Exact = true }).GetByRole(AriaRole.Button, new() { Name = room });

    private static ILocator Heading(Person person, string room) => person.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = room });

    private static async Task Creates(Person person, string room, string topic)
    {
        await person.Button("New room").ClickAsync();
        var dialog = person.Page.GetByRole(AriaRole.Dialog, new() { Name = "New room" });
        await Pictures.Draw(person, "new-room");
        await dialog.GetByLabel("Room name").FillAsync(room);
        await dialog.GetByLabel("Topic").FillAsync(topic);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(Heading(person, room)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_room_is_created_found_joined_talked_in_renamed_handed_over_and_deleted()
    {
        var (ada, bob) = (await Enters("Ada"), await Enters("Bob"));
        var (tea, coffee) = (Own("Tea"), Own("Coffee"));
        await Creates(ada, tea, "and biscuits");
        var said = Own("who is for tea?");
        await ada.Says(said);

        await Expect(bob.Page.GetByRole(AriaRole.List, new() { Name = "More rooms" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = tea }))
            .ToContainTextAsync("1 here now");
        await Pictures.Draw(bob, "more-rooms");
        await bob.Button($"Join {tea}").ClickAsync();
        await Expect(Heading(bob, tea)).ToBeVisibleAsync();
        await Expect(InList(ada, tea)).ToContainTextAsync("2 here now");
        // What was said before counts as read, and can be read.
        await bob.Sees(said);
        var answer = Own("me");
        await bob.Says(answer);
        await ada.Sees(answer);

        await ada.Button($"Room {tea}").ClickAsync();
        await ada.MenuItem("Room settings").ClickAsync();
        await Pictures.Draw(ada, "room-settings");
        await ada.Page.GetByLabel("Room name").FillAsync(coffee);
        await ada.Button("Save").ClickAsync();
        await Expect(Heading(bob, coffee)).ToBeVisibleAsync();
        await Expect(InList(bob, coffee)).ToBeVisibleAsync();

        await ada.Button($"Room {coffee}").ClickAsync();
        await ada.MenuItem("Room settings").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Hand over", Exact = true }).ClickAsync();
        await ada.Button($"Hand over to {bob.Name}").ClickAsync();
        await bob.Button($"Room {coffee}").ClickAsync();
        await bob.MenuItem("Room settings").ClickAsync();
        await bob.Button("Delete room").ClickAsync();
        await bob.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Delete {coffee}?" }).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(ada.Alert).ToHaveTextAsync($"{coffee} is no more.");
        await ada.Button("Dismiss").ClickAsync();
        foreach (var person in new[] { ada, bob })
        {
            await Expect(Heading(person, "General")).ToBeVisibleAsync();
            await Expect(person.Page.GetByText(coffee)).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task A_room_that_one_left_is_found_again_and_one_s_rooms_are_there_after_a_reload()
    {
        var ada = await Enters("Ada", Screen.Phone);
        var tea = Own("Tea");
        await ada.View("Rooms").ClickAsync();
        await Creates(ada, tea, "");
        await ada.Reloads();
        await Expect(Heading(ada, tea)).ToBeVisibleAsync();
        await ada.Button($"Room {tea}").ClickAsync();
        await ada.MenuItem("Leave").ClickAsync();
        await Expect(Heading(ada, "General")).ToBeVisibleAsync();
        await ada.View("Rooms").ClickAsync();
        await Expect(InList(ada, tea)).ToHaveCountAsync(0);
        await Pictures.Draw(ada, "more-rooms");
        await ada.Button($"Join {tea}").ClickAsync();
        await Expect(Heading(ada, tea)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_temporary_room_is_made_with_one_click_and_ends_when_its_owner_leaves()
    {
        var (ada, bob) = (await Enters("Ada"), await Enters("Bob"));
        var room = $"{ada.Name}'s room";
        await ada.Button("New temporary room").ClickAsync();
        await Expect(Heading(ada, room)).ToBeVisibleAsync();
        await Expect(ada.Page.GetByText("Temporary room")).ToBeVisibleAsync();
        await bob.Button($"Join {room}").ClickAsync();
        await Expect(Heading(bob, room)).ToBeVisibleAsync();
        await Pictures.Draw(bob, "temporary-room");
        await ada.Button($"Room {room}").ClickAsync();
        await ada.MenuItem("Leave").ClickAsync();
        await Expect(bob.Alert).ToHaveTextAsync($"{room} is no more.");
        await Pictures.Draw(bob, "room-gone");
        foreach (var person in new[] { ada, bob })
        {
            await Expect(Heading(person, "General")).ToBeVisibleAsync();
            await Expect(person.Button(room)).ToHaveCountAsync(0);
        }
        await Expect(ada.Alert).ToHaveCountAsync(0);
    }
}
