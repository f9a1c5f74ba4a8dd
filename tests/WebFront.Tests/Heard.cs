using ChatMux.Grains.Interfaces;

namespace ChatMux.WebFront.Tests;

/// <summary>The events that a browser heard, in the order in which they came.</summary>
internal sealed class Heard
{
    private readonly Lock _lock = new();
    private readonly List<ServerEvent> _events = [];
    private readonly List<(Func<ServerEvent, bool> Wanted, TaskCompletionSource<ServerEvent> Found)> _waiting = [];

    public void Add(IReadOnlyList<ServerEvent> events)
    {
        lock (_lock)
        {
            _events.AddRange(events);
            foreach (var waiting in _waiting)
                if (events.FirstOrDefault(waiting.Wanted) is { } found)
                    waiting.Found.TrySetResult(found);
        }
    }

    public IReadOnlyList<T> All<T>() where T : ServerEvent
    {
        lock (_lock)
            return [.. _events.OfType<T>()];
    }

    /// <summary>From here on, what came before is as if it had not been heard.</summary>
    public void Forget()
    {
        lock (_lock)
            _events.Clear();
    }

    /// <summary>The first event of this kind, heard already or yet to come.</summary>
    public async Task<T> Sees<T>(Func<T, bool>? wanted, TimeSpan patience) where T : ServerEvent
    {
        bool Fits(ServerEvent e) => e is T t && (wanted?.Invoke(t) ?? true);
        TaskCompletionSource<ServerEvent> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_events.FirstOrDefault(Fits) is { } heard)
                return (T)heard;
            _waiting.Add((Fits, found));
        }
        return (T)await found.Task.WaitAsync(patience);
    }
}
