using System.Collections.Immutable;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>How much of what was read becomes one page.</summary>
public sealed class PageBuilderTests
{
    private static readonly Profile Ada = new(HexId.New<UserId>(), "Ada", "#336699", Guest: false);
    private readonly ConversationId _chat = HexId.New<ConversationId>();

    private static LogEntry Message(long sequence, string text, ReadOnlyMemory<byte> state = default) => new(
        sequence, HexId.New<MessageId>(), Ada.Id, HexId.New<DeviceId>(), sequence, LogEntryKind.Message, MessageBody.Encode(Ada, new Utterance(text, null), null))
    {
        State = state,
    };

    // As long as a message may be, in characters of three bytes.
    private static LogEntry LongMessage(long sequence) => Message(sequence, new string('€', Limits.MessageLength));

    private static LogEntry[] Log(int count, Func<long, LogEntry> entry) => [.. Enumerable.Range(1, count).Select(sequence => entry(sequence))];

    private MessagePage Build(IEnumerable<LogEntry> entries, long? after = null) =>
        PageBuilder.Build(_chat, [.. entries], new Dictionary<long, Quote>(), after, head: 100);

    private static long[] Numbers(MessagePage page) => [.. page.Messages.Select(message => message.Sequence)];

    [Fact]
    public void What_fits_is_all_there()
    {
        var log = Log(100, sequence => Message(sequence, new string('a', Limits.MessageLength)));
        Assert.Equal(log.Select(e => e.Sequence), Numbers(Build(log)));
        Assert.Equal((100, 100), Build(log, after: 0) is var page ? (page.Messages.Count, page.Last) : default);
    }

    [Fact]
    public void Reading_back_page_by_page_passes_every_long_message_once()
    {
        var log = Log(100, LongMessage);
        var read = new List<long>();
        for (var before = long.MaxValue; ;)
        {
            var page = Build(log.Where(entry => entry.Sequence < before));
            Assert.InRange(page.Messages.Sum(message => 3 * message.Text.Length), 1, 1 << 20);
            read.InsertRange(0, Numbers(page));
            if (!page.HasOlder)
                break;
            before = page.Messages[0].Sequence;
        }
        Assert.Equal(log.Select(e => e.Sequence), read);
    }

    [Fact]
    public void Reading_on_page_by_page_passes_every_long_message_once()
    {
        var log = Log(100, LongMessage);
        var read = new List<long>();
        for (long after = 0; after < 100;)
        {
            var page = Build(log.Where(entry => entry.Sequence > after), after);
            Assert.Equal(Numbers(page)[^1], page.Last);
            Assert.InRange(page.Last, after + 1, after + 99);
            read.AddRange(Numbers(page));
            after = page.Last;
        }
        Assert.Equal(log.Select(e => e.Sequence), read);
    }

    [Fact]
    public void Reactions_are_counted_with_their_message_and_one_that_is_too_large_alone_is_there_all_the_same()
    {
        var users = Enumerable.Range(0, Limits.Reactions).Select(_ => HexId.New<UserId>().Value).ToImmutableList();
        var state = new MessageState { Reactions = [new StoredReaction("👍", users)] }.Encode();
        Assert.InRange(Build(Log(100, sequence => Message(sequence, "hi", state))).Messages.Count, 10, 60);
        var huge = new MessageState { Reactions = [.. Enumerable.Repeat(new StoredReaction("👍", users), 100)] }.Encode();
        Assert.Equal([3], Numbers(Build(Log(3, sequence => Message(sequence, "hi", huge)))));
        Assert.Equal([1], Numbers(Build(Log(3, sequence => Message(sequence, "hi", huge)), after: 0)));
    }

    [Fact]
    public void Nothing_more_leaves_the_place_where_it_was()
    {
        Assert.Equal((0, 42), Build([], after: 42) is var page ? (page.Messages.Count, page.Last) : default);
        Assert.False(Build([]).HasOlder);
    }
}
