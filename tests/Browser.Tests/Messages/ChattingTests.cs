using System.Text.RegularExpressions;

namespace ChatMux.Browser.Tests.Messages;

public sealed class ChattingTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task What_two_people_say_at_once_is_read_by_both_in_one_order()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        var said = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var (hers, his) = (Own($"Ada's {i}"), Own($"Bob's {i}"));
            said.AddRange(hers, his);
            await Task.WhenAll(ada.Says(hers), bob.Says(his));
        }
        foreach (var text in said)
        {
            await ada.Sees(text);
            await bob.Sees(text);
        }
        var mark = Own("");
        Assert.Equal(await ada.Reads(mark), await bob.Reads(mark));
    }

    [Fact]
    public async Task Who_is_writing_is_shown_until_the_message_comes_or_the_writing_stops()
    {
        await using var server = await ChatServer.Start();
        var ada = await Enters("Ada", server: server);
        var bob = await Enters("Bob", server: server);
        var writing = bob.Page.GetByText(new Regex($"{ada.Name}.* typing…"));
        await ada.MessageBox.PressSequentiallyAsync("Well");
        await Expect(writing.First).ToBeVisibleAsync();
        await ada.Says(Own("Well, then"));
        await bob.Sees(Own("Well, then"));
        await Expect(writing).ToHaveCountAsync(0);
        await ada.MessageBox.PressSequentiallyAsync("And");
        await Expect(writing.First).ToBeVisibleAsync();
        await Expect(writing).ToHaveCountAsync(0);
        await ada.LeavesForGood();
        await bob.LeavesForGood();
    }

    [Fact]
    public async Task Messages_are_grouped_by_author_under_the_day_they_were_sent()
    {
        await using var server = await ChatServer.Start();
        var bob = await Guest.Enters(server, "Bob");
        var ada = await Enters("Ada", server: server);
        await bob.Says("one", "two");
        await ada.Says("three");
        await ada.Sees("three");
        await bob.Says("four");
        await Expect(ada.Articles).ToHaveCountAsync(4);
        await Expect(ada.Log.GetByText("Today")).ToHaveCountAsync(1);
        await Expect(ada.Message("one").GetByText("Bob", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(ada.Message("two").GetByText("Guest", new() { Exact = true })).ToHaveCountAsync(0);
        await Expect(ada.Message("three").GetByText(ada.Name, new() { Exact = true })).ToBeVisibleAsync();
        await Expect(ada.Message("four").GetByText("Bob", new() { Exact = true })).ToBeVisibleAsync();
        await ada.LeavesForGood();
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_before_it_is_sent()
    {
        var ada = await Enters("Ada");
        var bob = await Enters("Bob");
        await ada.Says(Own(new string('x', 4000)));
        await Expect(ada.Alert).ToContainTextAsync("too long");
        await Expect(ada.MessageBox).ToHaveValueAsync(Own(new string('x', 4000)));
        await ada.Says(Own("in short"));
        await bob.Sees(Own("in short"));
        Assert.Equal([Own("in short")], await ada.Reads(Own("")));
        Assert.Equal([Own("in short")], await bob.Reads(Own("")));
    }
}
