using System.Net;
using System.Net.Mime;
using ChatMux.Grains.Interfaces;

namespace ChatMux.WebFront.Hosting;

/// <summary>
/// Browsers give encryption, camera and passkeys only to https and to localhost. So everything else is answered with a
/// page that says so, and an address that is localhost in numbers is led to its name, which passkeys need.
/// </summary>
public sealed partial class SecureAddress(RequestDelegate next, ILogger<SecureAddress> logger)
{
    private int _toldOfProxy;

    /// <summary>Whether browsers take a host of this name for their own machine.</summary>
    public static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Lets requests to secure addresses through.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        // Probes ask by whatever address they know, and learn nothing but a status.
        if (request.Path.StartsWithSegments("/health"))
            return next(context);
        if (IPAddress.TryParse(request.Host.Host, out var address) && IPAddress.IsLoopback(address))
            return LeadToLocalhost(context);
        if (IsOfDisbelievedProxy(request))
        {
            // Even under a name that is localhost the page would not work: its address is https, which nothing here knows.
            TellOfProxyOnce(context.Connection.RemoteIpAddress);
            return Refuse(context);
        }
        return request.IsHttps || IsLocalhost(request.Host.Host) ? next(context) : Refuse(context);
    }

    // A proxy says that the request came to it by https. From one that is believed, the word has been taken away by now.
    private static bool IsOfDisbelievedProxy(HttpRequest request) =>
        !request.IsHttps && "https".Equals(request.Headers["X-Forwarded-Proto"], StringComparison.OrdinalIgnoreCase);

    private void TellOfProxyOnce(IPAddress? address)
    {
        if (Interlocked.Exchange(ref _toldOfProxy, 1) == 0)
            LogProxy(logger, address);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Address} passes on what came by https, and is not believed: if it is your proxy, name it in ChatMux:KnownProxies")]
    private static partial void LogProxy(ILogger logger, IPAddress? address);

    private static Task LeadToLocalhost(HttpContext context)
    {
        var request = context.Request;
        var host = request.Host.Port is { } port ? new HostString("localhost", port) : new HostString("localhost");
        context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        context.Response.Headers.Location = $"{request.Scheme}://{host}{request.PathBase}{request.Path}{request.QueryString}";
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpContext context)
    {
        if (!Navigation.Is(context.Request))
            return Refused.Write(context, StatusCodes.Status403Forbidden, RefusalCode.Malformed);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = InsecurePage.ContentSecurityPolicy;
        headers.CacheControl = "no-store";
        // Browsers complain of it on such an address, where it means nothing.
        headers.Remove("Cross-Origin-Opener-Policy");
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        return context.Response.WriteAsync(InsecurePage.For(context.Request));
    }
}
