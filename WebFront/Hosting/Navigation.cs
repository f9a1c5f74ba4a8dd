namespace ChatMux.WebFront.Hosting;

/// <summary>Somebody who opens a page, as opposed to a program or a page that fetches something.</summary>
public static class Navigation
{
    /// <summary>Whether this request wants a page and its path is one that a page may have.</summary>
    public static bool Is(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !request.Path.StartsWithSegments("/api")
        && !request.Path.StartsWithSegments("/hub")
        && !request.Path.StartsWithSegments("/health")
        && !request.Path.StartsWithSegments("/dashboard")
        && !request.Path.StartsWithSegments("/assets")
        && (request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) || IsLookingWhetherItIsThere(request));

    // curl and monitors take anything, and ask for the first page.
    private static bool IsLookingWhetherItIsThere(HttpRequest request) =>
        request.Path == "/" && request.Headers.Accept.ToString() is "" or "*/*";
}
