namespace ChatMux.Browser.Tests.Rooms;

public sealed class ModerationTests(Stage stage) : BrowserTest(stage)
{
    private static ILocator Heading(Person person, string room) => person.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = room });

    private static ILocator Dialog(Person person) => person.Page.GetByRole(AriaRole.Dialog).First;

    private static ILocator Member(Person person, Person other) =>
        person.Page.GetByRole(AriaRole.List, new() { Name = "Members" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = other.Name });

    private static async Task OpensMembers(Person person, string room)
    {
        await person.Button($"Room {room}").ClickAsync();
        await person.MenuItem("Members").ClickAsync();
        await Expect(Dialog(person)).ToBeVisibleAsync();
    }

    private static async Task Closes(Person person)
    {
        await Dialog(person).GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(Dialog(person)).ToBeHiddenAsync();
    }

    private static async Task Does(Person person, string what, Person whom)
    {
        await person.Button($"Actions for {whom.Name}").ClickAsync();
        await person.MenuItem(what).ClickAsync();
    }

    private static Task Reads(Person person, string act) => Expect(person.Log.GetByText(act)).ToBeVisibleAsync();

    private static ILocator Joining(Person person, string room) => person.Button($"Join {room}");

    private async Task<string> RoomOf(Person owner, params Person[] others)
    {
        var room = Own("Tea");
        await owner.Button("New room").ClickAsync();
        var dialog = owner.Page.GetByRole(AriaRole.Dialog, new() { Name = "New room" });
        await dialog.GetByLabel("Room name").FillAsync(room);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(Heading(owner, room)).ToBeVisibleAsync();
        foreach (var other in others)
        {
            await Joining(other, room).ClickAsync();
            await Expect(Heading(other, room)).ToBeVisibleAsync();
        }
        return room;
    }

    [Fact]
    public async Task Order_is_kept_by_moderators_and_everybody_sees_how()
    {
        var (ada, mo, bob) = (await Enters("Ada"), await Enters("Mo"), await Enters("Bob"));
        var room = await RoomOf(ada, mo, bob);

        await OpensMembers(ada, room);
        await Does(ada, "Make moderator", mo);
        await Expect(Member(ada, mo)).ToContainTextAsync("Moderator");
        await Pictures.Draw(ada, "members");
        await Closes(ada);
        await Reads(bob, $"{ada.Name} made {mo.Name} a moderator");

        // A message of somebody else.
        var rude = Own("rude");
        await bob.Says(rude);
        await mo.Sees(rude);
        await mo.Message(rude).HoverAsync();
        await mo.Message(rude).GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await mo.MenuItem("Delete").ClickAsync();
        await mo.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        foreach (var person in new[] { ada, mo, bob })
            await Expect(person.Message("Deleted by a moderator")).ToHaveCountAsync(1);

        // A mute, over a reload.
        await OpensMembers(mo, room);
        await Expect(mo.Button($"Actions for {ada.Name}")).ToHaveCountAsync(0);
        await Does(mo, "Mute for 10 minutes", bob);
        await Expect(Member(mo, bob)).ToContainTextAsync("muted until");
        await Reads(bob, $"{mo.Name} muted {bob.Name} until");
        await Expect(bob.MessageBox).ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex("You are muted here until .*"));
        await Expect(bob.MessageBox).Not.ToBeEditableAsync();
        await Pictures.Draw(bob, "muted");
        await bob.Reloads();
        await Expect(bob.MessageBox).Not.ToBeEditableAsync();
        await Reads(bob, $"{mo.Name} muted {bob.Name} until");
        await Does(mo, "Unmute", bob);
        await Expect(bob.MessageBox).ToBeEditableAsync();

        // Out, and back.
        await Does(mo, "Remove from room", bob);
        await Expect(bob.Alert).ToHaveTextAsync($"{mo.Name} removed you from {room}. You can join it again.");
        await Expect(Heading(bob, "General")).ToBeVisibleAsync();
        await bob.Button("Dismiss").ClickAsync();
        await Joining(bob, room).ClickAsync();
        await Reads(bob, $"{mo.Name} removed {bob.Name} from the room");

        // Out, and not back until it is lifted.
        await Expect(Member(mo, bob)).ToBeVisibleAsync();
        await Does(mo, "Ban", bob);
        await mo.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Ban {bob.Name}?" }).GetByRole(AriaRole.Button, new() { Name = "Ban" }).ClickAsync();
        await Expect(bob.Alert).ToContainTextAsync($"{mo.Name} banned you from {room}.");
        await Pictures.Draw(bob, "banned");
        await bob.Button("Dismiss").ClickAsync();
        await Joining(bob, room).ClickAsync();
        await Expect(bob.Alert).ToContainTextAsync("You were banned from this room.");
        await Dialog(mo).GetByRole(AriaRole.Tab, new() { Name = "Bans" }).ClickAsync();
        await Pictures.Draw(mo, "bans");
        await mo.Button($"Lift the ban of {bob.Name}").ClickAsync();
        await Expect(Dialog(mo)).ToContainTextAsync("Nobody is banned.");
        await Dialog(mo).GetByRole(AriaRole.Tab, new() { Name = "Log" }).ClickAsync();
        var log = mo.Page.GetByRole(AriaRole.List, new() { Name = "Log of acts" }).GetByRole(AriaRole.Listitem);
        await Expect(log.First).ToContainTextAsync($"{mo.Name} lifted the ban of {bob.Name}");
        await Expect(log.Filter(new() { HasText = $"{mo.Name} deleted a message by {bob.Name}" })).ToHaveCountAsync(1);
        await Expect(log).ToHaveCountAsync(7);
        await Pictures.Draw(mo, "log-of-acts");
        await Joining(bob, room).ClickAsync();
        await Expect(Heading(bob, room)).ToBeVisibleAsync();
        await Pictures.Draw(bob, "acts");
    }

    [Fact]
    public async Task Who_is_removed_while_they_have_no_network_reads_so_when_they_are_back()
    {
        var (ada, bob) = (await Enters("Ada"), await Enters("Bob"));
        var room = await RoomOf(ada, bob);
        await bob.GoesOffline();
        await Expect(bob.Connection).ToContainTextAsync("You are offline");
        await bob.Says(Own("too late"));
        await OpensMembers(ada, room);
        await Does(ada, "Remove from room", bob);
        await Expect(Member(ada, bob)).ToHaveCountAsync(0);
        await bob.ComesBack();
        await Expect(bob.Alert).ToHaveTextAsync($"{ada.Name} removed you from {room}. You can join it again.");
        await Pictures.Draw(bob, "removed-while-away");
        await Expect(Heading(bob, "General")).ToBeVisibleAsync();
        await bob.Reloads();
        await Expect(Heading(bob, "General")).ToBeVisibleAsync();
        await Expect(Joining(bob, room)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task It_works_on_a_phone()
    {
        var (ada, bob) = (await Enters("Ada", Screen.Phone), await Enters("Bob"));
        await ada.View("Rooms").ClickAsync();
        var room = await RoomOf(ada, bob);
        await OpensMembers(ada, room);
        await ada.Button($"Actions for {bob.Name}").ClickAsync();
        await Pictures.Draw(ada, "member-menu");
        await ada.MenuItem("Mute until unmuted").ClickAsync();
        await Pictures.Draw(ada, "members");
        await Dialog(ada).GetByRole(AriaRole.Tab, new() { Name = "Log" }).ClickAsync();
        await Expect(Dialog(ada)).ToContainTextAsync($"{ada.Name} muted {bob.Name}");
        await Pictures.Draw(ada, "log-of-acts");
        await Closes(ada);
        await Reads(ada, $"{ada.Name} muted {bob.Name}");
        await Pictures.Draw(ada, "acts");
    }
}
