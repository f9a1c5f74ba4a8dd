using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront.Delivery;

namespace ChatMux.WebFront.Connections;

/// <summary>
/// Tells the grain of every attached connection that it is still here. A grain that lost its memory is attached again,
/// and the browser resyncs, because its mailbox was in that memory.
/// </summary>
internal sealed class ConnectionTouches(IGrainFactory grains, Browsers browsers, Frames frames, GrainReachability reachability, TimeProvider time) : BackgroundService
{
    /// <summary>How often each connection is touched.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    // A round is spread over its time: thousands of connections at one moment would be felt by everyone.
    private const int Slices = 20;
    private const int AtOnce = 64;

    /// <summary>Touches every connection now.</summary>
    public Task TouchAll() => Touch(browsers.Attached);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every / Slices, time);
        for (var slice = 0; await timer.WaitForNextTickAsync(stoppingToken); slice = (slice + 1) % Slices)
            await Touch(browsers.Attached.Where(b => b.TouchSlice % Slices == slice));
    }

    private Task Touch(IEnumerable<Browser> some) => Parallel.ForEachAsync(
        some, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (browser, _) => await Touch(browser));

    private async Task Touch(Browser browser)
    {
        try
        {
            var grain = grains.Grain<IConnectionGrain>(browser.Actor.Connection.Value);
            if ((!await grain.Touch(browser.Attachment.Id) || browser.MustResync) && IsHere(browser))
                await AttachAgain(browser, grain);
        }
        catch (Exception e)
        {
            // Touched again in the next round.
            reachability.DidNotAnswer(nameof(IConnectionGrain.Touch), e);
        }
    }

    private async Task AttachAgain(Browser browser, IConnectionGrain grain)
    {
        // Until it is done: the answer may be lost, and the grain would know the attachment then.
        browser.MustResync = true;
        var attached = await grain.AttachAgain(browser.Actor, browser.Attachment with { Idle = browser.Idle });
        browser.MustResync = false;
        if (attached.Value is null)
        {
            browser.Close(frames.OfEvents([attached.Refusal?.Code == RefusalCode.NotAttached ? new ConnectionSuperseded() : new ResyncNeeded()]));
            return;
        }
        // Its socket may have ended meanwhile; the word of that came to a grain that did not know it.
        if (!IsHere(browser))
        {
            await grain.Detach(browser.Attachment.Id);
            return;
        }
        browser.Outbox.Send(frames.OfMailbox(Withholding.For(browser.Actor, attached.Value.Mailbox.Replay)));
        browser.Outbox.Send(frames.OfEvents([new ResyncNeeded()]));
    }

    private bool IsHere(Browser browser) => browsers.Find(browser.Attachment.Id) is not null;
}
