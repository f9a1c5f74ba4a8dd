using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ChatMux.WebFront.Hosting;

/// <summary>The page for those who come by an address that browsers do not trust. It needs no script and no other file.</summary>
public static class InsecurePage
{
    private const string Style = """
        :root { color-scheme: light dark }
        body { max-width: 38rem; margin: 0 auto; padding: 2rem 1.25rem; font: 1rem/1.55 system-ui, sans-serif }
        h1 { font-size: 1.5rem; line-height: 1.25 }
        h2 { font-size: 1.1rem; margin-top: 2rem }
        pre { padding: .75rem 1rem; white-space: pre-wrap; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .5rem }
        code { font: .9rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
        """;

    /// <summary>Allows this page's own style and nothing else.</summary>
    public static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The page for a request that came by such an address.</summary>
    public static string For(HttpRequest request)
    {
        var address = WebUtility.HtmlEncode($"{request.Scheme}://{request.Host}");
        var port = request.Host.Port ?? 80;
        var forwarded = request.Headers.ContainsKey("X-Forwarded-Proto")
            ? "<p>A proxy has passed this request on, but this ChatMux has not been told to believe it: name its address in <code>ChatMux:KnownProxies</code>.</p>"
            : "";
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>ChatMux needs a secure address</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>ChatMux needs a secure address</h1>
            <p>You have opened <code>{address}</code>. ChatMux is here, but over plain http from another machine your browser
            gives a page no encryption, no camera or microphone and no passkeys, and anyone on the way could read along. Ask
            whoever runs this ChatMux for an address that begins with <code>https://</code>.</p>
            {forwarded}
            <h2>If you run it: three ways to get one</h2>
            <p><strong>In your own network</strong>, let ChatMux make a certificate. Browsers warn once, because nobody vouches for it.</p>
            <pre><code>dotnet run --project WebFront -- --https</code></pre>
            <p><strong>On the internet</strong>, put a reverse proxy with a real certificate in front, such as Caddy, and start ChatMux
            with <code>--ChatMux:PublicUrl=https://chat.example.org --ChatMux:KnownProxies=127.0.0.1</code>. Its Caddyfile:</p>
            <pre><code>chat.example.org {"{"}
                encode
                reverse_proxy localhost:{port}
            {"}"}</code></pre>
            <p><strong>For yourself alone</strong>, make it your own machine's localhost with a tunnel, then open
            <code>http://localhost:{port}</code>.</p>
            <pre><code>ssh -L {port}:localhost:{port} {WebUtility.HtmlEncode(request.Host.Host)}</code></pre>
            </main>
            </body>
            </html>

            """;
    }
}
