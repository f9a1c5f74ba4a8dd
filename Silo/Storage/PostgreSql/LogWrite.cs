using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>Something that waits to be written in the next commit of the log, and whoever waits for it.</summary>
internal abstract class LogWrite
{
    private readonly TaskCompletionSource<AppendOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How it ended; faults when nobody knows whether it was written.</summary>
    public Task<AppendOutcome> Task => _done.Task;

    /// <summary>Adds it to those that are written together.</summary>
    public abstract void AddTo(LogBatch batch);

    public void Complete(AppendOutcome outcome) => _done.SetResult(outcome);

    public void Fail(Exception reason) => _done.SetException(reason);
}

/// <summary>Entries of one conversation, all or none.</summary>
internal sealed class LogAppend(ConversationId conversation, IReadOnlyList<LogEntry> entries) : LogWrite
{
    public override void AddTo(LogBatch batch) => batch.Add(conversation, entries);

    public override string ToString() => $"{conversation}: {entries[0].Sequence}";
}

/// <summary>A read cursor moves.</summary>
internal sealed class CursorMove(UserId reader, ConversationId conversation, ReadCursor cursor) : LogWrite
{
    public override void AddTo(LogBatch batch) => batch.Add(reader, conversation, cursor);
}
