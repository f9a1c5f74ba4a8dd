using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Tests.Storage;

public class MessageLogTests(LogPlace? place = null) : MessageLogTestBase(place)
{
    [Fact]
    public async Task An_entry_comes_back_as_it_was_written()
    {
        var written = Message(1, text: "hello");

        Assert.Equal(AppendOutcome.Appended, await Append(written));

        var read = Assert.Single(await Log.ReadAfter(General, 0, 10));
        Assert.Equal(written with { Body = default }, read with { Body = default });
        Assert.Equal(written.Body.ToArray(), read.Body.ToArray());
    }

    [Fact]
    public async Task An_empty_conversation_has_no_head_and_no_entries()
    {
        Assert.Equal(0, await Log.GetHead(General));
        Assert.Empty(await Log.ReadAfter(General, 0, 10));
        Assert.Empty(await Log.ReadBefore(General, long.MaxValue, 10));
    }

    [Fact]
    public async Task Pages_are_in_order_from_either_side()
    {
        await Append(Messages(1, 10));

        Assert.Equal(10, await Log.GetHead(General));
        Assert.Equal([4, 5, 6], (await Log.ReadAfter(General, 3, 3)).Select(entry => entry.Sequence));
        Assert.Equal([5, 6, 7], (await Log.ReadBefore(General, 8, 3)).Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task Conversations_do_not_see_each_other()
    {
        var other = HexId.New<ConversationId>();
        await Append(Messages(1, 3));

        Assert.Equal(AppendOutcome.Appended, await Log.Append(other, [Message(1)]));

        Assert.Equal(1, await Log.GetHead(other));
        Assert.Equal(3, await Log.GetHead(General));
    }

    [Fact]
    public async Task A_taken_number_appends_nothing()
    {
        await Append(Messages(1, 2));

        Assert.Equal(AppendOutcome.SequenceTaken, await Append(Messages(2, 2)));

        Assert.Equal([1, 2], await Sequences());
    }

    [Fact]
    public async Task A_number_that_would_leave_a_gap_is_a_bug_and_appends_nothing()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Append(Message(2)));

        Assert.Empty(await Sequences());
    }

    [Fact]
    public async Task A_repeated_id_undoes_the_entries_before_it()
    {
        var first = Message(1);
        await Append(first);

        Assert.Equal(AppendOutcome.DuplicateId, await Append(Message(2), Message(3), Message(4, id: first.Id)));

        Assert.Equal([1], await Sequences());
        Assert.Equal(AppendOutcome.Appended, await Append(Message(2)));
    }

    [Fact]
    public async Task Another_device_may_use_the_same_id()
    {
        var first = Message(1);
        await Append(first);

        Assert.Equal(AppendOutcome.Appended, await Append(first with { Sequence = 2, Device = HexId.New<DeviceId>() }));
    }

    [Fact]
    public async Task An_entry_is_found_by_the_id_its_device_gave_it()
    {
        var message = Message(1);
        await Append(message);

        Assert.Equal(1, (await Log.Find(General, Phone, message.Id))?.Sequence);
        Assert.Null(await Log.Find(General, HexId.New<DeviceId>(), message.Id));
    }

    [Fact]
    public async Task A_cursor_only_moves_forward()
    {
        await Log.MoveCursor(Bob, General, new ReadCursor(7));
        await Log.MoveCursor(Bob, General, new ReadCursor(3));

        Assert.Equal(new ReadCursor(7), (await Log.GetCursors(Bob))[General]);
        Assert.Empty(await Log.GetCursors(Alice));
    }

    [Fact]
    public async Task A_cursor_that_is_moved_back_stays_there_whatever_was_read_before()
    {
        await Log.MoveCursor(Bob, General, new ReadCursor(7));
        await Log.MoveCursor(Bob, General, new ReadCursor(3, 1));
        await Log.MoveCursor(Bob, General, new ReadCursor(9));
        await Restart();
        Assert.Equal(new ReadCursor(3, 1), (await Log.GetCursors(Bob))[General]);
        await Log.MoveCursor(Bob, General, new ReadCursor(5, 1));
        Assert.Equal(new ReadCursor(5, 1), (await Log.GetCursors(Bob))[General]);
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        await Append(Messages(1, 3));
        await Log.MoveCursor(Bob, General, new ReadCursor(2));

        await Restart();

        Assert.Equal([1, 2, 3], await Sequences());
        Assert.Equal(new ReadCursor(2), (await Log.GetCursors(Bob))[General]);
        Assert.Equal(AppendOutcome.Appended, await Append(Message(4)));
    }

    [Fact]
    public async Task What_was_taken_before_closing_is_written()
    {
        var appends = Enumerable.Range(1, 500).Select(i => Append(Message(i))).ToArray();

        await Restart();

        Assert.All(await Task.WhenAll(appends), outcome => Assert.Equal(AppendOutcome.Appended, outcome));
        Assert.Equal(500, await Log.GetHead(General));
    }

    [Fact]
    public async Task A_closed_log_refuses()
    {
        await ((IAsyncDisposable)Log).DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => Append(Message(1)));
    }
}
