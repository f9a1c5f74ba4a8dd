using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>
/// Messages and changes of two conversations in random batches, staged, moved and read after a restart, against the same rows
/// in two dictionaries. A failure prints its seed.
/// </summary>
public class ChangePropertyTests(LogPlace? place = null) : MessageLogTestBase(place)
{
    private readonly Dictionary<(ConversationId, long), LogEntry> _entries = [];
    private readonly Dictionary<(ConversationId, long), byte[]> _states = [];
    private readonly Dictionary<ConversationId, long> _heads = [];

    [Fact]
    public async Task Whatever_is_appended_in_whatever_batches_is_read_so()
    {
        var seed = System.Random.Shared.Next();
        var random = new Random(seed);
        var conversations = new[] { General, HexId.New<ConversationId>() };
        for (var round = 0; round < 12; round++)
        {
            // Enough for the staged rows to be moved now and then.
            for (var batch = 0; batch < 25; batch++)
                await AppendSome(random, conversations[random.Next(2)]);
            if (round % 4 == 3)
                await Restart();
            if (round % 5 == 4)
                await EraseSome(random, conversations[random.Next(2)]);
            foreach (var conversation in conversations)
                await Compare(random, conversation, $"seed {seed}, round {round}");
        }
    }

    private async Task AppendSome(Random random, ConversationId conversation)
    {
        var head = _heads.GetValueOrDefault(conversation);
        var batch = Enumerable.Range(1, random.Next(1, 9)).Select(i => Draw(random, conversation, head + i, head)).ToArray();
        if (random.Next(6) == 0 && Known(conversation).FirstOrDefault(e => e.Kind == LogEntryKind.Message) is { } twice)
        {
            // One that is there already: nothing of the batch is written, whatever stands before it.
            LogEntry[] again = [.. batch, Message(head + batch.Length + 1, twice.Author, twice.Id)];
            Assert.Equal(AppendOutcome.DuplicateId, await Log.Append(conversation, again));
            return;
        }
        Assert.Equal(AppendOutcome.Appended, await Log.Append(conversation, batch));
        _heads[conversation] = head + batch.Length;
        foreach (var entry in batch)
            Keep(conversation, entry);
    }

    // A change is of a message that was there before the batch, or of one in it that comes first.
    private LogEntry Draw(Random random, ConversationId conversation, long sequence, long head)
    {
        var targets = Known(conversation).Where(e => e.Kind == LogEntryKind.Message).TakeLast(20).ToArray();
        var author = random.Next(2) == 0 ? Alice : Bob;
        if (head == 0 || targets.Length == 0 || random.Next(2) == 0)
            return Message(sequence, author, text: $"{sequence}");
        var kind = random.Next(6) switch { 0 => LogEntryKind.Deletion, < 3 => LogEntryKind.Edit, _ => LogEntryKind.Reaction };
        return new LogEntry(sequence, default, author, Phone, sequence, kind, new byte[] { (byte)kind })
        {
            Target = targets[random.Next(targets.Length)].Sequence,
            State = BitConverter.GetBytes(sequence),
        };
    }

    private void Keep(ConversationId conversation, LogEntry entry)
    {
        _entries[(conversation, entry.Sequence)] = entry with { State = default };
        if (entry.Kind == LogEntryKind.Message)
            return;
        _states[(conversation, entry.Target)] = entry.State.ToArray();
        if (entry.Kind == LogEntryKind.Deletion)
            Empty(conversation, e => e.Sequence == entry.Target || (e.Target == entry.Target && e.Kind == LogEntryKind.Edit));
    }

    private async Task EraseSome(Random random, ConversationId conversation)
    {
        var author = random.Next(2) == 0 ? Alice : Bob;
        await Log.EraseAuthor(conversation, author);
        Empty(conversation, e => e.Author == author && e.Kind is LogEntryKind.Message or LogEntryKind.Edit);
        foreach (var erased in Known(conversation).Where(e => e.Kind == LogEntryKind.Message && e.Author == author))
            _states.Remove((conversation, erased.Sequence));
    }

    private void Empty(ConversationId conversation, Func<LogEntry, bool> which)
    {
        foreach (var entry in Known(conversation).Where(which).ToArray())
            _entries[(conversation, entry.Sequence)] = entry with { Body = default };
    }

    private async Task Compare(Random random, ConversationId conversation, string where)
    {
        var all = Known(conversation).ToArray();
        var messages = all.Where(e => e.Kind == LogEntryKind.Message).ToArray();
        Assert.Equal(_heads.GetValueOrDefault(conversation), await Log.GetHead(conversation));
        AssertSame(all, await Log.ReadAfter(conversation, 0, int.MaxValue), where);
        for (var i = 0; i < 10; i++)
        {
            var (bound, count) = (random.Next(all.Length + 2), random.Next(1, 30));
            AssertSame(all.Where(e => e.Sequence > bound).Take(count), await Log.ReadAfter(conversation, bound, count), where);
            AssertSame(messages.Where(e => e.Sequence < bound).TakeLast(count), await Log.ReadBefore(conversation, bound, count), where);
            long[] some = [.. Enumerable.Range(0, 5).Select(_ => (long)random.Next(all.Length + 2)).Distinct()];
            AssertSame(messages.Where(e => some.Contains(e.Sequence)), await Log.ReadMessages(conversation, some), where);
            var upTo = random.Next(bound, all.Length + 2);
            Assert.Equal(
                messages.Count(e => e.Sequence > bound && e.Sequence <= upTo && e.Author != Alice),
                await Log.CountUnread(conversation, Alice, bound, upTo, 10_000));
            Assert.Equal(
                messages.Count(e => e.Sequence > bound && e.Sequence <= upTo && e.Author == Bob),
                await Log.CountUnread(conversation, HexId.New<UserId>(), bound, upTo, 10_000, [Alice]));
            AssertSame(
                messages.Where(e => e.Author == Bob && e.Sequence > bound).Take(count), await Log.ReadAuthor(conversation, Bob, bound, count), where);
        }
    }

    // Messages with what became of them.
    private IEnumerable<LogEntry> Known(ConversationId conversation) => _entries
        .Where(e => e.Key.Item1 == conversation).OrderBy(e => e.Key.Item2)
        .Select(e => e.Value with { State = _states.GetValueOrDefault(e.Key) });

    private static void AssertSame(IEnumerable<LogEntry> expected, IReadOnlyList<LogEntry> read, string where) =>
        Assert.Equal(expected.Select(e => $"{where}: {Line(e)}"), read.Select(e => $"{where}: {Line(e)}"));

    private static string Line(LogEntry entry) =>
        $"{entry.Sequence} {entry.Kind} of {entry.Target} {(entry.Kind == LogEntryKind.Message ? entry.Id.Value : "")} {entry.Author} "
        + $"{Convert.ToHexString(entry.Body.Span)} {Convert.ToHexString(entry.State.Span)}";
}
