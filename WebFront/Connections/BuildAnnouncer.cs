using ChatMux.Grains.Interfaces.Connections;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Hosting;

namespace ChatMux.WebFront.Connections;

/// <summary>Tells browsers when this front begins to serve another build of the client.</summary>
internal sealed class BuildAnnouncer(ClientBuild build, Browsers browsers, Frames frames) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        build.Changed += Announce;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        build.Changed -= Announce;
        return Task.CompletedTask;
    }

    private void Announce(string current)
    {
        var frame = frames.OfEvents([new BuildChanged(current)]);
        foreach (var browser in browsers.All)
            browser.Outbox.Send(frame);
    }
}
