using System.Text;
using System.Text.Json;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>A search finds what the messages say now, wherever their rows are, and nothing that was deleted or erased.</summary>
public class MessageSearchTests(LogPlace? place = null) : MessageSearchTestBase(place)
{
    private const int Many = MessageLogConnection.MoveAt;

    [Theory]
    [InlineData(0)]
    [InlineData(Many)]
    public async Task Finds_all_of_the_words_the_last_by_its_beginning(int more)
    {
        await Append(Says(1, "Café on Tuesday"), Says(2, "coffee, tuesday?"), Says(3, "TUESDAY: the cafe!"), Says(4, "今日は天気がいい"));
        await MoveOn(5, more);
        Assert.Equal([3, 1], await Find("cafe tues"));
        Assert.Equal([3, 1], await Find("tuesday CAFÉ"));
        Assert.Equal([], await Find("tues cafe"));
        Assert.Equal([4], await Find("天気"));
        Assert.Equal([4], await Find("天"));
        Assert.Equal([], await Find("気天"));
    }

    [Theory]
    [InlineData("⑴ of (3)", "⑴")]
    [InlineData("½ a cup", "½")]
    [InlineData("ﬁne", "fine")]
    [InlineData("Ⅻ o'clock", "xii o")]
    [InlineData("か\u200d\u200d", "か")]
    public async Task What_the_index_would_split_is_found(string text, string typed)
    {
        await Append(Says(1, text));
        Assert.Equal([1], await Find(typed));
        await MoveOn(2, Many);
        Assert.Equal([1], await Find(typed));
    }

    [Fact]
    public async Task Whatever_is_written_is_found_by_what_was_written()
    {
        var random = new Random(5);
        // Letters, numbers and marks of every script, with what stands between them.
        string Text() => string.Concat(Enumerable.Range(0, 12).Select(_ => random.Next(4) == 0
            ? " .:'\"()@*-"[random.Next(10)].ToString()
            : Rune.TryCreate(random.Next(0x20, random.Next(2) == 0 ? 0x3100 : 0x1F000), out var rune) ? rune.ToString() : "\uFFFD"));
        var texts = Enumerable.Range(0, Many - 1).Select(_ => Text()).ToArray();
        await Append([.. texts.Select((text, i) => Says(i + 1, text))]);
        await MoveOn(Many, Many);
        for (var i = 0; i < texts.Length; i++)
        {
            if (WordQuery.Parse(texts[i], null).IsEmpty)
                continue;
            Assert.True((await Find(texts[i])).Contains(i + 1), $"{string.Join(' ', texts[i].EnumerateRunes().Select(rune => $"{rune.Value:x}"))}");
        }
    }

    [Fact]
    public async Task Staged_and_indexed_messages_are_found_once_newest_first_and_by_pages()
    {
        for (var i = 1; i <= Many + 40; i++)
            await Append(Says(i, $"needle {i}", i % 2 == 0 ? Bob : Alice));
        await AssertBothStagedAndMoved();
        var all = new List<long>();
        for (long? before = long.MaxValue; before is not null;)
        {
            var page = await Log.Search(General, WordQuery.Parse("needle", null), before.Value, 7);
            Assert.True(page.Entries.Count <= 7);
            all.AddRange(page.Entries.Select(e => e.Sequence));
            before = page.Before;
        }
        Assert.Equal(Enumerable.Range(1, Many + 40).Reverse().Select(i => (long)i), all);
        Assert.Equal(all.Where(i => i % 2 == 0).Take(50), await Find("needle", Bob));
        Assert.Equal(all.Where(i => i % 2 == 1).Take(50), await Find("", Alice));
    }

    [Fact]
    public async Task One_stretch_after_the_other_is_searched()
    {
        await Append(Says(1, "the first"));
        for (var first = 2; first < 40_000; first += 1_000)
            await Append([.. Enumerable.Range(first, 1_000).Select(i => Says(i, "filling"))]);
        Assert.Equal([1], await Find("first"));
        Assert.Equal([16_384, 16_383], await Find("filling", before: 16_385, count: 2));
        Assert.Equal([], await Find("absent"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edited_message_is_found_by_its_new_words_and_a_deleted_one_never(bool moved)
    {
        await Append(Says(1, "old words"), Says(2, "a secret"), Says(3, "old friends"));
        if (moved) await MoveOn(4, Many);
        var next = moved ? Many + 4 : 4;
        await Append(Change(next, LogEntryKind.Edit, 1, new { Text = "new sentence" }));
        await Append(Change(next + 1, LogEntryKind.Edit, 2, new { Text = "another secret" }), Change(next + 2, LogEntryKind.Deletion, 2, new { Deleted = Body("") }));
        await Append(Change(next + 3, LogEntryKind.Reaction, 1, new { Text = "new sentence" }));
        await Check();
        if (!moved) await MoveOn(next + 4, Many);
        await Check();
        Assert.Equal(0, await Indexed("secret") + await Indexed("another") + await Indexed("words"));

        async Task Check()
        {
            Assert.Equal([3], await Find("old"));
            Assert.Equal([1], await Find("sentence"));
            Assert.Equal([], await Find("words"));
            Assert.Equal([], await Find("secret"));
            Assert.Equal([], await Find("another"));
        }
    }

    [Fact]
    public async Task What_is_undone_leaves_the_index_as_it_was()
    {
        await Append(Says(1, "kept"));
        await MoveOn(2, Many);
        var taken = (await Log.ReadAfter(General, 0, 1))[0].Id;
        var change = Change(Many + 2, LogEntryKind.Edit, 1, new { Text = "changed" });
        Assert.Equal(AppendOutcome.DuplicateId, await Append(change, Says(Many + 3, "again") with { Id = taken, Device = Phone }));
        Assert.Equal([1], await Find("kept"));
        Assert.Equal((1, 0), (await Indexed("kept"), await Indexed("changed")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_erased_is_not_found_and_not_in_the_index(bool moved)
    {
        await Append(Says(1, "of ada secretly"), Says(2, "of bob", Bob));
        if (moved) await MoveOn(3, Many, Bob);
        await Log.EraseAuthor(General, Alice);
        Assert.Equal([2], (await Find("of")).Order());
        Assert.Equal([], await Find("", Alice));
        Assert.Equal(0, await Indexed("secretly"));
        await Log.Erase(General);
        Assert.Equal([], await Find("of"));
        Assert.Equal([], await Find("", Bob));
        if (!moved) await MoveOn(3, Many);
        Assert.Equal((0, 0), (await Indexed("secretly"), await Indexed("bob")));
    }

    [Fact]
    public async Task Another_conversation_is_not_searched()
    {
        var other = HexId.New<ConversationId>();
        await Append(Says(1, "mine"));
        await Log.Append(other, [Says(1, "mine too"), Says(2, "theirs")]);
        await MoveOn(2, Many);
        Assert.Equal([1], await Find("mine"));
        Assert.Equal([], await Find("theirs"));
        Assert.Equal([2L], (await Log.Search(other, WordQuery.Parse("theirs", null), long.MaxValue, 9)).Entries.Select(e => e.Sequence));
    }

    [Fact]
    public async Task Whatever_is_typed_is_words_or_nothing()
    {
        await Append(Says(1, "AND OR NOT near body 1.0:x"), Says(2, "zero\0and a half \uD83D"));
        await MoveOn(3, Many);
        foreach (var typed in new[] { "\"", "*", "AND", "a* OR b", "NEAR(a b)", "words:x", "^x", "-x", "(", "\0", "\uD83D", "x\uDE00", "1.0:x", new string('a', 500_000), new string('界', 500_000), string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i} ")) })
            await Find(typed);
        Assert.Equal([1], await Find("not OR and"));
        Assert.Equal([2], await Find("half"));
    }
}
