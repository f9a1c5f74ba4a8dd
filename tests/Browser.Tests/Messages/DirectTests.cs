using System.Text.RegularExpressions;
using ChatMux.Browser.Tests.Friends;

namespace ChatMux.Browser.Tests.Messages;

public sealed class DirectTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Two_friends_write_to_each_other_what_only_they_can_read()
    {
        await using var server = await ChatServer.Start();
        var (ada, bob) = (await SignsUp("Ada", server: server), await SignsUp("Bob", server: server));
        await ada.Befriends(bob);
        await ada.OpensDirect(bob);
        await Expect(ada.Log).ToContainTextAsync($"Only you and {bob.Name} can read this.");
        await Pictures.Draw(ada, "direct-empty");
        await ada.Says("the first one");
        await ada.Sees("the first one");

        // Bob is told of it where he is, and finds it.
        await Expect(bob.Direct(ada).Locator(".count")).ToContainTextAsync("1");
        await Pictures.Draw(bob, "direct-waiting");
        await bob.Direct(ada).GetByRole(AriaRole.Button).ClickAsync();
        await bob.Sees("the first one");
        await Expect(bob.Direct(ada).Locator(".count")).ToHaveCountAsync(0);

        await bob.MessageBox.PressSequentiallyAsync("and an answ");
        await Expect(ada.Page.Locator(".typing .ellipsis")).ToHaveTextAsync($"{bob.Name} is typing…");
        await bob.Says("and an answer");
        await ada.Sees("and an answer");

        await ada.Acts("the first one", "Edit");
        await ada.Articles.GetByRole(AriaRole.Textbox).FillAsync("the first one, mended");
        await ada.Articles.GetByRole(AriaRole.Textbox).PressAsync("Enter");
        await bob.Sees("the first one, mended");
        await bob.Acts("the first one, mended", "Reply");
        await bob.Says("to that");
        await Expect(ada.Message("to that").GetByText("the first one, mended")).ToBeVisibleAsync();
        await ada.Acts("to that", "React with 👍");
        await Expect(bob.Message("to that").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("👍") })).ToBeVisibleAsync();
        await bob.Acts("and an answer", "More");
        await bob.MenuItem("Delete").ClickAsync();
        await bob.Page.GetByRole(AriaRole.Dialog, new() { Name = "Delete this message?" }).In("Delete").ClickAsync();
        await Expect(ada.Page.GetByText("and an answer")).ToHaveCountAsync(0);

        // All of it is there after a reload, in both.
        foreach (var person in new[] { ada, bob })
        {
            await person.Reloads();
            // Itself, and as what was replied to.
            await Expect(person.Message("the first one, mended")).ToHaveCountAsync(2);
            await person.Sees("to that");
            await Expect(person.Message("to that").GetByText("👍")).ToBeVisibleAsync();
        }
        await Pictures.Draw(ada, "direct");
        var numbers = new List<string>();
        foreach (var person in new[] { ada, bob })
        {
            await person.Lock().ClickAsync();
            var dialog = person.Page.GetByRole(AriaRole.Dialog, new() { Name = "Encryption" });
            numbers.Add(string.Join(' ', await dialog.GetByRole(AriaRole.List, new() { Name = "Safety number" }).GetByRole(AriaRole.Listitem).AllInnerTextsAsync()));
            await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Verified" }).ClickAsync();
            await Expect(dialog).ToContainTextAsync("You have compared it.");
            await Pictures.Draw(person, "encryption");
            await person.Page.Keyboard.PressAsync("Escape");
            await Expect(person.Lock()).ToContainTextAsync("Verified");
        }
        Assert.Matches("^([0-9]{5} ?){12}$", numbers[0]);
        Assert.Equal(numbers[0], numbers[1]);

        await ada.Reloads();
        await Expect(ada.Lock()).ToContainTextAsync("Verified");
        foreach (var person in new[] { ada, bob })
            await person.LeavesForGood();
    }

    [Fact]
    public async Task What_was_written_while_one_was_away_waits_for_them()
    {
        await using var server = await ChatServer.Start();
        var (ada, bob) = (await SignsUp("Ada", server: server), await SignsUp("Bob", server: server));
        await ada.Befriends(bob);
        await ada.OpensDirect(bob);
        await bob.ClosesTheTab();
        for (var number = 1; number <= 25; number++)
        {
            await ada.Says($"while away {number}.");
            await ada.Sees($"while away {number}.");
        }
        var back = await bob.OpensAnotherTab();
        await back.IsIn();
        await Expect(back.Direct(ada).Locator(".count")).ToContainTextAsync("25");
        await back.Direct(ada).GetByRole(AriaRole.Button).ClickAsync();
        await back.Sees("while away 25.");
        await back.Sees("while away 1.");
        await Expect(back.Log.Locator(".new-line")).ToHaveCountAsync(1);
        await back.JumpsToTheEnd();
        await Expect(back.Direct(ada).Locator(".count")).ToHaveCountAsync(0);
        // What is read in one tab is read in the other.
        var third = await back.OpensAnotherTab();
        await third.IsIn();
        await Expect(third.Direct(ada)).ToHaveCountAsync(1);
        await Expect(third.Direct(ada).Locator(".count")).ToHaveCountAsync(0);
        foreach (var person in new[] { ada, bob })
            await person.LeavesForGood();
    }

    [Fact]
    public async Task What_is_written_offline_is_sent_once_when_one_is_back_and_the_server_s_files_have_not_a_word_of_anything()
    {
        var data = Directory.CreateTempSubdirectory("chatmux-sealed-");
        await using (var server = await ChatServer.Start(null, $"--ChatMux:DataDirectory={data.FullName}"))
        {
            var (ada, bob) = (await SignsUp("Ada", server: server), await SignsUp("Bob", server: server));
            await ada.Befriends(bob);
            await bob.Says("planted in the open room");
            await ada.OpensDirect(bob);
            await ada.Says("planted-message");
            await bob.OpensDirect(ada);
            await bob.Sees("planted-message");
            await ada.GoesOffline();
            await Expect(ada.Connection).Not.ToBeEmptyAsync();
            await ada.Says("planted-offline");
            await Expect(ada.Message("planted-offline")).ToHaveAccessibleNameAsync(new Regex("not sent yet"));
            await ada.MessageBox.FillAsync("planted-draft");
            // Nobody who opens this browser's storage reads it either.
            var stored = await ada.Page.EvaluateAsync<string>("() => JSON.stringify({ ...sessionStorage }) + JSON.stringify({ ...localStorage })");
            Assert.DoesNotContain("planted", stored, StringComparison.Ordinal);
            await ada.ComesBack();
            await bob.Sees("planted-offline");
            await ada.Sees("planted-offline");
            await ada.Acts("planted-offline", "Edit");
            await ada.Articles.GetByRole(AriaRole.Textbox).FillAsync("planted-edit");
            await ada.Articles.GetByRole(AriaRole.Textbox).PressAsync("Enter");
            await bob.Sees("planted-edit");
            await Expect(bob.Articles).ToHaveCountAsync(2);
            foreach (var person in new[] { ada, bob })
                await person.LeavesForGood();
        }
        var files = data.GetFiles("*", SearchOption.AllDirectories);
        var words = files.Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName))).ToArray();
        // What is not sealed is found: the search can fail.
        Assert.Contains(words, text => text.Contains("planted in the open room", StringComparison.Ordinal));
        Assert.All(words, text => Assert.DoesNotContain("planted-", text, StringComparison.Ordinal));
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_browser_without_the_keys_says_so_and_after_the_end_of_a_friendship_what_was_written_stays()
    {
        await using var server = await ChatServer.Start();
        var (ada, bob) = (await SignsUp("Ada", server: server), await SignsUp("Bob", server: server));
        await ada.Befriends(bob);
        await ada.OpensDirect(bob);
        await ada.Says("while we were friends");
        await bob.OpensDirect(ada);
        await bob.Sees("while we were friends");
        await bob.Does("Unfriend", ada, bob.Friend(ada));
        foreach (var person in new[] { ada, bob })
        {
            await Expect(person.MessageBox).ToHaveCountAsync(0);
            await Expect(person.Page.GetByText("What was written stays")).ToBeVisibleAsync();
            await person.Sees("while we were friends");
        }
        await Pictures.Draw(ada, "direct-not-friends");
        await ada.Page.ReloadAsync();
        await ada.Sees("while we were friends");

        await ada.Page.EvaluateAsync("() => new Promise((done) => { const gone = indexedDB.deleteDatabase('chatmux-keys'); gone.onsuccess = gone.onblocked = () => done() })");
        await ada.Page.ReloadAsync();
        await Expect(ada.Page.GetByText("This device cannot read your messages yet")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByText("while we were friends")).ToHaveCountAsync(0);
        await Pictures.Draw(ada, "direct-elsewhere");
        foreach (var person in new[] { ada, bob })
            await person.LeavesForGood();
    }
}
