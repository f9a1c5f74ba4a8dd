namespace ChatMux.Crowd.Clients;

/// <summary>Sends every client's pings, each every five seconds and not all at one moment: both servers end a socket after 15 s of silence.</summary>
internal sealed class Pinger : IDisposable
{
    private const int Turns = 50;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly Timer _timer;
    private volatile IReadOnlyList<Client> _clients = [];
    private int _turn;

    /// <summary>Begins; there is nobody yet.</summary>
    public Pinger() => _timer = new Timer(_ => Ping(), null, Turn, Turn);

    /// <summary>From now on these clients say that they are here, and no others.</summary>
    public void Watch(IReadOnlyList<Client> clients) => _clients = clients;

    public void Dispose() => _timer.Dispose();

    private void Ping()
    {
        var clients = _clients;
        for (var i = Interlocked.Increment(ref _turn) % Turns; i < clients.Count; i += Turns)
            if (clients[i].Socket is { Lives: true } socket)
                socket.SendPing();
    }
}
