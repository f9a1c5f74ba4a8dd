using ChatMux.Grains.Interfaces;

namespace ChatMux.WebFront.Hosting;

/// <summary>
/// Only our own page may open the socket or change anything. Browsers send the <c>Origin</c> of the page that asks and no
/// page can forge it; SignalR by itself does not look. The header <c>X-ChatMux</c> cannot be set by a form.
/// </summary>
public sealed class OriginCheck(RequestDelegate next, FrontSettings settings)
{
    /// <summary>The header that every HTTP write carries, with the value 1.</summary>
    public const string Header = "X-ChatMux";

    /// <summary>Refuses foreign and missing origins on the socket and on writes.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var socket = request.Path.StartsWithSegments("/hub");
        var write = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        // Leaving for GitHub is a navigation, which only a form can begin by POST; it sends its origin, and no header of ours.
        var form = request.Path.Equals(GitHubSettings.BeginPath);
        var allowed = (!socket && !write) || (IsOwn(request) && (socket || form || request.Headers[Header] == "1"));
        return allowed ? next(context) : Refused.Write(context, StatusCodes.Status403Forbidden, RefusalCode.Malformed);
    }

    private bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || (settings.PublicUrl is { } own && string.Equals(origin, own.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));
    }
}
