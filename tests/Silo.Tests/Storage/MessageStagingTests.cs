using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>The log is one, whether its rows are staged, moved, or some of each.</summary>
public sealed class MessageStagingTests : MessageLogTestBase
{
    private const int Many = MessageLogConnection.MoveAt;

    [Fact]
    public async Task Pages_go_over_the_seam_from_either_side()
    {
        await AppendOneByOne(1, Many + 20);
        Assert.InRange(await Rows("message_staging"), 1, Many - 1);
        Assert.InRange(await Rows("message"), 1, Many + 19);
        Assert.Equal(Range(Many - 10, 25), (await Log.ReadAfter(General, Many - 11, 25)).Select(e => e.Sequence));
        Assert.Equal(Range(Many - 14, 25), (await Log.ReadBefore(General, Many + 11, 25)).Select(e => e.Sequence));
        Assert.Equal(Range(1, Many + 20), await Sequences());
        Assert.Equal(Many + 20, await Log.GetHead(General));
    }

    [Fact]
    public async Task An_id_is_known_again_on_both_sides_of_the_seam()
    {
        await AppendOneByOne(1, Many + 20);
        var all = await Log.ReadAfter(General, 0, int.MaxValue);
        foreach (var known in new[] { all[0], all[Many / 2], all[^1] })
        {
            Assert.Equal(AppendOutcome.DuplicateId, await Append(Message(Many + 21, id: known.Id)));
            Assert.Equal(known.Sequence, (await Log.Find(General, Phone, known.Id))!.Sequence);
        }
        Assert.Equal(AppendOutcome.Appended, await Append(Message(Many + 21)));
    }

    [Fact]
    public async Task What_a_repeated_id_undid_can_be_written_again()
    {
        await Append(Messages(1, 3).ToArray());
        var (fresh, taken) = (HexId.New<MessageId>(), (await Log.ReadAfter(General, 0, 1))[0].Id);
        Assert.Equal(AppendOutcome.DuplicateId, await Append(Message(4, id: fresh), Message(5, id: taken)));
        Assert.Equal(AppendOutcome.Appended, await Append(Message(4, id: fresh)));
        Assert.Equal(Range(1, 4), await Sequences());
    }

    [Fact]
    public async Task A_restart_finds_staged_rows_and_moves_them_when_there_are_more()
    {
        await AppendOneByOne(1, 10);
        var first = (await Log.ReadAfter(General, 0, 1))[0];
        await Restart();
        Assert.Equal(10, await Rows("message_staging"));
        Assert.Equal(Range(1, 10), await Sequences());
        Assert.Equal(AppendOutcome.DuplicateId, await Append(Message(11, id: first.Id)));
        await AppendOneByOne(11, Many);
        Assert.InRange(await Rows("message"), Many, Many + 9);
        Assert.Equal(Range(1, Many + 10), await Sequences());
    }

    private static IEnumerable<long> Range(int first, int count) => Enumerable.Range(first, count).Select(i => (long)i);

    private async Task AppendOneByOne(int first, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.Equal(AppendOutcome.Appended, await Append(Message(first + i)));
    }
}
