using System.Threading.Channels;

namespace ChatMux.Silo.Storage;

/// <summary>
/// Commits in groups: what queued up while the previous commit ran goes into the next one, without any added delay.
/// Alone, a write waits for one commit; under load, one commit carries hundreds. Has a thread of its own: a commit waits
/// for the disk, and the pool, with a thread per core, would meanwhile have one less for everything else.
/// </summary>
internal sealed partial class MessageLogWriter : IAsyncDisposable
{
    private const int QueueLength = 10_000;
    private const int LargestGroup = 1_000;

    private readonly SqliteFile _file;
    private readonly WriteLane _lane;
    private readonly ILogger _logger;
    private readonly Channel<MessageLogWrite> _queue =
        Channel.CreateBounded<MessageLogWrite>(new BoundedChannelOptions(QueueLength) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MessageLogConnection? _connection;

    public MessageLogWriter(SqliteFile file, WriteLane lane, ILogger logger)
    {
        (_file, _lane, _logger) = (file, lane, logger);
        new Thread(Run) { IsBackground = true, Name = "Message log" }.Start();
    }

    /// <summary>Hands it over; past ten thousand waiting writes the caller waits too, without a thread.</summary>
    public ValueTask Enqueue(MessageLogWrite write) => _queue.Writer.WriteAsync(write);

    /// <summary>Takes no more, and returns when everything taken is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private void Run()
    {
        var group = new List<MessageLogWrite>(LargestGroup);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            _file.Gate.EnterBlocking(_lane);
            while (group.Count < LargestGroup && _queue.Reader.TryRead(out var write)) group.Add(write);
            var failure = Commit(group);
            _file.Gate.Leave();
            foreach (var write in group)
            {
                if (failure is null) write.Complete();
                else write.Fail(failure);
            }
            group.Clear();
        }
        _connection?.Dispose();
        _ended.SetResult();
    }

    private Exception? Commit(List<MessageLogWrite> group)
    {
        try
        {
            _connection ??= new MessageLogConnection(_file);
            _connection.Begin();
            foreach (var write in group) write.Apply(_connection);
            _connection.Commit();
            return null;
        }
        catch (Exception e)
        {
            CommitFailed(_logger, group.Count, e);
            _connection?.Dispose(); // whatever state it is in; the next group opens a new one
            _connection = null;
            return e;
        }
    }

    [LoggerMessage(201, LogLevel.Error, "A commit of {Count} writes to the message log failed")]
    private static partial void CommitFailed(ILogger logger, int count, Exception e);
}
