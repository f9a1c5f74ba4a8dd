namespace ChatMux.WebFront.Hosting;

/// <summary>The OAuth app at GitHub that people sign in with. Configuration section <c>ChatMux:GitHub</c>.</summary>
/// <param name="ClientId">The app's client id.</param>
/// <param name="ClientSecret">The app's secret.</param>
/// <param name="Address">GitHub itself, or a GitHub Enterprise Server.</param>
/// <param name="Api">Its API.</param>
/// <param name="Pictures">The one host that pictures are fetched from.</param>
public sealed record GitHubSettings(string ClientId, string ClientSecret, Uri Address, Uri Api, Uri Pictures)
{
    /// <summary>The path that a form is sent to, to leave for GitHub.</summary>
    public const string BeginPath = "/api/session/github";

    /// <summary>The path to which GitHub leads back; with the public address in front, the app's callback URL.</summary>
    public const string CallbackPath = "/api/session/github/callback";

    /// <summary>Reads the section; null when it is empty.</summary>
    /// <exception cref="CannotStartException">Only half of it is there, or an address is none.</exception>
    public static GitHubSettings? Read(IConfiguration section)
    {
        var (id, secret) = (section["ClientId"], section["ClientSecret"]);
        if (string.IsNullOrEmpty(id) && string.IsNullOrEmpty(secret))
            return null;
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret))
            throw new CannotStartException("ChatMux:GitHub:ClientId and ChatMux:GitHub:ClientSecret go together; one of them is missing.");
        return new GitHubSettings(id, secret,
            ReadAddress(section, "Address", "https://github.com/"),
            ReadAddress(section, "Api", "https://api.github.com/"),
            ReadAddress(section, "Pictures", "https://avatars.githubusercontent.com/"));
    }

    // Never printed: a record would.
    /// <inheritdoc/>
    public override string ToString() => $"GitHub at {Address}";

    private static Uri ReadAddress(IConfiguration section, string key, string fallback)
    {
        var text = section[key] is { Length: > 0 } set ? set : fallback;
        return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new CannotStartException($"ChatMux:GitHub:{key} is '{text}'; it has to be an https address.");
    }
}
