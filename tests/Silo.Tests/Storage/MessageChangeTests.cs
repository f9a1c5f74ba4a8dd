using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>Edits, deletions and reactions among the messages, staged and moved.</summary>
public class MessageChangeTests(LogPlace? place = null) : MessageLogTestBase(place)
{
    [Theory]
    [InlineData(3)]
    [InlineData(MessageLogConnection.MoveAt + 10)]
    public async Task Changes_take_numbers_and_are_in_the_message_and_in_the_order(int messages)
    {
        var (chat, ada) = (HexId.New<ConversationId>(), HexId.New<UserId>());
        for (var i = 1; i <= messages; i++)
            Assert.Equal(AppendOutcome.Appended, await Log.Append(chat, [Plain(i, ada)]));
        Assert.Equal(AppendOutcome.Appended, await Log.Append(chat, [Change(messages + 1, ada, LogEntryKind.Edit, 2)]));
        Assert.Equal(AppendOutcome.Appended, await Log.Append(chat, [Plain(messages + 2, ada), Change(messages + 3, ada, LogEntryKind.Reaction, 1)]));
        Assert.Equal(messages + 3, await Log.GetHead(chat));

        var after = await Log.ReadAfter(chat, messages - 1, 10);
        Assert.Equal(Enumerable.Range(messages, 4).Select(i => (long)i), after.Select(e => e.Sequence));
        Assert.Equal([0, 2, 0, 1], after.Select(e => e.Target));
        Assert.Equal(Enumerable.Range(1, 2).Select(i => (long)i), (await Log.ReadAfter(chat, 0, 2)).Select(e => e.Sequence));

        var before = await Log.ReadBefore(chat, long.MaxValue, 2);
        Assert.Equal([messages, messages + 2], before.Select(e => e.Sequence));
        var changed = await Log.ReadMessages(chat, [1, 2, 3, messages + 1]);
        Assert.Equal([1, 2, 3], changed.Select(e => e.Sequence));
        Assert.Equal([messages + 3, messages + 1, 0], changed.Select(e => e.State.IsEmpty ? 0 : BitConverter.ToInt64(e.State.Span)));
        Assert.Equal(messages + 1, await Log.CountUnread(chat, HexId.New<UserId>(), 0, messages + 3, 10_000));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(MessageLogConnection.MoveAt + 10)]
    public async Task A_deletion_empties_the_message_and_its_edits(int messages)
    {
        var (chat, ada) = (HexId.New<ConversationId>(), HexId.New<UserId>());
        for (var i = 1; i <= messages; i++)
            await Log.Append(chat, [Plain(i, ada)]);
        await Log.Append(chat, [Change(messages + 1, ada, LogEntryKind.Edit, 2), Change(messages + 2, ada, LogEntryKind.Deletion, 2)]);
        var all = await Log.ReadAfter(chat, 0, messages + 2);
        Assert.Equal([2, messages + 1], all.Where(e => e.Body.IsEmpty).Select(e => e.Sequence));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(MessageLogConnection.MoveAt + 10)]
    public async Task Erasing_an_author_takes_what_became_of_their_messages_too(int messages)
    {
        var (chat, ada, bo) = (HexId.New<ConversationId>(), HexId.New<UserId>(), HexId.New<UserId>());
        for (var i = 1; i <= messages; i++)
            await Log.Append(chat, [Plain(i, i == 1 ? bo : ada)]);
        await Log.Append(chat, [Change(messages + 1, ada, LogEntryKind.Edit, 2), Change(messages + 2, bo, LogEntryKind.Edit, 1)]);
        await Log.Append(chat, [Change(messages + 3, ada, LogEntryKind.Reaction, 1)]);
        await Log.EraseAuthor(chat, ada);
        // A reaction stays in what it reacts to, so whoever missed it has to learn of it.
        Assert.Equal([messages + 2, messages + 3], (await Log.ReadAfter(chat, messages, 9)).Where(e => !e.Body.IsEmpty).Select(e => e.Sequence));
        Assert.Equal([false, true], (await Log.ReadMessages(chat, [1, 2])).Select(e => e.State.IsEmpty));
        await Log.Erase(chat);
        Assert.All(await Log.ReadAfter(chat, 0, 1_000), e => Assert.True(e.Body.IsEmpty && e.State.IsEmpty));
    }

    private static LogEntry Plain(long sequence, UserId author) =>
        new(sequence, MessageId.New(), author, HexId.New<DeviceId>(), sequence, LogEntryKind.Message, new byte[] { 1 });

    private static LogEntry Change(long sequence, UserId author, LogEntryKind kind, long target) =>
        new(sequence, default, author, HexId.New<DeviceId>(), sequence, kind, new byte[] { 1 }) { Target = target, State = BitConverter.GetBytes(sequence) };
}
