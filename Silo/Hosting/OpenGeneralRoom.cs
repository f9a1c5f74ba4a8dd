using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.Silo.Hosting;

/// <summary>Sees to it that the room General is there before anyone enters. A start without it fails.</summary>
internal sealed partial class OpenGeneralRoom(IGrainFactory grains, TimeProvider time, ILogger<OpenGeneralRoom> logger) : IStartupTask
{
    private const int Attempts = 10;

    /// <summary>The cluster may not answer yet when the silo has just become active.</summary>
    public async Task Execute(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await grains.Grain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).EnsureGeneral();
                return;
            }
            catch (Exception e) when (e is OrleansException or TimeoutException && attempt < Attempts)
            {
                NotYet(logger, attempt, e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), time, cancellationToken);
            }
        }
    }

    [LoggerMessage(301, LogLevel.Warning, "The room directory did not answer (attempt {Attempt}): {Reason}")]
    private static partial void NotYet(ILogger logger, int attempt, string reason);
}
