using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>What is erased is gone from the file's rows, and nothing else changes: no number, no count, nobody else's word.</summary>
public class ErasureTests(LogPlace? place = null) : MessageLogTestBase(place)
{
    private const int Many = MessageLogConnection.MoveAt;

    [Fact]
    public async Task An_authors_messages_are_emptied_staged_or_not_and_keep_their_places()
    {
        for (var i = 1; i <= Many + 20; i++)
            await Append(Message(i, author: i % 3 == 0 ? Bob : Alice, text: $"text {i}"));
        await AssertBothStagedAndMoved();
        var before = await Log.CountUnread(General, Bob, 0, Many + 20, int.MaxValue);
        await Log.EraseAuthor(General, Alice);
        await Restart();
        foreach (var entry in await Log.ReadAfter(General, 0, int.MaxValue))
            Assert.Equal(entry.Author == Alice ? "" : $"text {entry.Sequence}", System.Text.Encoding.UTF8.GetString(entry.Body.Span));
        Assert.Equal(before, await Log.CountUnread(General, Bob, 0, Many + 20, int.MaxValue));
        Assert.Equal(Many + 20, await Log.GetHead(General));
        Assert.Equal(Enumerable.Range(1, Many + 20).Select(i => (long)i), await Sequences());
    }

    [Fact]
    public async Task More_than_one_batch_is_emptied_while_others_write()
    {
        await Append(Messages(1, 2_500));
        var erasing = Log.EraseAuthor(General, Alice);
        await Append(Message(2_501, Bob, text: "in between"));
        await erasing;
        var all = await Log.ReadAfter(General, 0, int.MaxValue);
        Assert.Equal([2_501L], all.Where(e => !e.Body.IsEmpty).Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_whole_conversation_is_emptied_and_no_other()
    {
        var other = HexId.New<ConversationId>();
        await Append(Messages(1, 1_200));
        await Append(Messages(1_201, 5, Bob));
        await Log.Append(other, [Message(1, text: "elsewhere")]);
        await Log.Erase(General);
        Assert.All(await Log.ReadAfter(General, 0, int.MaxValue), e => Assert.True(e.Body.IsEmpty));
        Assert.False((await Log.ReadAfter(other, 0, 1))[0].Body.IsEmpty);
        Assert.Equal(1_205, await Log.GetHead(General));
    }

    [Fact]
    public async Task Messages_of_one_author_are_read_over_the_seam()
    {
        for (var i = 1; i <= Many + 20; i++)
            await Append(Message(i, author: i % 2 == 0 ? Bob : Alice));
        var first = await Log.ReadAuthor(General, Bob, 0, 100);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => 2L * i), first.Select(e => e.Sequence));
        Assert.Equal((Many + 20) / 2 - 100, (await Log.ReadAuthor(General, Bob, first[^1].Sequence, int.MaxValue)).Count);
    }

    [Fact]
    public async Task Cursors_are_forgotten()
    {
        await Append(Message(1));
        await Log.MoveCursor(Alice, General, new ReadCursor(1));
        await Log.MoveCursor(Bob, General, new ReadCursor(1));
        await Log.ForgetCursors(Alice);
        Assert.Empty(await Log.GetCursors(Alice));
        Assert.Single(await Log.GetCursors(Bob));
    }
}
