using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>The checker finds each kind of fault that it is there for.</summary>
public sealed class CheckerTests
{
    private static readonly UserId Author = HexId.New<UserId>();

    private readonly Written[] _written;
    private readonly Entry[] _log;

    public CheckerTests()
    {
        _written = [.. Enumerable.Range(1, 4).Select(i => new Written(HexId.New<MessageId>(), $"message {i}", 0))];
        _log = [.. _written.Select((message, i) => new Entry(i + 1, message.Id, Author, message.Text, 10 + i))];
        foreach (var (message, there) in _written.Zip(_log))
            message.Acknowledge(new SendReceipt(there.Sequence, there.SentAtMs), 1);
    }

    [Fact]
    public void What_is_as_it_was_acknowledged_is_right() => Assert.Empty(Check(_log, _log));

    [Fact]
    public void What_is_missing_is_lost() => Assert.Contains(Check(_log[..3], _log[..3]), found => found.StartsWith("lost: 'message 4'", StringComparison.Ordinal));

    [Fact]
    public void What_is_there_twice_is_doubled()
    {
        Entry[] log = [.. _log, _log[0] with { Sequence = 5 }];
        Assert.Contains(Check(log, log), found => found.StartsWith("doubled: 'message 1'", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_acknowledged_under_another_number_is_found()
    {
        Entry[] log = [_log[1] with { Sequence = 1 }, _log[0] with { Sequence = 2 }, .. _log[2..]];
        Assert.Equal(2, Check(log, log).Count(found => found.StartsWith("other than acknowledged", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_came_before_what_was_written_before_it_is_out_of_order()
    {
        (_written[0], _written[1]) = (_written[1], _written[0]);
        Assert.Contains(Check(_log, _log), found => found.StartsWith("out of order: 'message 1'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_that_lacks_one_or_has_others_in_its_place_is_found()
    {
        Assert.Contains("reader 0 sees 3 messages of 4", Check(_log, _log[..3]));
        Assert.Contains("reader 0 sees 'message 3' at place 2, where 'message 2' is", Check(_log, [_log[0], _log[2], _log[1], _log[3]]));
    }

    private IReadOnlyList<string> Check(IReadOnlyList<Entry> log, IReadOnlyList<Entry> page) => Checker.Check([_written], [page], [log]);
}
