using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatMux.Silo.Telemetry;

/// <summary>
/// Lets each kind of warning and error through a few times in ten seconds. In an outage every call fails, and Orleans says so of each, with a
/// stack trace: thousands of lines a second, in which nobody finds the first.
/// </summary>
public sealed class RepetitionSampler(TimeProvider time) : LoggingSampler
{
    /// <summary>How often one kind is let through in <see cref="Window"/>.</summary>
    public const int Most = 5;

    /// <summary>The time after which it is counted anew.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Category, int Event), Count> _counts = new();

    /// <inheritdoc/>
    public override bool ShouldSample<TState>(in LogEntry<TState> logEntry)
    {
        if (logEntry.LogLevel < LogLevel.Warning)
            return true;
        var count = _counts.GetOrAdd((logEntry.Category, logEntry.EventId.Id), _ => new Count());
        lock (count)
        {
            if (count.Lines == 0 || time.GetElapsedTime(count.Since) >= Window)
                (count.Since, count.Lines) = (time.GetTimestamp(), 0);
            return ++count.Lines <= Most;
        }
    }

    private sealed class Count
    {
        public long Since;
        public int Lines;
    }
}

/// <summary>Adds it to a host.</summary>
public static class RepetitionSampling
{
    /// <summary>Lets no kind of warning fill the log.</summary>
    public static void AddRepetitionSampling(this ILoggingBuilder logging) => logging.AddSampler(new RepetitionSampler(TimeProvider.System));
}
