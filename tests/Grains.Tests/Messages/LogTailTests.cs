using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Grains.Tests.Messages;

public sealed class LogTailTests : IDisposable
{
    private readonly Readings _readings = new();
    private readonly MessageMetrics _metrics;
    private readonly MemoryMessageLog _log = new();
    private readonly ConversationId _conversation = HexId.New<ConversationId>();
    private readonly Profile _ada = new(HexId.New<UserId>(), "Ada", "#336699", true);
    private readonly List<long> _written = [];
    private readonly List<PendingEntry> _failed = [];

    public LogTailTests() => _metrics = new MessageMetrics(_readings.Meters);

    public void Dispose() => _readings.Dispose();

    private LogTail Tail(long head = 0, long headSentAtMs = 0) => new(
        _conversation, _log, head, headSentAtMs, TimeProvider.System, _metrics, (_, receipt) => _written.Add(receipt.Sequence), (post, _) => _failed.Add(post));

    private PendingPost Post(string text, MessageKey? key = null) =>
        new(key ?? new MessageKey(HexId.New<DeviceId>(), HexId.New<MessageId>()), _ada, new Utterance(text, null));

    [Fact]
    public async Task Messages_that_come_during_a_commit_share_the_next_one()
    {
        _log.Held = new TaskCompletionSource();
        var tail = Tail();
        var posts = Enumerable.Range(0, 10).Select(i => Post($"{i}")).ToArray();
        foreach (var post in posts)
            tail.Append(post);
        Assert.Equal(posts.Length - 1, _readings[MessageMetrics.Waiting]);
        _log.Held.SetResult();
        var receipts = await Task.WhenAll(posts.Select(p => p.Answer));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), receipts.Select(r => r.Value!.Sequence));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), _written);
        Assert.Equal(2, _log.Appends);
        Assert.Equal(0, _readings[MessageMetrics.Waiting]);
    }

    [Fact]
    public async Task Where_the_clock_is_behind_that_of_the_silo_before_times_do_not_go_back()
    {
        var ahead = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        var tail = Tail(headSentAtMs: ahead);
        var (first, second) = (Post("a"), Post("b"));
        tail.Append(first);
        tail.Append(second);
        Assert.Equal(ahead, (await first.Answer).Value!.SentAtMs);
        Assert.Equal(ahead, (await second.Answer).Value!.SentAtMs);
    }

    [Fact]
    public async Task A_failed_commit_refuses_all_that_waited_and_leaves_no_hole()
    {
        _log.FailNext = new IOException("disk");
        var tail = Tail();
        var (first, second) = (Post("a"), Post("b"));
        tail.Append(first);
        tail.Append(second);
        Assert.Equal(RefusalCode.Unavailable, (await first.Answer).Refusal?.Code);
        Assert.Equal(RefusalCode.Unavailable, (await second.Answer).Refusal?.Code);
        Assert.Equal([first, second], _failed);
        Assert.Empty(_written);
        Assert.Equal(0, await _log.GetHead(_conversation));
    }

    [Fact]
    public async Task A_message_that_the_log_has_answers_its_first_receipt_and_the_others_close_ranks()
    {
        var key = new MessageKey(HexId.New<DeviceId>(), HexId.New<MessageId>());
        await _log.Append(_conversation, [Post("old", key).ToEntry(1, 7)]);
        _log.Held = new TaskCompletionSource();
        var tail = Tail(head: 1);
        var (blocker, again, changed, fresh) = (Post("x"), Post("old", key), Post("other", key), Post("new"));
        foreach (var post in new[] { blocker, again, fresh })
            tail.Append(post);
        _log.Held.SetResult();
        Assert.Equal(new SendReceipt(1, 7), (await again.Answer).Value);
        Assert.Equal(3, (await fresh.Answer).Value!.Sequence);
        tail.Append(changed);
        Assert.Equal(RefusalCode.MessageIdTaken, (await changed.Answer).Refusal?.Code);
        Assert.Equal([2, 3], _written);
    }

    [Fact]
    public async Task The_loser_of_two_activations_writes_nothing()
    {
        await _log.Append(_conversation, [Post("by the other").ToEntry(1, 7)]);
        var tail = Tail(head: 0);
        var post = Post("mine");
        tail.Append(post);
        Assert.Equal(RefusalCode.Unavailable, (await post.Answer).Refusal?.Code);
        Assert.Equal(1, await _log.GetHead(_conversation));
    }
}
