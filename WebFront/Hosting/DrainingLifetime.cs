using System.Net.Sockets;
using System.Runtime.InteropServices;
using ChatMux.WebFront.Connections;
using Microsoft.Extensions.Hosting.Systemd;

namespace ChatMux.WebFront.Hosting;

/// <summary>
/// Stops the front when it is told to, as the console's lifetime does, but lets its browsers move to other fronts first: SignalR closes
/// all sockets as soon as a stop has begun. Who asks a second time does not want to wait.
/// </summary>
internal sealed class DrainingLifetime(
    IHostApplicationLifetime lifetime, DrainState state, Draining draining, IEnumerable<ISystemdNotifier> systemd) : IHostLifetime, IDisposable
{
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
            _signals.Add(PosixSignalRegistration.Create(signal, Stop));
        lifetime.ApplicationStarted.Register(() => Tell(ServiceState.Ready));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _hurry.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        // The process ends when the host has stopped, not now.
        signal.Cancel = true;
        if (state.Begun)
            _hurry.Cancel();
        else
            _ = DrainAndStop();
    }

    // It takes the place of the lifetime that tells a service manager, where there is one.
    private void Tell(ServiceState what)
    {
        try
        {
            foreach (var manager in systemd)
                manager.Notify(what);
        }
        catch (SocketException)
        {
            // Nobody listens there any more: no reason not to start or stop.
        }
    }

    private async Task DrainAndStop()
    {
        Tell(ServiceState.Stopping);
        try
        {
            await draining.Drain(_hurry.Token);
        }
        catch (OperationCanceledException)
        {
            // Told a second time.
        }
        finally
        {
            lifetime.StopApplication();
        }
    }
}
