using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Storage;

/// <summary>Something that waits to be written in the next commit of the log, and whoever waits for it.</summary>
internal abstract class MessageLogWrite
{
    /// <summary>Puts it into the open transaction.</summary>
    public abstract void Apply(MessageLogConnection connection);

    /// <summary>Called when the commit is on disk.</summary>
    public abstract void Complete();

    /// <summary>Called when the commit failed.</summary>
    public abstract void Fail(Exception reason);
}

/// <summary>Entries of one conversation.</summary>
internal sealed class MessageLogAppend(ConversationId conversation, IReadOnlyList<LogEntry> entries) : MessageLogWrite
{
    private readonly TaskCompletionSource<AppendOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AppendOutcome _outcome;
    private Exception? _rejection;

    public Task<AppendOutcome> Task => _done.Task;

    public override void Apply(MessageLogConnection connection)
    {
        try
        {
            _outcome = connection.Append(conversation, entries);
        }
        catch (MessageLogRejectedException rejection)
        {
            _rejection = rejection;
        }
    }

    public override void Complete()
    {
        if (_rejection is null) _done.SetResult(_outcome);
        else _done.SetException(_rejection);
    }

    public override void Fail(Exception reason) => _done.SetException(reason);
}

/// <summary>Some messages, of an author or of everybody, that are erased; its task answers the last one's number, or null when there were none.</summary>
internal sealed class Erasure(ConversationId conversation, UserId? author, MessageLogSql.Erasing how, long after) : MessageLogWrite
{
    private readonly TaskCompletionSource<long?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _upTo;

    public Task<long?> Task => _done.Task;

    public override void Apply(MessageLogConnection connection) => _upTo = connection.Erase(conversation, author, how, after);

    public override void Complete() => _done.SetResult(_upTo);

    public override void Fail(Exception reason) => _done.SetException(reason);
}

/// <summary>Some messages that are older than the index of words come into it; its task answers whether there may be more.</summary>
internal sealed class Indexing : MessageLogWrite
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _more;

    public Task<bool> Task => _done.Task;

    public override void Apply(MessageLogConnection connection) => _more = connection.IndexOlder();

    public override void Complete() => _done.SetResult(_more);

    public override void Fail(Exception reason) => _done.SetException(reason);
}

/// <summary>A change of read cursors.</summary>
internal sealed class ReadCursorWrite(Action<MessageLogConnection> write) : MessageLogWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _done.Task;

    public override void Apply(MessageLogConnection connection) => write(connection);

    public override void Complete() => _done.SetResult();

    public override void Fail(Exception reason) => _done.SetException(reason);
}
