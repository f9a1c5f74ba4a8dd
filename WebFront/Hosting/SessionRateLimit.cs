using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using ChatMux.Grains.Interfaces;

namespace ChatMux.WebFront.Hosting;

/// <summary>Beginning a session costs storage and takes no proof, so one address may do it only so often.</summary>
public static class SessionRateLimit
{
    /// <summary>Limits every way to begin a session: each is a POST below <c>/api/session</c>.</summary>
    public static IServiceCollection AddSessionRateLimit(this IServiceCollection services, FrontSettings settings) =>
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Begins(context.Request)
                ? RateLimitPartition.GetTokenBucketLimiter(AddressKey(context.Connection.RemoteIpAddress), _ => Bucket(settings))
                : RateLimitPartition.GetNoLimiter(""));
            limiter.OnRejected = (rejected, _) => new ValueTask(Refused.Write(
                rejected.HttpContext,
                StatusCodes.Status429TooManyRequests,
                new Refusal(RefusalCode.TooFast, (int)settings.SessionRefill.TotalMilliseconds)));
        });

    /// <summary>
    /// What counts as one address: an IPv4 address, or the /64 that an IPv6 host is given, from which it may choose freely.
    /// </summary>
    public static string AddressKey(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes()[..8]) : address.ToString();
    }

    private static bool Begins(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.Path.StartsWithSegments("/api/session")
        && !request.Path.StartsWithSegments("/api/session/end");

    private static TokenBucketRateLimiterOptions Bucket(FrontSettings settings) => new()
    {
        TokenLimit = settings.SessionBurst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = settings.SessionRefill,
    };
}
