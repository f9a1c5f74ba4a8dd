using System.Diagnostics;
using System.Numerics;

namespace ChatMux.Crowd.Measures;

/// <summary>
/// How long things took, in buckets of less than one per cent width. Many threads may record at once; nothing grows with
/// what is recorded.
/// </summary>
internal sealed class Histogram
{
    private const int StepBits = 7; // 128 steps from one power of two to the next

    private readonly long[] _counts = new long[(64 - StepBits) << StepBits];

    /// <summary>How many were recorded.</summary>
    public long Count => _counts.Sum();

    /// <summary>Records the time since a moment of <see cref="Stopwatch"/>.</summary>
    public void RecordSince(long moment) => Record(Stopwatch.GetTimestamp() - moment);

    /// <summary>Records a time in ticks of <see cref="Stopwatch"/>.</summary>
    public void Record(long ticks) => Interlocked.Increment(ref _counts[BucketOf(Math.Max(ticks, 0))]);

    /// <summary>The time below which this share of all is, in milliseconds; not a number when there is nothing.</summary>
    public double Milliseconds(double share)
    {
        var left = (long)Math.Ceiling(Count * share);
        if (left == 0)
            return double.NaN;
        var bucket = -1;
        while (left > 0)
            left -= _counts[++bucket];
        return MiddleOf(bucket) * 1000 / Stopwatch.Frequency;
    }

    private static int BucketOf(long ticks)
    {
        var shift = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)ticks) - StepBits);
        return (shift << StepBits) + (int)(ticks >> shift);
    }

    private static double MiddleOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> StepBits) - 1);
        return (bucket - ((long)shift << StepBits) + 0.5) * (1L << shift);
    }
}
