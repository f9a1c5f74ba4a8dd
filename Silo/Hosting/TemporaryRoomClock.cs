using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.Silo.Hosting;

/// <summary>
/// Has the owners of temporary rooms looked for. Every silo does, so that it goes on whichever of them is left, and begins again after a
/// restart.
/// </summary>
internal sealed partial class TemporaryRoomClock(IGrainFactory grains, TimeProvider time, ILogger<TemporaryRoomClock> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await grains.Grain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).Tend();
            }
            catch (Exception e)
            {
                LogFailed(logger, e.GetType().Name);
            }
        }
    }

    [LoggerMessage(303, LogLevel.Warning, "The owners of temporary rooms could not be looked for ({Reason}); it is tried again in a moment")]
    private static partial void LogFailed(ILogger logger, string reason);
}
