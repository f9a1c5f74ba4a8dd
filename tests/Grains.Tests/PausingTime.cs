using Microsoft.Extensions.Time.Testing;

namespace ChatMux.Grains.Tests;

/// <summary>A clock that stands, and tells when somebody begins to wait by it.</summary>
internal sealed class PausingTime : FakeTimeProvider
{
    /// <summary>Once for each who began to wait.</summary>
    public SemaphoreSlim Paused { get; } = new(0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Paused.Release();
        return timer;
    }
}
