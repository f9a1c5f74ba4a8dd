using System.Threading.Channels;
using ChatMux.Grains.Messages;
using Npgsql;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>
/// Commits in groups: what queued up while the previous commit ran goes into the next one, without any added delay. Alone, a write waits for
/// one commit; under load, one commit carries hundreds. When a group is refused, each of its writes is tried alone, which says
/// whose fault it was.
/// </summary>
internal sealed partial class LogWriter : IAsyncDisposable
{
    private const int QueueLength = 10_000;
    private const int LargestGroup = 1_000;
    private const string IdIndex = "log_entry_id";

    private readonly NpgsqlDataSource _database;
    private readonly ConversationNumbers _numbers;
    private readonly ILogger _logger;
    private readonly Channel<LogWrite> _queue = Channel.CreateBounded<LogWrite>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly Task _running;

    public LogWriter(NpgsqlDataSource database, ConversationNumbers numbers, ILogger logger)
    {
        (_database, _numbers, _logger) = (database, numbers, logger);
        _running = Task.Run(Run);
    }

    /// <summary>Hands it over, and answers once it is on disk; past ten thousand waiting writes the caller waits for its place too.</summary>
    public async Task<AppendOutcome> Write(LogWrite write)
    {
        await _queue.Writer.WriteAsync(write).ConfigureAwait(false);
        return await write.Task.ConfigureAwait(false);
    }

    /// <summary>Takes no more, and returns when everything taken is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running.ConfigureAwait(false);
    }

    private async Task Run()
    {
        var group = new List<LogWrite>(LargestGroup);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (group.Count < LargestGroup && _queue.Reader.TryRead(out var write)) group.Add(write);
            await Commit(group).ConfigureAwait(false);
            group.Clear();
        }
    }

    private async Task Commit(List<LogWrite> group)
    {
        try
        {
            await Commit(Together(group)).ConfigureAwait(false);
            foreach (var write in group) write.Complete(AppendOutcome.Appended);
        }
        catch (Exception e) when (IsRefusal(e) || IsInTheWay(e))
        {
            foreach (var write in group) await CommitAlone(write).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            CommitFailed(_logger, group.Count, e);
            foreach (var write in group) write.Fail(e);
        }
    }

    private async Task CommitAlone(LogWrite write)
    {
        try
        {
            await Commit(Together([write])).ConfigureAwait(false);
            write.Complete(AppendOutcome.Appended);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            write.Complete(taken.ConstraintName == IdIndex ? AppendOutcome.DuplicateId : AppendOutcome.SequenceTaken);
        }
        catch (Exception e)
        {
            CommitFailed(_logger, 1, e);
            write.Fail(IsRefusal(e) ? new MessageLogRejectedException($"{write} is no row of the table", e) : e);
        }
    }

    private async Task Commit(LogBatch writes)
    {
        var numbers = await _numbers.Give([.. writes.Conversations]).ConfigureAwait(false);
        // All of it is handed over at once, and is one transaction by itself: a silo that hangs afterwards holds nothing that others wait for.
        await using var batch = _database.CreateBatch();
        writes.FillIn(batch, numbers);
        await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private static LogBatch Together(IEnumerable<LogWrite> writes)
    {
        var batch = new LogBatch();
        foreach (var write in writes) write.AddTo(batch);
        return batch;
    }

    // The database understood the rows (classes 22 and 23 are of their values) and did not want them, so nothing was written.
    private static bool IsRefusal(Exception e) => e is PostgresException { SqlState: ['2', '2' or '3', ..] };

    // Somebody else's transaction was (class 40, and a lock that was waited for too long), so nothing was written; perhaps of one write only.
    private static bool IsInTheWay(Exception e) => e is PostgresException { SqlState: ['4', '0', ..] or PostgresErrorCodes.LockNotAvailable };

    [LoggerMessage(203, LogLevel.Error, "A commit of {Count} writes to the message log failed")]
    private static partial void CommitFailed(ILogger logger, int count, Exception e);
}
