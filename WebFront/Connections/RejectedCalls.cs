namespace ChatMux.WebFront.Connections;

/// <summary>
/// Makes a call again that the cluster rejected: the silo is stopping, has just died, or its successor is not chosen yet.
/// Safe because everything that a front asks of a grain may be asked twice: sends carry their id, the rest is idempotent.
/// A call that timed out is not repeated here: its outcome is unknown, and the browser, which knows that, repeats it.
/// For fronts of a cluster only: an embedded silo goes with its front, and the filter would cost each call among grains.
/// </summary>
internal sealed class RejectedCalls(TimeProvider time) : IOutgoingGrainCallFilter
{
    /// <summary>How long calls are repeated: longer than a dead silo takes to be noticed, shorter than a browser waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (IsOurs(context))
            await InvokeUntilTaken(context);
        else
            await context.Invoke();
    }

    // Orleans too asks silos something, namely what silos there are: it must learn at once that this one is gone, so as to
    // ask another. And should grains ever call through it, they have their own ways.
    private static bool IsOurs(IOutgoingGrainCallContext context) =>
        context.SourceId?.IsClient() != false && !context.TargetId.IsSystemTarget();

    private async Task InvokeUntilTaken(IOutgoingGrainCallContext context)
    {
        var begun = time.GetTimestamp();
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception e) when (IsRejection(e) && time.GetElapsedTime(begun) < Patience)
            {
                // Jitter, so that what failed together is not tried again together.
                await Task.Delay(wait * (0.5 + Random.Shared.NextDouble()), time);
            }
        }
    }

    // A silo that loses another one cancels what it was asking it.
    private static bool IsRejection(Exception e) => e is OrleansMessageRejectionException or GatewayTooBusyException or OperationCanceledException;
}
