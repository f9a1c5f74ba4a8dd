using System.Data.Common;

namespace ChatMux.WebFront.Connections;

/// <summary>
/// Whether grains answer, told to the log: one line when they stop to, one every ten seconds while they do not, one when
/// they do again. In an outage every call fails, and a line for each would be thousands.
/// </summary>
internal sealed partial class GrainReachability(TimeProvider time, ILogger<GrainReachability> logger)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long _lastTold;
    private int _failed;
    private volatile bool _outage;

    /// <summary>Whether a call failed for a reason that goes by itself: a silo or the database is away. Anything else is a bug.</summary>
    public static bool IsOutage(Exception reason) => reason is TimeoutException or OrleansException or OperationCanceledException or DbException;

    /// <summary>Told of every call that failed for good.</summary>
    public event Action? Failed;

    /// <summary>A call was answered.</summary>
    public void Answered()
    {
        if (!_outage)
            return;
        lock (_lock)
        {
            // A grain that hangs among others that answer is one outage, not as many as it has callers.
            if (!_outage || time.GetElapsedTime(_lastTold) < Between)
                return;
            LogBack(logger, _failed);
            _outage = false;
            _failed = 0;
        }
    }

    /// <summary>A call failed for good.</summary>
    public void DidNotAnswer(string? method, Exception reason)
    {
        Failed?.Invoke();
        lock (_lock)
        {
            _failed++;
            if (_outage && time.GetElapsedTime(_lastTold) < Between)
                return;
            _outage = true;
            _lastTold = time.GetTimestamp();
            LogSilent(logger, method, reason.GetType().Name, _failed);
        }
    }

    [LoggerMessage(1204, LogLevel.Warning, "Grains do not answer: {Method} ({Reason}), {Failed} calls so far; browsers try again")]
    private static partial void LogSilent(ILogger logger, string? method, string reason, int failed);

    [LoggerMessage(1205, LogLevel.Information, "Grains answer again; {Failed} calls had failed")]
    private static partial void LogBack(ILogger logger, int failed);
}
