using System.Net;
using System.Net.Sockets;

namespace ChatMux.Browser.Tests;

/// <summary>What stands before several fronts: gives each new connection to the next of those that it believes in, and carries bytes.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    // The pings by which both sides know that the other is there are shorter than any command.
    private const int PingBytes = 16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private volatile Uri[] _fronts;
    private volatile TaskCompletionSource _open = new();
    private volatile TaskCompletionSource _came = new();

    private Balancer(Uri[] fronts)
    {
        _fronts = fronts;
        _open.SetResult();
        _listener.Start();
        Address = new Uri($"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = Accept();
    }

    /// <summary>Where browsers find it.</summary>
    public Uri Address { get; }

    public static implicit operator Uri(Balancer balancer) => balancer.Address;

    public static Balancer Before(params Uri[] fronts) => new(fronts);

    /// <summary>Gives new connections to this front. Those that are there stay where they are.</summary>
    public void Prefer(Uri front) => _fronts = [front];

    /// <summary>Completes when the next connection comes.</summary>
    public Task NextConnection() => (_came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>From now on commands of browsers wait here, with everything behind them. What a server says passes.</summary>
    public void HoldCommands() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets go what waits.</summary>
    public void Release() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            for (var turn = 0; ; turn++)
            {
                var browser = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = Carry(browser, _fronts[turn % _fronts.Length]);
                _came.TrySetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private async Task Carry(TcpClient browser, Uri to)
    {
        using (browser)
        using (var front = new TcpClient())
        {
            try
            {
                await front.ConnectAsync(IPAddress.Loopback, to.Port, _end.Token);
                var down = front.GetStream().CopyToAsync(browser.GetStream(), _end.Token);
                await Task.WhenAny(down, CarryUp(browser.GetStream(), front.GetStream()));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The front is not there, so the connection ends.
            }
        }
    }

    private async Task CarryUp(NetworkStream browser, NetworkStream front)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await browser.ReadAsync(buffer, _end.Token)) > 0;)
        {
            if (read > PingBytes)
                await _open.Task.WaitAsync(_end.Token);
            await front.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
