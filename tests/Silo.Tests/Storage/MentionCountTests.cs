using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

public class MentionCountTests(LogPlace? place = null) : MessageLogTestBase(place)
{
    private const int Cap = 100;

    private Task<int> Count(UserId reader, long after = 0, long upTo = long.MaxValue, params UserId[] without) =>
        Log.CountMentions(General, reader, after, upTo, Cap, without);

    private LogEntry Calling(long sequence, LogMentions mentions, UserId? author = null) => Message(sequence, author) with { Mentions = mentions };

    private static LogMentions Of(params UserId[] users) => new(false, users);

    private LogEntry Change(long sequence, LogEntryKind kind, long target, LogMentions? mentions) =>
        new(sequence, default, Alice, Phone, sequence, kind, new byte[] { 1 }) { Target = target, State = new byte[] { 1 }, Mentions = mentions };

    [Fact]
    public async Task Counts_what_calls_the_reader_in_the_range()
    {
        await Append(Calling(1, Of(Bob)));
        await Append(Message(2), Calling(3, LogMentions.OfEveryone), Calling(4, LogMentions.OfEveryone, author: Bob), Calling(5, Of(HexId.New<UserId>())));

        Assert.Equal(2, await Count(Bob));
        Assert.Equal(1, await Count(Bob, after: 1));
        Assert.Equal(1, await Count(Bob, upTo: 2));
        Assert.Equal(0, await Count(Bob, after: 3));
        Assert.Equal(1, await Count(Alice));
        await Restart();
        Assert.Equal(2, await Count(Bob));
    }

    [Fact]
    public async Task Stops_at_the_cap()
    {
        await Append([.. Enumerable.Range(1, 150).Select(i => Calling(i, i % 2 == 0 ? Of(Bob) : LogMentions.OfEveryone))]);

        Assert.Equal(Cap, await Count(Bob));
        Assert.Equal(99, await Count(Bob, after: 51));
    }

    [Fact]
    public async Task What_people_wrote_who_are_left_out_calls_nobody()
    {
        var (cy, stranger) = (HexId.New<UserId>(), HexId.New<UserId>());
        await Append(Calling(1, Of(Bob)), Calling(2, LogMentions.OfEveryone), Calling(3, Of(Bob), author: cy), Calling(4, LogMentions.OfEveryone, author: cy));

        Assert.Equal(4, await Count(Bob, without: [stranger]));
        Assert.Equal(2, await Count(Bob, without: [Alice, stranger]));
        Assert.Equal(1, await Count(Bob, after: 3, without: Alice));
        Assert.Equal(0, await Count(Bob, without: [Alice, cy]));
        Assert.Equal(1, await Count(Alice, without: stranger));
        Assert.Equal(0, await Count(Alice, without: cy));
    }

    [Fact]
    public async Task Who_is_left_out_does_not_count_up_to_the_cap()
    {
        var cy = HexId.New<UserId>();
        await Append([.. Enumerable.Range(1, 300).Select(i => Calling(i, i % 2 == 0 ? Of(Bob) : LogMentions.OfEveryone, author: i <= 250 ? Alice : cy))]);

        Assert.Equal(50, await Count(Bob, without: Alice));
        Assert.Equal(Cap, await Count(Bob, without: cy));
    }

    [Theory]
    [InlineData(LogEntryKind.Deletion)]
    [InlineData(LogEntryKind.Removal)]
    public async Task Changes_call_others_and_reactions_do_not(LogEntryKind deletion)
    {
        await Append(Calling(1, Of(Bob)));
        await Append(Change(2, LogEntryKind.Reaction, 1, null));
        Assert.Equal(1, await Count(Bob));
        await Append(Change(3, LogEntryKind.Edit, 1, LogMentions.OfEveryone));
        Assert.Equal(1, await Count(Bob));
        await Append(Change(4, LogEntryKind.Edit, 1, Of()));
        Assert.Equal(0, await Count(Bob));
        await Append(Change(5, LogEntryKind.Edit, 1, Of(Bob)), Change(6, deletion, 1, Of()));
        Assert.Equal(0, await Count(Bob));
        Assert.Equal(0, await Rows("mention"));
    }

    [Fact]
    public async Task A_message_that_is_not_written_calls_nobody()
    {
        var first = Calling(1, Of(Bob));
        await Append(first);
        Assert.Equal(AppendOutcome.DuplicateId, await Append(first with { Sequence = 2 }));
        Assert.Equal(AppendOutcome.DuplicateId, await Append(Calling(2, Of(Bob)), first with { Sequence = 3 }));
        Assert.Equal(1, await Count(Bob));
        Assert.Equal(1, await Rows("mention"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(MessageLogConnection.MoveAt + 10)]
    public async Task What_is_erased_calls_nobody(int messages)
    {
        for (var i = 1; i <= messages; i++)
            await Append(Calling(i, Of(Bob), author: i == 1 ? HexId.New<UserId>() : Alice));
        await Log.EraseAuthor(General, Alice);
        Assert.Equal(1, await Count(Bob));
        await Log.Erase(General);
        Assert.Equal(0, await Rows("mention"));
    }

    [Fact]
    public async Task Who_is_forgotten_was_never_called()
    {
        await Append(Calling(1, Of(Alice, Bob), author: HexId.New<UserId>()));
        await Log.ForgetCursors(Alice);
        Assert.Equal((0, 1), (await Count(Alice), await Count(Bob)));
        Assert.Equal(1, await Rows("mention"));
    }
}
