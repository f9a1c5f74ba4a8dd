namespace ChatMux.Grains.Delivery;

/// <summary>
/// Sends what queues up to one front in acknowledged batches, one in flight: the acknowledgement is back-pressure and tells
/// of a dead front. The grain that owns it never waits for it. Runs on that grain's scheduler.
/// </summary>
/// <param name="send">Hands a batch to the front and completes when the front has it.</param>
/// <param name="failed">Called once when the front did not answer in time, refused, or is too far behind. Nothing is sent after.</param>
/// <param name="time">The clock of the time limit.</param>
/// <param name="bytesOf">About how much an item is, in bytes.</param>
/// <param name="coalesceKey">Under which key an item takes the place of one that still waits; null when it takes none.</param>
/// <param name="together">Whether what is queued in the same turn goes together, also when nothing is in flight.</param>
internal sealed class BatchSender<T>(
    Func<IReadOnlyList<T>, Task> send, Action<Exception> failed, TimeProvider time, Func<T, int> bytesOf, Func<T, string?>? coalesceKey = null, bool together = false)
{
    /// <summary>How long a front may take to acknowledge a batch.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How much may queue behind a batch in flight before the front counts as lost.</summary>
    public const int MaxWaiting = 10_000;

    /// <summary>The same in bytes, by estimate: a front that hangs must not cost its silo more memory than that.</summary>
    public const int MaxWaitingBytes = 16 * 1024 * 1024;

    private readonly Dictionary<string, int> _keyed = [];
    private List<T> _waiting = [];
    private int _waitingBytes;
    private bool _sending;
    private bool _stopped;

    /// <summary>Whether it sends no more: it was told to stop, or the front was lost.</summary>
    public bool Stopped => _stopped;

    /// <summary>Completes when nothing waits and nothing is in flight.</summary>
    public Task Sending { get; private set; } = Task.CompletedTask;

    /// <summary>Queues an item and starts sending unless a batch is in flight.</summary>
    public void Send(T item)
    {
        if (_stopped || TryReplace(item))
            return;
        _waiting.Add(item);
        _waitingBytes += bytesOf(item);
        if (_waiting.Count > MaxWaiting || _waitingBytes > MaxWaitingBytes)
            Fail(new TimeoutException("the front is too far behind"));
        else if (!_sending)
            Sending = SendAll();
    }

    /// <summary>Forgets what waits and sends no more.</summary>
    public void Stop()
    {
        _stopped = true;
        TakeWaiting();
    }

    private bool TryReplace(T item)
    {
        if (coalesceKey?.Invoke(item) is not { } key)
            return false;
        if (_keyed.TryAdd(key, _waiting.Count))
            return false;
        _waiting[_keyed[key]] = item;
        return true;
    }

    private List<T> TakeWaiting()
    {
        var taken = _waiting;
        _waiting = [];
        _waitingBytes = 0;
        _keyed.Clear();
        return taken;
    }

    private async Task SendAll()
    {
        _sending = true;
        try
        {
            if (together)
                await Task.Yield();
            while (_waiting.Count > 0)
            {
                await send(TakeWaiting()).WaitAsync(Patience, time);
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            _sending = false;
        }
    }

    private void Fail(Exception e)
    {
        if (_stopped)
            return;
        Stop();
        failed(e);
    }
}
