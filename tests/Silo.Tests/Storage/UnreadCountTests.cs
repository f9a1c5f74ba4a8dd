using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

public class UnreadCountTests(LogPlace? place = null) : MessageLogTestBase(place)
{
    private const int Cap = 100;

    [Fact]
    public async Task Counts_messages_of_others_above_the_cursor()
    {
        await Append(Messages(1, 3, Alice));
        await Append(Messages(4, 2, Bob));
        await Append(Messages(6, 1, Alice));

        Assert.Equal(4, await Log.CountUnread(General, Bob, 0, long.MaxValue, Cap));
        Assert.Equal(2, await Log.CountUnread(General, Bob, 2, long.MaxValue, Cap));
        Assert.Equal(1, await Log.CountUnread(General, Bob, 4, long.MaxValue, Cap));
        Assert.Equal(0, await Log.CountUnread(General, Bob, 6, long.MaxValue, Cap));
        Assert.Equal(2, await Log.CountUnread(General, Alice, 0, long.MaxValue, Cap));
        Assert.Equal(0, await Log.CountUnread(General, Alice, 5, long.MaxValue, Cap));
    }

    [Fact]
    public async Task Counts_no_further_than_the_head_that_it_is_told_of()
    {
        await Append(Messages(1, 3, Alice));
        await Append(Messages(4, 2, Bob));
        await Append(Messages(6, 1, Alice));

        Assert.Equal(3, await Log.CountUnread(General, Bob, 0, 5, Cap));
        Assert.Equal(1, await Log.CountUnread(General, Bob, 1, 2, Cap));
        Assert.Equal(0, await Log.CountUnread(General, Bob, 2, 2, Cap));
        Assert.Equal(1, await Log.CountUnread(General, Alice, 2, 4, Cap));
    }

    [Fact]
    public async Task Stops_at_the_cap()
    {
        await Append(Messages(1, 150));

        Assert.Equal(100, await Log.CountUnread(General, Bob, 0, long.MaxValue, 100));
        Assert.Equal(100, await Log.CountUnread(General, Bob, 50, long.MaxValue, 100));
        Assert.Equal(99, await Log.CountUnread(General, Bob, 51, long.MaxValue, 100));
    }

    [Fact]
    public async Task Counts_nothing_but_messages()
    {
        const LogEntryKind Another = (LogEntryKind)2;
        await Append(Message(1) with { Kind = Another }, Message(2), Message(3) with { Kind = Another }, Message(4), Message(5) with { Kind = Another });

        Assert.Equal(2, await Log.CountUnread(General, Bob, 0, long.MaxValue, Cap));
        Assert.Equal(1, await Log.CountUnread(General, Bob, 2, long.MaxValue, Cap));
        Assert.Equal(0, await Log.CountUnread(General, Bob, 4, long.MaxValue, Cap));
        Assert.Equal(0, await Log.CountUnread(General, Alice, 0, long.MaxValue, Cap));
    }

    [Fact]
    public async Task Agrees_with_counting_one_by_one()
    {
        var random = new Random(7);
        var people = new[] { Alice, Bob, HexId.New<UserId>() };
        var written = Enumerable.Range(1, 200)
            .Select(i => Message(i, people[random.Next(3)]) with { Kind = random.Next(5) == 0 ? (LogEntryKind)2 : LogEntryKind.Message }).ToArray();
        await Append(written);

        foreach (var reader in people)
        {
            for (var after = 0; after <= 201; after++)
            {
                var upTo = random.Next(202);
                var expected = written.Count(entry => entry.Sequence > after && entry.Sequence <= upTo && entry.Author != reader && entry.Kind == LogEntryKind.Message);
                Assert.Equal(expected, await Log.CountUnread(General, reader, after, upTo, int.MaxValue));
            }
        }
    }

    [Fact]
    public async Task Leaves_people_out_wherever_their_rows_are()
    {
        var random = new Random(11);
        UserId[] people = [Alice, Bob, .. Enumerable.Range(0, 4).Select(_ => HexId.New<UserId>())];
        var written = Enumerable.Range(1, MessageLogConnection.MoveAt + 100)
            .Select(i => Message(i, people[random.Next(people.Length)]) with { Kind = random.Next(5) == 0 ? (LogEntryKind)2 : LogEntryKind.Message }).ToArray();
        foreach (var some in written.Chunk(50))
            await Append(some);
        await AssertBothStagedAndMoved();

        for (var i = 0; i < 200; i++)
        {
            var reader = people[random.Next(people.Length)];
            // Also somebody who wrote nothing.
            UserId[] without = [HexId.New<UserId>(), .. people.Where(person => person != reader && random.Next(2) == 0)];
            var after = random.Next(written.Length + 1);
            var upTo = random.Next(after, written.Length + 2);
            var expected = written.Count(entry => entry.Sequence > after && entry.Sequence <= upTo && entry.Kind == LogEntryKind.Message
                && entry.Author != reader && !without.Contains(entry.Author));
            Assert.Equal(expected, await Log.CountUnread(General, reader, after, upTo, int.MaxValue, without));
        }
    }

    [Fact]
    public async Task Who_is_left_out_does_not_count_up_to_the_cap()
    {
        await Append([.. Messages(1, 150, Alice), .. Messages(151, 99, Bob)]);
        UserId[] without = [.. Enumerable.Range(1, Limits.BlockedPeople - 1).Select(_ => HexId.New<UserId>()), Alice];

        Assert.Equal(99, await Log.CountUnread(General, HexId.New<UserId>(), 0, long.MaxValue, Cap, without));
        await Append(Messages(250, 2, Bob));
        Assert.Equal(Cap, await Log.CountUnread(General, HexId.New<UserId>(), 0, long.MaxValue, Cap, without));
        Assert.Equal(0, await Log.CountUnread(General, Bob, 0, long.MaxValue, Cap, without));
    }

    [Fact]
    public async Task Is_the_same_wherever_the_rows_are()
    {
        var count = MessageLogConnection.MoveAt + 100;
        for (var first = 1; first < count; first += 50)
            await Append(Messages(first, 50, first % 100 == 1 ? Alice : Bob));
        var all = await Log.ReadAfter(General, 0, int.MaxValue);
        foreach (var after in new[] { 0, 49, 50, 120, 255, 256, 257, 300, 340, 349, 350 })
        {
            var expected = all.Count(entry => entry.Sequence > after && entry.Sequence <= 345 && entry.Author != Alice);
            Assert.Equal(expected, await Log.CountUnread(General, Alice, after, 345, int.MaxValue));
        }
    }
}
