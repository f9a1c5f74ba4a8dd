using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>An entry on its way into the log.</summary>
internal abstract class PendingEntry
{
    private readonly TaskCompletionSource<Result<SendReceipt>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Result<SendReceipt>> Answer => _answer.Task;

    /// <summary>Who is called by a message; null for nobody.</summary>
    public virtual IReadOnlyList<Mention>? Called => null;

    /// <summary>The row, under the number that it gets; asked for again when it gets another.</summary>
    public abstract LogEntry ToEntry(long sequence, long sentAtMs);

    /// <summary>What everyone hears once it is on disk.</summary>
    public abstract ServerEvent ToEvent(ConversationId conversation, SendReceipt receipt);

    /// <summary>What makes it the same one when it is sent again; null for what is judged by what it sets.</summary>
    public virtual MessageKey? Key => null;

    /// <summary>What it says, in 128 bits, if it has a key: another one under the same key says something else.</summary>
    public virtual UInt128 Fingerprint => default;

    /// <summary>Whether the entry that has its key says the same.</summary>
    public virtual bool IsIn(LogEntry entry) => false;

    /// <summary>Who was called by what is in the log in its place; null for nobody.</summary>
    protected virtual IReadOnlyList<Mention>? CalledIn(LogEntry entry) => null;

    /// <summary>The answer when the log has an entry already under this one's id.</summary>
    public Result<SendReceipt> AnswerFrom(LogEntry entry) =>
        IsIn(entry) ? new SendReceipt(entry.Sequence, entry.SentAtMs) { Mentions = CalledIn(entry) } : RefusalCode.MessageIdTaken;

    public void Complete(Result<SendReceipt> answer) => _answer.TrySetResult(answer);
}
