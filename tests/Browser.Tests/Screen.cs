namespace ChatMux.Browser.Tests;

/// <summary>What somebody sits in front of.</summary>
internal sealed record Screen(int Width, int Height, bool Touch = false, bool Dark = true)
{
    private const string PhoneAgent =
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";

    public static readonly Screen Desktop = new(1440, 900);
    public static readonly Screen Tablet = new(768, 1024, Touch: true);
    public static readonly Screen Phone = new(360, 740, Touch: true);

    public static Screen OfWidth(int width) => new[] { Desktop, Tablet, Phone }.Single(screen => screen.Width == width);

    public bool IsPhone => Width < 600;

    public BrowserNewContextOptions Options(Uri address) => new()
    {
        BaseURL = address.ToString(),
        ViewportSize = new() { Width = Width, Height = Height },
        ScreenSize = new() { Width = Width, Height = Height },
        HasTouch = Touch,
        IsMobile = Touch,
        UserAgent = Touch ? PhoneAgent : null,
        ColorScheme = Dark ? ColorScheme.Dark : ColorScheme.Light,
        ReducedMotion = ReducedMotion.Reduce,
        Locale = "en-GB",
        Permissions = ["clipboard-read", "clipboard-write"],
    };
}
