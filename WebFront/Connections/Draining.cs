using ChatMux.Grains.Interfaces.Connections;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Hosting;

namespace ChatMux.WebFront.Connections;

/// <summary>
/// Sends the browsers of a front that is about to stop to the others, before it stops. For a third of the time nothing happens but that the
/// front is not ready any more, so that whoever balances load has noticed; then each browser is told to go, evenly over the rest, so that
/// the other fronts are not overrun.
/// </summary>
internal sealed class Draining(DrainState state, Browsers browsers, Frames frames, FrontSettings settings, TimeProvider time)
{
    private const int Slices = 20;

    /// <summary>Completes when all browsers have been told; at once when there are none.</summary>
    public async Task Drain(CancellationToken hurry)
    {
        state.Begin();
        if (!browsers.All.Any())
            return;
        await Task.Delay(settings.Drain / 3, time, hurry);
        var frame = frames.OfEvents([new GoAway()]);
        for (var slice = 0; slice < Slices; slice++)
        {
            foreach (var browser in browsers.Attached.Where(browser => browser.TouchSlice % Slices == slice))
                browser.Outbox.Send(frame);
            await Task.Delay(settings.Drain * 2 / 3 / Slices, time, hurry);
        }
    }
}
