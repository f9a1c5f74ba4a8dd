namespace ChatMux.Grains.Users;

/// <summary>How much may be done at once, and how fast the allowance comes back.</summary>
public sealed class Allowance
{
    /// <summary>Most that may be done at once.</summary>
    public double Burst { get; set; }

    /// <summary>How much comes back per second.</summary>
    public double PerSecond { get; set; }
}

/// <summary>An allowance being used: begins full, is used up one by one and comes back with time.</summary>
internal sealed class TokenBucket(Allowance allowance, TimeProvider time)
{
    private double _tokens = allowance.Burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes one.</summary>
    /// <returns>Null when it was there; otherwise how long until it is.</returns>
    public TimeSpan? Take()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(allowance.Burst, _tokens + time.GetElapsedTime(_filledAt, now).TotalSeconds * allowance.PerSecond);
        _filledAt = now;
        if (_tokens < 1)
            return TimeSpan.FromSeconds((1 - _tokens) / allowance.PerSecond);
        _tokens--;
        return null;
    }
}
