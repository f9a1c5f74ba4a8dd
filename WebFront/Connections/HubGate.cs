using System.Threading.RateLimiting;
using ChatMux.Grains.Interfaces;
using ChatMux.WebFront.Delivery;
using Microsoft.AspNetCore.SignalR;

namespace ChatMux.WebFront.Connections;

/// <summary>Before every hub method: the limit on calls, and that the socket is attached. After it: a failure becomes a refusal.</summary>
internal sealed partial class HubGate(FrontMetrics metrics, GrainReachability reachability, ILogger<HubGate> logger) : IHubFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var socket = HubSocket.Of(invocationContext.Context);
        socket.Calls.TryReplenish();
        using var lease = socket.Calls.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
            return Refuse(new Refusal(RefusalCode.TooFast, (int)Math.Ceiling(Math.Max(wait.TotalMilliseconds, 50))));
        }
        if (socket.Browser is null && invocationContext.HubMethodName is not (nameof(ChatHub.Attach) or nameof(ChatHub.Malformed)))
            return Refuse(new Refusal(RefusalCode.NotAttached));
        try
        {
            var answer = await next(invocationContext);
            reachability.Answered();
            if (answer is IRefusable { Refusal: { } refusal })
                metrics.Refused(refusal.Code);
            return answer;
        }
        catch (Exception e) when (GrainReachability.IsOutage(e))
        {
            // The browser, told by the refusal, tries again.
            reachability.DidNotAnswer(invocationContext.HubMethodName, e);
        }
        catch (Exception e)
        {
            LogBug(logger, e, invocationContext.HubMethodName);
        }
        return Refuse(new Refusal(RefusalCode.Unavailable));
    }

    // On the wire a refusal looks the same whatever the value would have been.
    private Result<Done> Refuse(Refusal refusal)
    {
        metrics.Refused(refusal.Code);
        return refusal;
    }

    [LoggerMessage(1203, LogLevel.Error, "{Method} failed")]
    private static partial void LogBug(ILogger logger, Exception exception, string method);
}
