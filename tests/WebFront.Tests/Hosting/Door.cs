using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using ChatMux.WebFront.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatMux.WebFront.Tests.Hosting;

/// <summary>The front door on Kestrel, with endpoints behind it that only say that a request got through.</summary>
internal sealed class Door(WebApplication app, string directory, Door.Asked asked) : IAsyncDisposable
{
    public const string Page = "<html><head><meta name=\"chatmux-build\" content=\"abc123\"></head></html>";

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => MadeOnTheSpot(certificate) },
    });

    /// <summary>Nobody vouches for it, but it is the one.</summary>
    public static bool MadeOnTheSpot(X509Certificate? certificate) => certificate?.Subject.StartsWith("CN=ChatMux on ", StringComparison.Ordinal) == true;

    public int Port { get; } = new Uri(app.Urls.First()).Port;

    public string Scheme { get; } = new Uri(app.Urls.First()).Scheme;

    /// <summary>How often someone was asked who they are: a question to the cluster.</summary>
    public int TimesAsked => asked.Times;

    public static async Task<Door> Open(params string[] args)
    {
        var directory = Directory.CreateTempSubdirectory("chatmux-door-").FullName;
        var root = Directory.CreateDirectory(Path.Combine(directory, "dist", "assets")).Parent!.FullName;
        File.WriteAllText(Path.Combine(root, "index.html"), Page);
        File.WriteAllText(Path.Combine(root, "icon.svg"), "<svg/>");
        File.WriteAllText(Path.Combine(root, "assets", "a.js"), new string(' ', 5000));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = FrontArguments.Expand(["--urls=http://127.0.0.1:0", $"--ChatMux:DataDirectory={directory}", .. args]),
            WebRootPath = root,
        });
        builder.AddFrontDoor();
        builder.Logging.ClearProviders();
        var asked = new Asked();
        builder.Services.AddSingleton(asked).AddAuthentication("asked").AddScheme<AuthenticationSchemeOptions, Asking>("asked", null);
        var app = builder.Build();
        app.UseFrontDoor();
        app.MapGet("/api/entry", () => "in");
        app.MapPost("/api/session/guest", () => "in");
        app.MapPost("/api/session/end", () => "in");
        app.MapGet("/hub", () => "in");
        app.MapGet("/hub/held", async () =>
        {
            asked.HubEntered.TrySetResult();
            await asked.HubMayEnd.Task;
            return "in";
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Door(app, directory, asked);
    }

    /// <summary>A request to this door by whatever name; a browser's, unless it accepts something else.</summary>
    public Task<HttpResponseMessage> Ask(
        string path, string? host = null, HttpMethod? method = null, string accept = "text/html", params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri($"{Scheme}://127.0.0.1:{Port}{path}"));
        request.Headers.Host = host ?? $"localhost:{Port}";
        request.Headers.Accept.ParseAdd(accept);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A request to the hub as our own page opens it; it lasts until <see cref="LetHubEnd"/>.</summary>
    public Task<HttpResponseMessage> HeldHub() => Ask("/hub/held", headers: [("Origin", $"{Scheme}://localhost:{Port}")]);

    /// <summary>Completes when a request is at the hub.</summary>
    public Task HubEntered => asked.HubEntered.Task;

    public void LetHubEnd() => asked.HubMayEnd.TrySetResult();

    /// <summary>A write as our own page sends it.</summary>
    public Task<HttpResponseMessage> Write(string path) =>
        Ask(path, method: HttpMethod.Post, headers: [("Origin", $"{Scheme}://localhost:{Port}"), ("X-ChatMux", "1")]);

    internal sealed class Asked
    {
        public int Times;

        public readonly TaskCompletionSource HubEntered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public readonly TaskCompletionSource HubMayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Asking(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Asked asked)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            Interlocked.Increment(ref asked.Times);
            return Task.FromResult(AuthenticateResult.NoResult());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await app.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}

internal static class Answers
{
    public static Task<string> Text(this HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public static string? Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;
}
