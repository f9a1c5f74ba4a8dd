using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Silo.Hosting;

/// <summary>Reminds the cluster of its upkeep. Every silo does, so that it goes on whichever of them is left.</summary>
internal sealed partial class UpkeepClock(IGrainFactory grains, TimeProvider time, ILogger<UpkeepClock> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await grains.Grain<IUpkeepGrain>(IUpkeepGrain.Key).Sweep();
            }
            catch (Exception e)
            {
                LogFailed(logger, e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(302, LogLevel.Warning, "Upkeep failed ({Reason}); it is tried again in ten minutes")]
    private static partial void LogFailed(ILogger logger, string reason);
}
