using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ChatMux.WebFront.Hosting;

/// <summary>The addresses of this front: where it listens, what a person opens, and what others are invited with.</summary>
public sealed class ListeningAddress(IServer server, FrontSettings settings)
{
    /// <summary>Whether the certificate was made on the spot, so that browsers warn of it.</summary>
    public bool SelfSigned => settings.CertificatePath is null && Listening().Scheme == Uri.UriSchemeHttps;

    /// <summary>The address that opens ChatMux on this very machine.</summary>
    public string Local
    {
        get
        {
            var listening = Listening();
            return Format(listening, listening.HostNameType == UriHostNameType.Dns && !SecureAddress.IsLocalhost(listening.Host) ? listening.Host : "localhost");
        }
    }

    /// <summary>The address to give to others: the configured one, else this machine's own in its network, else localhost.</summary>
    public string Invite => settings.PublicUrl?.GetLeftPart(UriPartial.Authority)
        ?? (Listening() is { } listening && listening.Scheme == Uri.UriSchemeHttps && !IsLoopback(listening) && HttpsCertificate.LocalAddresses().FirstOrDefault() is { } address
            ? Format(listening, address.ToString())
            : Local);

    /// <summary>The first https address, or else the first.</summary>
    private Uri Listening() => (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        .Select(address => new Uri(address.Replace("*", "[::]", StringComparison.Ordinal).Replace("+", "[::]", StringComparison.Ordinal)))
        .OrderBy(address => address.Scheme == Uri.UriSchemeHttps ? 0 : 1)
        .FirstOrDefault() ?? new Uri("http://localhost");

    private static bool IsLoopback(Uri address) => address.IsLoopback;

    private static string Format(Uri listening, string host) =>
        new UriBuilder(listening) { Host = host }.Uri.GetLeftPart(UriPartial.Authority);
}
