using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>Acts among the messages, staged and moved, and the log of them.</summary>
public class RoomActTests(LogPlace? place = null) : MessageLogTestBase(place)
{
    [Theory]
    [InlineData(3)]
    [InlineData(MessageLogConnection.MoveAt + 10)]
    public async Task Acts_stand_among_the_messages_and_are_not_counted(int messages)
    {
        await Append(Act(1));
        for (var i = 1; i <= messages; i++)
            await Append(Message(i + 1));
        await Append(Act(messages + 2), Message(messages + 3));
        Assert.Equal([messages + 1, messages + 2, messages + 3], (await Log.ReadBefore(General, long.MaxValue, 3)).Select(e => e.Sequence));
        Assert.Equal(messages + 3, (await Sequences()).Count());
        Assert.Equal(messages + 1, await Log.CountUnread(General, Bob, 0, messages + 3, 10_000));
        Assert.Equal(1, await Log.CountUnread(General, Bob, messages + 1, messages + 3, 10_000));
        Assert.Equal(1, await Log.CountUnread(General, Bob, messages + 2, messages + 3, 10_000));
        Assert.Equal(0, await Log.CountUnread(General, Alice, 0, messages + 3, 10_000));
        Assert.Equal([2], (await Log.ReadMessages(General, [1, 2, messages + 2])).Select(e => e.Sequence));
        await Restart();
        await Append(Message(messages + 4));
        Assert.Equal(messages + 2, await Log.CountUnread(General, Bob, 0, messages + 4, 10_000));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(MessageLogConnection.MoveAt + 10)]
    public async Task The_log_of_acts_has_acts_and_removals_the_newest_first(int messages)
    {
        await Append(Act(1));
        for (var i = 1; i <= messages; i++)
            await Append(Message(i + 1));
        await Append(Removal(messages + 2, 2), Act(messages + 3));
        Assert.Equal([messages + 3, messages + 2, 1], (await Log.ReadActs(General, long.MaxValue, 10)).Select(e => e.Sequence));
        Assert.Equal([messages + 2], (await Log.ReadActs(General, messages + 3, 1)).Select(e => e.Sequence));
        Assert.Equal(2, (await Log.ReadActs(General, messages + 3, 1))[0].Target);
        Assert.True((await Log.ReadMessages(General, [2]))[0].Body.IsEmpty);
        foreach (var act in await Log.ReadActs(General, long.MaxValue, 10))
            await Log.Rewrite(General, act.Sequence, new byte[] { 9 });
        Assert.All(await Log.ReadActs(General, long.MaxValue, 10), e => Assert.Equal([9], e.Body.ToArray()));
        await Log.Erase(General);
        Assert.All(await Log.ReadAfter(General, 0, 1_000), e => Assert.True(e.Body.IsEmpty));
    }

    [Fact]
    public async Task An_act_that_is_handed_over_again_is_known()
    {
        var act = Act(1);
        Assert.Equal(AppendOutcome.Appended, await Append(act));
        Assert.Equal(AppendOutcome.DuplicateId, await Append(act with { Sequence = 2 }));
        await Restart();
        Assert.Equal(AppendOutcome.DuplicateId, await Append(act with { Sequence = 2 }));
        Assert.Equal(LogEntryKind.Act, (await Log.Find(General, act.Device, act.Id))!.Kind);
    }

    private LogEntry Act(long sequence) =>
        new(sequence, MessageId.New(), Alice, Phone, sequence, LogEntryKind.Act, new byte[] { 1 });

    private static LogEntry Removal(long sequence, long target) =>
        new(sequence, default, HexId.New<UserId>(), HexId.New<DeviceId>(), sequence, LogEntryKind.Removal, new byte[] { 1 })
        {
            Target = target, State = new byte[] { 1 },
        };
}
