using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;

namespace ChatMux.WebFront.Connections;

/// <summary>What the front keeps of one socket while it is open: the limit on its calls, and the browser attached through it.</summary>
internal sealed class HubSocket : IDisposable
{
    /// <summary>How long a socket may be open without an attached browser. Pings alone would keep it open for ever.</summary>
    public static readonly TimeSpan AttachWithin = TimeSpan.FromSeconds(15);

    private readonly ITimer _deadline;
    private volatile Browser? _browser;

    public HubSocket(HubConnectionContext connection, HubLimits limits, TimeProvider time)
    {
        Connection = connection;
        Calls = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.CallsBurst,
            TokensPerPeriod = limits.CallsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            // By the clock when it is asked: a timer for each socket would be thousands of timers.
            AutoReplenishment = false,
        });
        _deadline = time.CreateTimer(_ => CloseUnlessAttached(), null, AttachWithin, Timeout.InfiniteTimeSpan);
        connection.Items[typeof(HubSocket)] = this;
    }

    /// <summary>The socket itself, to which already serialized messages can be written.</summary>
    public HubConnectionContext Connection { get; }

    /// <summary>How many calls may come over it.</summary>
    public TokenBucketRateLimiter Calls { get; }

    /// <summary>The browser that is attached through it; null before that.</summary>
    public Browser? Browser
    {
        get => _browser;
        set
        {
            _browser = value;
            if (value is not null)
                _deadline.Dispose();
        }
    }

    /// <summary>The socket behind a hub call.</summary>
    public static HubSocket Of(HubCallerContext context) => (HubSocket)context.Items[typeof(HubSocket)]!;

    /// <summary>Called when it is closed.</summary>
    public void Dispose()
    {
        _deadline.Dispose();
        Calls.Dispose();
    }

    private void CloseUnlessAttached()
    {
        if (_browser is null)
            Connection.Abort();
    }
}
