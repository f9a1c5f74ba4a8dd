using ChatMux.WebFront.Operators;

namespace ChatMux.WebFront.Hosting;

/// <summary>What every answer tells the browser to forbid.</summary>
public sealed class SecurityHeaders(RequestDelegate next, ListeningAddress address, FrontSettings settings)
{
    /// <summary>
    /// Only our own files, no HTML from strings but the build's own templates (the client's <c>default</c> policy), and no
    /// framing. <c>connect-src 'self'</c> covers the socket. Forms may also lead to GitHub where people sign in with it.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
        "media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types default";

    // Chromium holds a form to this also where its answer leads on.
    private readonly string _policy = settings.GitHub is { } gitHub
        ? ContentSecurityPolicy.Replace("form-action 'self'", $"form-action 'self' {gitHub.Address.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal)
        : ContentSecurityPolicy;

    // The Orleans Dashboard writes its styles into the page and makes HTML of strings; it has no word of a user in it.
    private const string DashboardPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; " +
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private const string Permissions = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()";

    /// <summary>Sets the headers before anything else answers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(Dashboard.Path) ? DashboardPolicy : _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        headers["Referrer-Policy"] = "same-origin";
        if (context.Request.Path.StartsWithSegments("/api"))
            headers.CacheControl = "no-store";
        // Never for a certificate that nobody vouches for: the browser would no longer let a person accept it.
        if (context.Request.IsHttps && !address.SelfSigned && !SecureAddress.IsLocalhost(context.Request.Host.Host))
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        return next(context);
    }
}
