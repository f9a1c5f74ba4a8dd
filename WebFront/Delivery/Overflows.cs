using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Delivery;

/// <summary>
/// Outboxes that were emptied because their browser read too slowly. The browser fetches anew what can be fetched; the events
/// of its mailbox are in no snapshot, so they are put into the outbox again.
/// </summary>
internal sealed class Overflows(IGrainFactory grains, Frames frames, FrontMetrics metrics)
{
    /// <summary>The browser's outbox has just been emptied.</summary>
    public void Note(Browser browser)
    {
        metrics.OutboxOverflowed();
        _ = ReplayMailbox(browser);
    }

    private async Task ReplayMailbox(Browser browser)
    {
        // Whoever filled the outbox still holds its lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var connection = grains.Grain<IConnectionGrain>(browser.Actor.Connection.Value);
            if (await connection.Unacknowledged(browser.Attachment.Id) is { } mailbox)
                browser.Outbox.Send(frames.OfMailbox(Withholding.For(browser.Actor, mailbox)));
        }
        catch (Exception)
        {
            // The way in that is left: the browser comes back and names its position.
            browser.Close(frames.OfEvents([new ResyncNeeded()]));
        }
    }
}
