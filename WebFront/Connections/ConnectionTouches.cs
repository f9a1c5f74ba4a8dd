using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront.Delivery;

namespace ChatMux.WebFront.Connections;

/// <summary>
/// Tells the grain of every attached connection that it is still here. A grain that lost its memory is attached again,
/// and the browser resyncs, because its mailbox was in that memory.
/// </summary>
internal sealed partial class ConnectionTouches(
    IGrainFactory grains, Browsers browsers, Frames frames, TimeProvider time, ILogger<ConnectionTouches> logger)
    : BackgroundService
{
    /// <summary>How often each connection is touched.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    /// <summary>Touches every connection now.</summary>
    public Task TouchAll() => Task.WhenAll(browsers.All.Select(Touch));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            timer.Period = Every * (0.8 + 0.2 * Random.Shared.NextDouble());
            await TouchAll();
        }
    }

    private async Task Touch(Browser browser)
    {
        try
        {
            var grain = grains.GetGrain<IConnectionGrain>(browser.Actor.Connection.Value);
            if (await grain.Touch(browser.Attachment.Id) || browsers.Find(browser.Attachment.Id) is null)
                return;
            var attached = await grain.Attach(browser.Actor, browser.Attachment, null);
            if (attached.Value is null)
            {
                browser.Close(frames.OfEvents([new ResyncNeeded()]));
                return;
            }
            browser.Outbox.Send(frames.OfMailbox(attached.Value.Mailbox.Replay));
            browser.Outbox.Send(frames.OfEvents([new ResyncNeeded()]));
        }
        catch (Exception e)
        {
            LogTouchFailed(logger, e.GetType().Name);
        }
    }

    [LoggerMessage(1200, LogLevel.Warning, "A connection could not be touched ({Reason}); tried again in the next round")]
    private static partial void LogTouchFailed(ILogger logger, string reason);
}
