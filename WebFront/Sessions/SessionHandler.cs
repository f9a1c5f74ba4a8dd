using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ChatMux.WebFront.Sessions;

/// <summary>
/// Signs browsers in and out and knows them again. The cookie is a random key of 256 bits and nothing else; what is stored
/// is its SHA-256, so neither the database nor a grain's key opens a session. Each sign-in makes a new one
/// (docs/decisions/0003).
/// </summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder,
    IGrainFactory grains, TimeProvider time)
    : SignInAuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "Session";

    /// <summary>The prefix makes browsers insist on Secure, no Domain and the root path (RFC 6265bis, 4.1.3.2).</summary>
    public const string CookieName = "__Host-cm";

    private const int KeyBytes = 32;

    // The browser keeps the cookie as long as a session can live; the session grain decides when it ends before that.
    private static readonly TimeSpan CookieLife = TimeSpan.FromDays(90);

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOfRequest() is not { } key)
            return AuthenticateResult.NoResult();
        var id = IdOf(key);
        var used = await Session(id).Use();
        if (used.Value is not { } session)
            return AuthenticateResult.NoResult();
        var principal = SessionClaims.ToPrincipal(session.User, session.Device, id, Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(
            principal, new AuthenticationProperties { ExpiresUtc = session.EndsAt }, Scheme.Name));
    }

    /// <inheritdoc/>
    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        // Not ended yet: if this answer is lost, the browser has only the session that it had.
        var before = (await Context.AuthenticateAsync(Scheme.Name)).Principal is { } known ? SessionClaims.SessionOf(known) : null;
        var (browser, system) = BrowserName.Of(Request.Headers.UserAgent);
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        await Session(IdOf(key)).Begin(SessionClaims.UserOf(user), SessionClaims.DeviceOf(user),
            new SessionStart(browser, system, before));
        Response.Cookies.Append(CookieName, key, Cookie(time.GetUtcNow() + CookieLife));
    }

    /// <inheritdoc/>
    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        if (KeyOfRequest() is { } key)
            await Session(IdOf(key)).End(SessionEndReason.SignedOut);
        Response.Cookies.Delete(CookieName, Cookie(null));
    }

    private string? KeyOfRequest() =>
        Request.Cookies.TryGetValue(CookieName, out var key) && Base64Url.IsValid(key, out var bytes) && bytes == KeyBytes ? key : null;

    private ISessionGrain Session(SessionId id) => grains.Grain<ISessionGrain>(id.Value);

    private static SessionId IdOf(string key) => SessionId.Of(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key))));

    private static CookieOptions Cookie(DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}
