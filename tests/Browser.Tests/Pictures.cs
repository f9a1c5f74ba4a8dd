namespace ChatMux.Browser.Tests;

/// <summary>
/// Pictures for the README and for whoever reviews how it looks: made on the way when <c>CHATMUX_SCREENSHOTS</c> names a
/// directory for them.
/// </summary>
internal static class Pictures
{
    private static readonly string? Into = Environment.GetEnvironmentVariable("CHATMUX_SCREENSHOTS");

    /// <summary>Draws what somebody sees now, light and dark.</summary>
    public static async Task Draw(Person person, string page)
    {
        if (string.IsNullOrEmpty(Into))
            return;
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var name = $"{page}-{person.Page.ViewportSize!.Width}-{scheme}.png".ToLowerInvariant();
            await person.Page.ScreenshotAsync(new() { Path = Path.Combine(Into, name) });
        }
    }
}
