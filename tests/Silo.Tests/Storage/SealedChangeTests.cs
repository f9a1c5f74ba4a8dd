using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>Sealed messages and what is done to them, staged and moved: bytes in one order, of which only the messages count.</summary>
public class SealedChangeTests(LogPlace? place = null) : MessageLogTestBase(place)
{
    private static readonly byte[] Sealed = [1, 1, 1, 0, .. "a planted word"u8];

    private LogEntry Change(long sequence, MessageId? id = null) => new(
        sequence, id ?? MessageId.New(), Alice, Phone, sequence, LogEntryKind.SealedChange, new byte[] { 1, 1, 2, 0 });

    private LogEntry SealedMessage(long sequence) => Message(sequence) with { Body = Sealed };

    [Theory]
    [InlineData(3)]
    [InlineData(MessageLogConnection.MoveAt + 10)]
    public async Task They_stand_among_the_messages_and_are_not_counted(int messages)
    {
        await Append(SealedMessage(1), Change(2));
        for (var i = 1; i <= messages; i++)
            await Append(SealedMessage(i + 2));
        await Append(Change(messages + 3), SealedMessage(messages + 4));
        Assert.Equal([messages + 2, messages + 3, messages + 4], (await Log.ReadBefore(General, long.MaxValue, 3)).Select(e => e.Sequence));
        Assert.Equal([1, 2], (await Log.ReadBefore(General, 3, 3)).Select(e => e.Sequence));
        Assert.Equal(messages + 4, (await Sequences()).Count());
        Assert.Equal(messages + 2, await Log.CountUnread(General, Bob, 0, messages + 4, 10_000));
        Assert.Equal(1, await Log.CountUnread(General, Bob, messages + 2, messages + 4, 10_000));
        Assert.Equal(0, await Log.CountUnread(General, Alice, 0, messages + 4, 10_000));
        Assert.Equal([1], (await Log.ReadMessages(General, [1, 2, messages + 3])).Select(e => e.Sequence));
        Assert.Empty(await Log.ReadActs(General, long.MaxValue, 10));
        await Restart();
        var all = await Log.ReadAfter(General, 0, 1_000);
        Assert.Equal((LogEntryKind.SealedChange, 4), (all[1].Kind, all[1].Body.Length));
        Assert.Equal(Sealed, all[0].Body.ToArray());
    }

    [Fact]
    public async Task One_that_is_sent_again_is_known()
    {
        var change = Change(1);
        Assert.Equal(AppendOutcome.Appended, await Append(change));
        Assert.Equal(AppendOutcome.DuplicateId, await Append(change with { Sequence = 2 }));
        await Restart();
        Assert.Equal(AppendOutcome.DuplicateId, await Append(change with { Sequence = 2 }));
        // An id is one, whichever of the two it names.
        Assert.Equal(AppendOutcome.DuplicateId, await Append(Message(2, id: change.Id)));
        Assert.Equal(LogEntryKind.SealedChange, (await Log.Find(General, change.Device, change.Id))!.Kind);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(MessageLogConnection.MoveAt + 10)]
    public async Task They_are_read_by_themselves_however_many_messages_are_in_between(int messages)
    {
        await Append(SealedMessage(1), Change(2));
        for (var i = 1; i <= messages; i++)
            await Append(SealedMessage(i + 2));
        await Append(Change(messages + 3), SealedMessage(messages + 4), Change(messages + 5));
        await Append(Message(1) with { Sequence = messages + 6 });
        async Task<long[]> Changes(long after, int count) => [.. (await Log.ReadSealedChanges(General, after, count)).Select(e => e.Sequence)];
        Assert.Equal([2, messages + 3, messages + 5], await Changes(0, 10));
        Assert.Equal([2, messages + 3], await Changes(long.MinValue, 2));
        Assert.Equal([messages + 3], await Changes(2, 1));
        Assert.Equal([messages + 5], await Changes(messages + 3, 10));
        Assert.Empty(await Changes(messages + 5, 10));
        Assert.Empty(await Changes(long.MaxValue, 10));
        await Restart();
        var first = (await Log.ReadSealedChanges(General, 0, 1))[0];
        Assert.Equal((Alice, Phone, 2L, LogEntryKind.SealedChange, 0L), (first.Author, first.Device, first.SentAtMs, first.Kind, first.Target));
        Assert.Equal([1, 1, 2, 0], first.Body.ToArray());
        await Log.EraseAuthor(General, Alice);
        Assert.All(await Log.ReadSealedChanges(General, 0, 10), e => Assert.True(e.Body.IsEmpty));
        Assert.Empty(await Log.ReadSealedChanges(HexId.New<ConversationId>(), 0, 10));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(MessageLogConnection.MoveAt + 10)]
    public async Task Whoever_has_their_messages_erased_has_these_erased_too(int each)
    {
        for (var i = 0; i < each; i++)
            await Append(SealedMessage(3 * i + 1), Change(3 * i + 2), Change(3 * i + 3) with { Author = Bob });
        await Log.EraseAuthor(General, Alice);
        await Restart();
        Assert.Equal(Enumerable.Range(0, each).Select(i => 3L * i + 3), (await Log.ReadAfter(General, 0, 10_000)).Where(e => !e.Body.IsEmpty).Select(e => e.Sequence));
        await Log.Erase(General);
        Assert.All(await Log.ReadAfter(General, 0, 10_000), e => Assert.True(e.Body.IsEmpty));
        Assert.Equal(3 * each, await Log.GetHead(General));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(MessageLogConnection.MoveAt + 10)]
    public async Task What_is_sealed_is_found_by_no_word(int messages)
    {
        for (var i = 1; i <= messages; i++)
            await Append(SealedMessage(i));
        await Append(Change(messages + 1));
        Assert.Empty((await Log.Search(General, WordQuery.Parse("planted", null), long.MaxValue, 10)).Entries);
        Assert.Equal(0, await Indexed("planted"));
    }
}
