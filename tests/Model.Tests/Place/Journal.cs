using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ChatMux.Model.Tests.Place;

/// <summary>
/// What happened in a run, line by line, with the warnings of fronts and silos. The threads of the place take other turns
/// in another run, so this is what a divergence is understood from.
/// </summary>
internal sealed class Journal(TimeProvider time) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly DateTimeOffset _began = time.GetUtcNow();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Note(string who, string what) => _lines.Enqueue($"{(time.GetUtcNow() - _began).TotalSeconds,8:f2} {who}: {what}");

    public ILogger CreateLogger(string categoryName) => new Scribe(this, categoryName.Split('.')[^1]);

    public void Dispose()
    {
    }

    private sealed class Scribe(Journal journal, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                journal.Note(category, $"{logLevel} {formatter(state, exception).ReplaceLineEndings(" ")} {exception?.GetType().Name}");
        }
    }
}
