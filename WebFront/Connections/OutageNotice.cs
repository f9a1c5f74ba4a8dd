using System.Threading.Channels;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Delivery;

namespace ChatMux.WebFront.Connections;

/// <summary>
/// Tells all browsers of this front when no grain answers any more, and when one does again: who only reads would not notice. A call that
/// failed makes it look; that one silo of several hangs is nothing that everybody has to know.
/// </summary>
internal sealed class OutageNotice(IGrainFactory grains, GrainReachability reachability, Browsers browsers, Frames frames, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _doubts = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        reachability.Failed += Doubt;
        await foreach (var _ in _doubts.Reader.ReadAllAsync(stoppingToken))
        {
            if (await AnyAnswers())
                continue;
            Tell(new Outage(Over: false));
            while (!await AnyAnswers())
                await Task.Delay(Between, time, stoppingToken);
            Tell(new Outage(Over: true));
        }
    }

    private void Doubt() => _doubts.Writer.TryWrite(true);

    // The room directory is there whenever there is a silo, and answers from memory.
    private async Task<bool> AnyAnswers()
    {
        try
        {
            await grains.Grain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List();
            return true;
        }
        catch (Exception e) when (GrainReachability.IsOutage(e))
        {
            return false;
        }
    }

    private void Tell(Outage outage)
    {
        var frame = frames.OfEvents([outage]);
        foreach (var browser in browsers.Attached)
            browser.Outbox.Send(frame);
    }
}
