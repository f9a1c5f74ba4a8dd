using System.Security.Claims;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Sessions;

/// <summary>What the front knows of who is behind a request. Made only from a live session, so it can be trusted.</summary>
internal static class SessionClaims
{
    private const string User = "user";
    private const string Device = "device";
    private const string Session = "session";

    public static ClaimsPrincipal ToPrincipal(UserId user, DeviceId device, SessionId? session, string scheme)
    {
        var claims = new List<Claim> { new(User, user.Value), new(Device, device.Value) };
        if (session is { } known)
            claims.Add(new Claim(Session, known.Value));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    public static UserId UserOf(ClaimsPrincipal principal) => UserId.Of(Read(principal, User));

    public static DeviceId DeviceOf(ClaimsPrincipal principal) => DeviceId.Of(Read(principal, Device));

    /// <summary>The one place where an actor is made: of the session's user and device, and of the tab that was attached; none for HTTP.</summary>
    public static Actor ToActor(ClaimsPrincipal principal, ConnectionId connection = default) =>
        new(UserOf(principal), DeviceOf(principal), SessionId.Of(Read(principal, Session)), connection);

    /// <summary>The session behind the request, if there is one.</summary>
    public static SessionId? SessionOf(ClaimsPrincipal principal) =>
        principal.FindFirst(Session) is { } session ? SessionId.Of(session.Value) : null;

    private static string Read(ClaimsPrincipal principal, string type) => principal.FindFirst(type)!.Value;
}
