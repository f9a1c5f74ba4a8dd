namespace ChatMux.WebFront.Sessions;

/// <summary>
/// What a browser calls itself, for a person who has to know one of their devices again. Shown, never trusted: the few names
/// that people know, or nothing.
/// </summary>
internal static class BrowserName
{
    // The first that matches: each of these also names those after it.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>Browser and operating system of a <c>User-Agent</c> header; empty for what is not known.</summary>
    public static (string Browser, string System) Of(string? userAgent) => (Find(Browsers, userAgent), Find(Systems, userAgent));

    private static string Find((string Mark, string Name)[] known, string? text) =>
        text is null ? "" : known.FirstOrDefault(k => text.Contains(k.Mark, StringComparison.Ordinal)).Name ?? "";
}
