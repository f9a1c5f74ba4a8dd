using System.Threading.RateLimiting;
using ChatMux.Grains.Interfaces;
using ChatMux.WebFront.Delivery;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace ChatMux.WebFront.Connections;

/// <summary>Before every hub method: the limit on calls, and that the socket is attached. After it: a failure becomes a refusal.</summary>
internal sealed partial class HubGate(IOptions<HubLimits> limits, FrontMetrics metrics, ILogger<HubGate> logger) : IHubFilter
{
    /// <summary>The browser that is attached through this socket, if one is.</summary>
    public static Browser? BrowserOf(HubCallerContext context) => context.Items.TryGetValue(typeof(Browser), out var browser) ? (Browser?)browser : null;

    /// <summary>Notes or clears the attached browser.</summary>
    public static void SetBrowser(HubCallerContext context, Browser? browser) => context.Items[typeof(Browser)] = browser;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var calls = CallsOf(invocationContext.Context);
        calls.TryReplenish();
        using var lease = calls.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
            return Refuse(new Refusal(RefusalCode.TooFast, (int)Math.Ceiling(Math.Max(wait.TotalMilliseconds, 50))));
        }
        if (BrowserOf(invocationContext.Context) is null && invocationContext.HubMethodName is not (nameof(ChatHub.Attach) or nameof(ChatHub.Malformed)))
            return Refuse(new Refusal(RefusalCode.NotAttached));
        try
        {
            var answer = await next(invocationContext);
            if (answer is IRefusable { Refusal: { } refusal })
                metrics.Refused(refusal.Code);
            return answer;
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            LogUnavailable(logger, invocationContext.HubMethodName, e.GetType().Name);
        }
        catch (Exception e)
        {
            LogBug(logger, e, invocationContext.HubMethodName);
        }
        return Refuse(new Refusal(RefusalCode.Unavailable));
    }

    // Hub methods of one socket run one after the other, so the limiter cannot be made twice.
    private TokenBucketRateLimiter CallsOf(HubCallerContext context)
    {
        if (context.Items.TryGetValue(typeof(RateLimiter), out var made))
            return (TokenBucketRateLimiter)made!;
        var calls = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.Value.CallsBurst,
            TokensPerPeriod = limits.Value.CallsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            // By the clock when it is asked: a timer for each socket would be thousands of timers.
            AutoReplenishment = false,
        });
        context.Items[typeof(RateLimiter)] = calls;
        return calls;
    }

    // On the wire a refusal looks the same whatever the value would have been.
    private Result<Done> Refuse(Refusal refusal)
    {
        metrics.Refused(refusal.Code);
        return refusal;
    }

    [LoggerMessage(1202, LogLevel.Warning, "{Method} got no answer from the grains ({Reason}); the browser tries again")]
    private static partial void LogUnavailable(ILogger logger, string method, string reason);

    [LoggerMessage(1203, LogLevel.Error, "{Method} failed")]
    private static partial void LogBug(ILogger logger, Exception exception, string method);
}

/// <summary>What one socket may ask for. Configuration section <c>ChatMux:Limits</c>.</summary>
internal sealed class HubLimits
{
    /// <summary>Calls at once.</summary>
    public int CallsBurst { get; set; } = 100;

    /// <summary>Calls that come back per second.</summary>
    public int CallsPerSecond { get; set; } = 20;
}
