using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ChatMux.WebFront.Hosting;

/// <summary>Where the front listens and with which certificate.</summary>
public static class Listening
{
    /// <summary>
    /// All interfaces by default: another machine then gets the page that says what it needs, rather than silence. It gets
    /// nothing else over plain http.
    /// </summary>
    public const string DefaultUrl = "http://*:5080";

    /// <summary>The default address with <c>--https</c>.</summary>
    public const string DefaultHttpsUrl = "https://*:5443";

    /// <summary>Largest body of a request: the API takes a name and a colour, and whoever sends them is not known yet.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    /// <summary>
    /// How much the kernel holds for a socket whose browser does not read; Linux doubles it. Left to itself it grows to
    /// megabytes for each of them, which no outbox limit would see.
    /// </summary>
    public const int SendBufferBytes = 64 * 1024;

    /// <summary>Settles addresses, certificate and the proxies that are believed.</summary>
    public static WebApplicationBuilder AddListening(this WebApplicationBuilder builder, FrontSettings settings)
    {
        var urls = Urls(builder.Configuration, settings);
        if (urls is not null)
        {
            foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                FreePort.Check(url);
            builder.WebHost.UseUrls(urls);
        }
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            if (settings.CertificatePath is not null || urls?.Contains("https:", StringComparison.OrdinalIgnoreCase) == true)
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = Certificate(builder, settings));
        });
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = Listen);
        if (settings.CertificatePath is not null)
            Certificate(builder, settings).Dispose();
        builder.Services.AddSingleton<ListeningAddress>();
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = settings.KnownProxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in settings.KnownProxies)
                forwarded.KnownIPNetworks.Add(network);
        });
        return builder;
    }

    // What is set on the listening socket, the sockets that it accepts have from their first byte.
    private static Socket Listen(EndPoint address)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        socket.SendBufferSize = SendBufferBytes;
        return socket;
    }

    /// <summary>The addresses to listen on, or null when Kestrel's own configuration has them.</summary>
    private static string? Urls(ConfigurationManager configuration, FrontSettings settings)
    {
        var https = settings.Https || settings.CertificatePath is not null;
        var given = configuration[WebHostDefaults.ServerUrlsKey];
        if (string.IsNullOrWhiteSpace(given))
            return configuration["http_ports"] is { Length: > 0 } || configuration["https_ports"] is { Length: > 0 } || configuration.GetSection("Kestrel:Endpoints").Exists()
                ? null
                : https ? DefaultHttpsUrl : DefaultUrl;
        if (settings.Https && !given.Contains("https:", StringComparison.OrdinalIgnoreCase))
            throw new CannotStartException($"--https and --urls {given} contradict each other: give an https address, or leave one of the two out.");
        return given;
    }

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 Certificate(WebApplicationBuilder builder, FrontSettings settings) =>
        settings.CertificatePath is { } path
            ? HttpsCertificate.Load(path, settings.CertificateKeyPath, settings.CertificatePassword)
            : HttpsCertificate.MakeOrLoad(EmbeddedSilo.DataDirectory(builder.Configuration), TimeProvider.System);
}
