using ChatMux.Crowd.Servers;

namespace ChatMux.Crowd.Measures;

/// <summary>How much memory a server holds (RSS) from now on: at the beginning, at most, and now.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly ServerGroup _server;
    private readonly Timer _timer;
    private readonly long _begin;
    private long _most;

    public MemoryWatch(ServerGroup server)
    {
        _server = server;
        _begin = _most = server.Memory;
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public override string ToString() => $"{_begin >> 20} → {Look() >> 20} ({_most >> 20})";

    public void Dispose() => _timer.Dispose();

    private long Look()
    {
        var now = _server.Memory;
        _most = Math.Max(_most, now);
        return now;
    }
}
