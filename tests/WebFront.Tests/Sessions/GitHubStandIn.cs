using System.Collections.Concurrent;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace ChatMux.WebFront.Tests.Sessions;

/// <summary>
/// What ChatMux needs of GitHub: the page that asks, the token for a code (RFC 6749, 4.1; RFC 7636), who that is, and
/// the picture. Strict where GitHub is, and broken on demand.
/// </summary>
internal sealed class GitHubStandIn : IAsyncDisposable
{
    public const string ClientId = "chatmux-test";
    public const string ClientSecret = "a-secret-of-the-tests";

    // A picture of one pixel.
    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private sealed record Grant(string Challenge, string RedirectUri);

    private readonly ConcurrentDictionary<string, Grant> _codes = [];
    private readonly ConcurrentDictionary<string, bool> _tokens = [];
    private readonly WebApplication _app;

    private GitHubStandIn(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Settings for a front that signs in here.</summary>
    public string[] Settings =>
    [
        $"--ChatMux:GitHub:ClientId={ClientId}", $"--ChatMux:GitHub:ClientSecret={ClientSecret}",
        $"--ChatMux:GitHub:Address={Address}", $"--ChatMux:GitHub:Api={Address}", $"--ChatMux:GitHub:Pictures={Address}",
    ];

    /// <summary>Who is in front of the browser.</summary>
    public string Person { get; set; } = "";

    /// <summary>How it answers for a token or for a person: as it should, or broken in some way.</summary>
    public Func<HttpContext, Task>? TokenBroken { get; set; }

    public Func<HttpContext, Task>? UserBroken { get; set; }

    public Func<HttpContext, Task>? PictureBroken { get; set; }

    /// <summary>What it was asked for that it should not have been, and proofs that did not hold.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public int PicturesServed;

    public string PictureOf(long id) => new Uri(Address, $"u/{id}?v=4").AbsoluteUri;

    public void Is(long id, string login, string? name) =>
        Person = System.Text.Json.JsonSerializer.Serialize(new { id, login, name, avatar_url = PictureOf(id) });

    public static async Task<GitHubStandIn> Start()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--urls=http://127.0.0.1:0"] });
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var gitHub = new GitHubStandIn(app);
        app.MapGet("/login/oauth/authorize", gitHub.Ask);
        app.MapPost("/login/oauth/access_token", gitHub.GiveToken);
        app.MapGet("/user", gitHub.TellWho);
        app.MapGet("/u/{id}", gitHub.ShowPicture);
        await app.StartAsync();
        return gitHub;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Ask(HttpContext http)
    {
        var query = http.Request.Query;
        Check(query["client_id"] == ClientId, "client");
        Check(query["code_challenge_method"] == "S256" && query["code_challenge"].ToString().Length == 43, "no PKCE");
        Check(query["scope"].ToString().Length == 0, $"scope {query["scope"]}");
        var code = RandomNumberGenerator.GetHexString(20);
        var back = query["redirect_uri"].ToString();
        _codes[code] = new Grant(query["code_challenge"]!, back);
        var yes = QueryHelpers.AddQueryString(back, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] });
        var no = QueryHelpers.AddQueryString(back, new Dictionary<string, string?> { ["error"] = "access_denied", ["state"] = query["state"] });
        http.Response.ContentType = MediaTypeNames.Text.Html;
        await http.Response.WriteAsync(
            $"<!doctype html><html lang=en><title>Authorize ChatMux</title><link rel=icon href='data:,'><a href=\"{yes.Replace("&", "&amp;")}\">Authorize</a> <a href=\"{no.Replace("&", "&amp;")}\">Cancel</a>");
    }

    private async Task GiveToken(HttpContext http)
    {
        if (TokenBroken is { } broken)
        {
            await broken(http);
            return;
        }
        var form = await http.Request.ReadFormAsync();
        var known = _codes.TryRemove(form["code"].ToString(), out var grant);
        var proof = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!known || proof != grant!.Challenge || form["redirect_uri"] != grant.RedirectUri
            || form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
        {
            await http.Response.WriteAsJsonAsync(new { error = "bad_verification_code", error_description = "The code passed is incorrect or expired." });
            return;
        }
        var token = RandomNumberGenerator.GetHexString(20);
        _tokens[token] = true;
        await http.Response.WriteAsJsonAsync(new { access_token = token, token_type = "bearer", scope = "" });
    }

    private async Task TellWho(HttpContext http)
    {
        if (UserBroken is { } broken)
        {
            await broken(http);
            return;
        }
        var token = http.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        Check(_tokens.TryRemove(token, out _), "token unknown, or used twice");
        Check(http.Request.Headers.UserAgent.Count > 0, "no user agent");
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(Person);
    }

    private async Task ShowPicture(HttpContext http)
    {
        Interlocked.Increment(ref PicturesServed);
        Check(http.Request.Headers.Cookie.Count == 0 && http.Request.Headers.Referer.Count == 0, "a picture's request told of its asker");
        if (PictureBroken is { } broken)
        {
            await broken(http);
            return;
        }
        http.Response.ContentType = "image/png";
        await http.Response.Body.WriteAsync(Pixel);
    }

    private void Check(bool holds, string complaint)
    {
        if (!holds)
            Complaints.Enqueue(complaint);
    }
}
