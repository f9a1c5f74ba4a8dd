using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using ChatMux.Grains.Interfaces;

namespace ChatMux.WebFront.Hosting;

/// <summary>What one address may do before anybody knows who is behind it: begin sessions, and hold sockets.</summary>
public static class AddressLimits
{
    /// <summary>Limits every way to begin a session (each is a POST below <c>/api/session</c> or <c>/api/passkeys</c>) and the sockets open at once.</summary>
    public static IServiceCollection AddAddressLimits(this IServiceCollection services, FrontSettings settings) =>
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(context => BeginsSession(context.Request)
                    ? RateLimitPartition.GetTokenBucketLimiter(AddressKey(context.Connection.RemoteIpAddress), _ => Sessions(settings))
                    : RateLimitPartition.GetNoLimiter("")),
                // A socket's request lasts as long as the socket, and with it the permit.
                PartitionedRateLimiter.Create<HttpContext, string>(context => context.Request.Path.StartsWithSegments("/hub")
                    ? RateLimitPartition.GetConcurrencyLimiter(AddressKey(context.Connection.RemoteIpAddress), _ => Sockets(settings))
                    : RateLimitPartition.GetNoLimiter("")));
            limiter.OnRejected = (rejected, _) => new ValueTask(Refused.Write(
                rejected.HttpContext,
                StatusCodes.Status429TooManyRequests,
                BeginsSession(rejected.HttpContext.Request)
                    ? new Refusal(RefusalCode.TooFast, (int)settings.SessionRefill.TotalMilliseconds)
                    : new Refusal(RefusalCode.TooManyConnections)));
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

    private static bool BeginsSession(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && (request.Path.StartsWithSegments("/api/session") || request.Path.StartsWithSegments("/api/passkeys"))
        && !request.Path.StartsWithSegments("/api/session/end");

    private static TokenBucketRateLimiterOptions Sessions(FrontSettings settings) => new()
    {
        TokenLimit = settings.SessionBurst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = settings.SessionRefill,
    };

    private static ConcurrencyLimiterOptions Sockets(FrontSettings settings) => new() { PermitLimit = settings.SocketsPerAddress };
}
