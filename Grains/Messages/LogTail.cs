using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>
/// The growing end of one conversation's log. Numbers are given out only for the batch that is being written, and one
/// batch is written at a time: a failed one leaves no hole, and what is announced is in order and on disk.
/// </summary>
/// <param name="conversation">Which conversation.</param>
/// <param name="log">Where it is written.</param>
/// <param name="head">The number of the last entry there.</param>
/// <param name="headSentAtMs">Its time: those that follow are not before it, whatever this silo's clock says.</param>
/// <param name="time">The clock of the messages' times.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="written">Called in order for each entry that is on disk.</param>
/// <param name="failed">Called for each entry that could not be written, or of which that is not known.</param>
internal sealed class LogTail(
    ConversationId conversation,
    IMessageLog log,
    long head,
    long headSentAtMs,
    TimeProvider time,
    MessageMetrics metrics,
    Action<PendingEntry, SendReceipt> written,
    Action<PendingEntry, string> failed)
{
    private const int MaxBatch = 256;

    private readonly Queue<PendingEntry> _waiting = new();
    private PendingEntry? _last;
    private long _lastSentAtMs = headSentAtMs;
    private bool _writing;
    private bool _broken;

    /// <summary>The number of the last entry that is on disk.</summary>
    public long Head { get; private set; } = head;

    /// <summary>Whether entries are on their way to the disk, or may be there without being counted yet.</summary>
    public bool IsWriting => _writing;

    /// <summary>Queues an entry; its <see cref="PendingEntry.Answer"/> comes when it is on disk.</summary>
    public void Append(PendingEntry post)
    {
        _waiting.Enqueue(post);
        metrics.Waits(1);
        _last = post;
        if (!_writing)
            _ = WriteAll();
    }

    /// <summary>Returns when what is queued now is on disk, or has been refused.</summary>
    public Task Flush() => _last?.Answer ?? Task.CompletedTask;

    private async Task WriteAll()
    {
        _writing = true;
        while (_waiting.Count > 0)
        {
            var batch = new List<PendingEntry>();
            while (batch.Count < MaxBatch && _waiting.TryDequeue(out var post))
                batch.Add(post);
            metrics.Waits(-batch.Count);
            try
            {
                await Write(batch);
            }
            catch (Exception e)
            {
                Break(batch, e.GetType().Name);
            }
        }
        _writing = false;
    }

    private async Task Write(List<PendingEntry> batch)
    {
        while (batch.Count > 0)
        {
            if (_broken)
            {
                Break(batch, "reloading");
                return;
            }
            var begun = time.GetTimestamp();
            var now = Math.Max(_lastSentAtMs, time.GetUtcNow().ToUnixTimeMilliseconds());
            var outcome = await log.Append(conversation, [.. batch.Select((post, i) => post.ToEntry(Head + 1 + i, now))]);
            switch (outcome)
            {
                case AppendOutcome.Appended:
                    metrics.Written(batch.Count, time.GetElapsedTime(begun));
                    Complete(batch, now);
                    return;
                case AppendOutcome.DuplicateId:
                    if (await AnswerThoseInLog(batch))
                        break;
                    Break(batch, outcome.ToString());
                    return;
                default:
                    Break(batch, outcome.ToString());
                    return;
            }
        }
    }

    private void Complete(List<PendingEntry> batch, long now)
    {
        _lastSentAtMs = now;
        foreach (var post in batch)
        {
            var receipt = new SendReceipt(++Head, now) { Mentions = post.Called };
            post.Complete(receipt);
            written(post, receipt);
        }
    }

    private async Task<bool> AnswerThoseInLog(List<PendingEntry> batch)
    {
        var before = batch.Count;
        foreach (var post in batch.Where(entry => entry.Key is not null).ToArray())
        {
            if (await log.Find(conversation, post.Key!.Value.Device, post.Key.Value.Id) is not { } entry)
                continue;
            post.Complete(post.AnswerFrom(entry));
            batch.Remove(post);
        }
        return batch.Count < before;
    }

    private void Break(List<PendingEntry> batch, string reason)
    {
        _broken = true;
        foreach (var post in batch)
        {
            failed(post, reason);
            post.Complete(RefusalCode.Unavailable);
        }
    }
}
