namespace ChatMux.WebFront.Delivery;

/// <summary>
/// One question that many ask of a grain at once. Those that ask while an answer is on its way share the next one, so
/// thousands of browsers that come at once cost the grain a few calls, and none gets an answer older than its question.
/// </summary>
internal sealed class SharedCall<T>(Func<Task<T>> call)
{
    private readonly Lock _lock = new();
    private Task<T>? _running;
    private Task<T>? _next;

    /// <summary>The answer to a call that begins now or later.</summary>
    public Task<T> Ask()
    {
        lock (_lock)
            return _running is null ? _running = Make(null) : _next ??= Make(_running);
    }

    private async Task<T> Make(Task? before)
    {
        // Never on the stack of the caller, which holds the lock.
        await (before ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            return await call();
        }
        finally
        {
            lock (_lock)
                (_running, _next) = (_next, null);
        }
    }
}
