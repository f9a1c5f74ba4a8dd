using ChatMux.WebFront.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ChatMux.WebFront.Tests.Connections;

public sealed class GrainReachabilityTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _log = new();

    [Fact]
    public void An_outage_is_told_when_it_begins_every_ten_seconds_and_when_it_ends()
    {
        var reachability = new GrainReachability(_time, _log);
        reachability.Answered();
        Assert.Empty(_log.All);
        for (var second = 0; second < 25; second++)
        {
            reachability.DidNotAnswer("Post", new TimeoutException());
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal([LogLevel.Warning, LogLevel.Warning, LogLevel.Warning], _log.All);
        _time.Advance(TimeSpan.FromSeconds(10));
        reachability.Answered();
        reachability.Answered();
        Assert.Equal(LogLevel.Information, _log.All[^1]);
        Assert.Equal(4, _log.All.Count);
    }

    private sealed class Lines : ILogger<GrainReachability>
    {
        public List<LogLevel> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(logLevel);
    }
}
