using System.Net;

namespace ChatMux.WebFront.Hosting;

/// <summary>The front's own settings, checked. What cannot be meant is told in a sentence before anything starts.</summary>
/// <param name="Https">Whether to serve https, with a certificate made on the spot unless one is given.</param>
/// <param name="PublicUrl">The address that others reach this server by, or null when nobody has said.</param>
/// <param name="KnownProxies">Proxies whose forwarding headers are believed; empty for none.</param>
/// <param name="CertificatePath">A certificate file (PEM, or PKCS #12), or null.</param>
/// <param name="CertificateKeyPath">The key file that belongs to a PEM certificate, or null when the key is in the same file.</param>
/// <param name="CertificatePassword">The password of the key, or null.</param>
/// <param name="SessionBurst">How many sessions one address may begin at once.</param>
/// <param name="SessionRefill">How long it takes until the same address may begin one more.</param>
/// <param name="SocketsPerAddress">How many sockets one address may hold at once.</param>
/// <param name="Drain">How long a front of a cluster that is told to stop takes to send its browsers to the others.</param>
/// <param name="Dashboard">Whether the operator finds the Orleans Dashboard here.</param>
/// <param name="GitHub">How people sign in with GitHub, or null when they cannot.</param>
public sealed record FrontSettings(
    bool Https,
    Uri? PublicUrl,
    IReadOnlyList<IPNetwork> KnownProxies,
    string? CertificatePath,
    string? CertificateKeyPath,
    string? CertificatePassword,
    int SessionBurst,
    TimeSpan SessionRefill,
    int SocketsPerAddress,
    TimeSpan Drain,
    bool Dashboard,
    GitHubSettings? GitHub)
{
    /// <summary>The setting that <c>--https</c> stands for.</summary>
    public const string HttpsKey = "ChatMux:Https";

    /// <summary>The setting that brings the Orleans Dashboard; silos read it too.</summary>
    public const string DashboardKey = "ChatMux:Dashboard";

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="CannotStartException">A setting makes no sense.</exception>
    public static FrontSettings Read(IConfiguration configuration) => new(
        configuration[HttpsKey] is { Length: > 0 } https && ReadBool(HttpsKey, https),
        ReadPublicUrl(configuration["ChatMux:PublicUrl"]),
        [.. (configuration["ChatMux:KnownProxies"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(ReadProxy)],
        configuration["ChatMux:Certificate:Path"],
        configuration["ChatMux:Certificate:KeyPath"],
        configuration["ChatMux:Certificate:Password"],
        ReadPositive(configuration, "ChatMux:Limits:SessionsPerAddress:Burst", 100),
        TimeSpan.FromSeconds(ReadPositive(configuration, "ChatMux:Limits:SessionsPerAddress:RefillSeconds", 5)),
        ReadPositive(configuration, "ChatMux:Limits:SocketsPerAddress", 500),
        TimeSpan.FromSeconds(ReadPositive(configuration, "ChatMux:DrainSeconds", 6)),
        configuration[DashboardKey] is { Length: > 0 } dashboard && ReadBool(DashboardKey, dashboard),
        GitHubSettings.Read(configuration.GetSection("ChatMux:GitHub")));

    private static bool ReadBool(string key, string text) =>
        bool.TryParse(text, out var value) ? value : throw new CannotStartException($"{key} is '{text}'; it is either true or false.");

    private static int ReadPositive(IConfiguration configuration, string key, int fallback)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text))
            return fallback;
        return int.TryParse(text, out var value) && value > 0 ? value : throw new CannotStartException($"{key} is '{text}'; it has to be a whole number above zero.");
    }

    private static Uri? ReadPublicUrl(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var valid = Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && SecureAddress.IsLocalhost(url.Host)))
            && url is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };
        return valid ? url : throw new CannotStartException(
            $"ChatMux:PublicUrl is '{text}'; it has to be an https address without a path, like https://chat.example.org.");
    }

    private static IPNetwork ReadProxy(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new CannotStartException($"ChatMux:KnownProxies names '{text}'; it takes IP addresses and networks, like 127.0.0.1 or 10.0.0.0/8.");
    }
}
