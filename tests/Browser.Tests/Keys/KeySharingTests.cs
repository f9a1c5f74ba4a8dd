using System.Text.RegularExpressions;
using ChatMux.Browser.Tests.Friends;
using ChatMux.Browser.Tests.Messages;
using ChatMux.Browser.Tests.Sessions;

namespace ChatMux.Browser.Tests.Keys;

/// <summary>One person in several browsers, and a friend: all browsers end up with the same keys, and one that is removed with none.</summary>
public sealed class KeySharingTests(Stage stage) : BrowserTest(stage)
{
    private async Task<(Person Person, Authenticator Key)> SignsUpWithKey(string name, ChatServer server)
    {
        var person = await Visits(name, server: server.Address);
        var key = await Authenticator.Of(person);
        await person.NameBox.FillAsync(person.Name);
        await person.Button("Create an account with a passkey").ClickAsync();
        await person.IsIn();
        return (person, key);
    }

    private async Task<(Person Person, Authenticator Key)> SignsInElsewhere(string name, Authenticator key, ChatServer server, Screen? screen = null)
    {
        var person = await Visits(name, screen, server.Address);
        var shared = await Authenticator.Of(person);
        await key.SharesWith(shared);
        await person.Button("Sign in with a passkey").ClickAsync();
        await person.IsIn();
        return (person, shared);
    }

    private static async Task BothSay(Person ada, Person bob)
    {
        await ada.Befriends(bob);
        await ada.OpensDirect(bob);
        await ada.Says("the first one");
        await bob.OpensDirect(ada);
        await bob.Sees("the first one");
        await bob.Says("an answer");
        await ada.Sees("an answer");
    }

    [Fact]
    public async Task A_browser_is_added_from_another_one_reads_everything_and_is_locked_out_when_it_is_removed()
    {
        await using var server = await ChatServer.Start();
        var (ada, key) = await SignsUpWithKey("Ada", server);
        var bob = await SignsUp("Bob", server: server.Address);
        await BothSay(ada, bob);
        await ada.Lock().ClickAsync();
        await ada.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Verified" }).ClickAsync();
        await ada.Page.Keyboard.PressAsync("Escape");

        var (work, workKey) = await SignsInElsewhere("Ada at work", key, server);
        await work.TriesToRead(bob);
        await Pictures.Draw(work, "device-missing");
        await work.AsksToBeAdded();
        await Pictures.Draw(work, "device-asked");
        await Pictures.Draw(ada, "device-request");
        var dialog = await ada.GoesOnWithRequest();
        var code = await work.ReadsCode();
        await Pictures.Draw(work, "device-code");
        // One digit is another: this attempt is over, on both sides.
        await dialog.Types(code[..5] + (char)('0' + (code[5] - '0' + 1) % 10));
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Pictures.Draw(ada, "device-wrong-code");
        await dialog.In("Close").First.ClickAsync();
        await Expect(work.Missing().In("Try again")).ToBeVisibleAsync();
        await work.Missing().In("Try again").ClickAsync();
        dialog = await ada.GoesOnWithRequest();
        code = await work.ReadsCode();
        // A reload in the middle loses nothing.
        await work.Page.ReloadAsync();
        Assert.Equal(code, await work.ReadsCode());
        await dialog.Types($"{code[..3]} {code[3..]}");
        await Expect(dialog).ToContainTextAsync("say that you see");
        await Pictures.Draw(ada, "device-added");
        await Pictures.Draw(work, "device-confirming");
        await work.Missing().In("Yes, it does").ClickAsync();
        await dialog.In("Done").ClickAsync();

        // All that was written is there, and whom one has met is met.
        await work.Sees("the first one");
        await work.Sees("an answer");
        await Expect(work.Lock()).ToContainTextAsync("Verified");
        await work.Says("from work");
        foreach (var reader in new[] { ada, bob })
            await reader.Sees("from work");

        // A third one, from the second, on a phone.
        var (phone, _) = await SignsInElsewhere("Ada on the way", workKey, server, Screen.Phone);
        await phone.View("People").ClickAsync();
        await (await phone.OpensCard(bob, phone.Friend(bob))).In("Message").ClickAsync();
        await Pictures.Draw(phone, "device-missing");
        await work.Adds(phone);
        await phone.Sees("from work");
        await phone.Says("from the phone");
        foreach (var reader in new[] { ada, work, bob })
            await reader.Sees("from the phone");
        var all = await ada.Articles.AllInnerTextsAsync();
        Assert.Equal(4, all.Count);

        // The second one is removed, from the first.
        var devices = await ada.OpensDevices();
        await Expect(devices).ToHaveCountAsync(3);
        await Expect(devices.Filter(new() { HasText = "This browser" })).ToHaveCountAsync(1);
        await Pictures.Draw(ada, "devices");
        // Both desktops are called alike: the second in the list came second.
        await devices.Nth(1).GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Remove") }).ClickAsync();
        await ada.Page.GetByRole(AriaRole.Dialog, new() { NameRegex = new Regex("^Remove") }).In("Remove").ClickAsync();
        await Expect(devices).ToHaveCountAsync(2);
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(work.Missing().GetByRole(AriaRole.Heading, new() { Name = "This device cannot read your messages any more" })).ToBeVisibleAsync();
        await Pictures.Draw(work, "device-removed");
        await bob.Says("without work");
        foreach (var reader in new[] { ada, phone })
            await reader.Sees("without work");
        await Expect(bob.Log).ToContainTextAsync($"{ada.Name} added a device and removed a device");
        await Pictures.Draw(bob, "device-line");
        await Expect(work.Page.GetByText("without work")).ToHaveCountAsync(0);
        await work.Page.ReloadAsync();
        await Expect(work.Missing()).ToBeVisibleAsync();
        await phone.Says("and on");
        await bob.Sees("and on");
        await ada.Sees("and on");
        foreach (var person in new[] { ada, work, phone, bob })
            await person.LeavesForGood();
    }

    [Fact]
    public async Task With_the_code_on_paper_a_browser_reads_everything_when_all_others_are_gone()
    {
        await using var server = await ChatServer.Start();
        var (ada, key) = await SignsUpWithKey("Ada", server);
        var bob = await SignsUp("Bob", server: server.Address);
        await BothSay(ada, bob);
        await Pictures.Draw(ada, "code-card");
        var code = await ada.MakesCode("Make a code");
        Assert.Matches("^([0-9A-Z]{5}-){4}[0-9A-Z]{6}$", code);
        await Expect(ada.CodeCard()).ToHaveCountAsync(0);
        var (later, laterKey) = await SignsInElsewhere("Ada later", key, server);
        await ada.Page.CloseAsync();
        await bob.Says("while she has nothing");
        await later.TriesToRead(bob);
        await later.TriesCode("00000-00000-00000-00000-000000");
        await Expect(later.Missing().GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not your recovery code");
        await Pictures.Draw(later, "device-wrong-recovery");
        await later.TriesCode(code.ToLowerInvariant().Replace('-', ' '));
        await later.Sees("the first one");
        await later.Sees("while she has nothing");
        await later.Says("back again");
        await bob.Sees("back again");

        // It is used up: another one takes its place.
        await Expect(later.CodeCard()).ToContainTextAsync("Your recovery code was used");
        var next = await later.MakesCode("Make a new code");
        Assert.NotEqual(code, next);
        await Expect(later.CodeCard()).ToHaveCountAsync(0);
        var (third, _) = await SignsInElsewhere("Ada last", laterKey, server);
        await third.TriesToRead(bob);
        await third.TriesCode(code);
        await Expect(third.Missing().GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not your recovery code");
        await third.TriesCode(next);
        await third.Sees("back again");
        await bob.Says("all the time the same");
        await third.Sees("all the time the same");
        await later.Sees("all the time the same");
        foreach (var person in new[] { later, third, bob })
            await person.LeavesForGood();
    }
}
