using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Hosting;
using Microsoft.AspNetCore.Authentication;

namespace ChatMux.WebFront.Sessions;

/// <summary>Entering and leaving, over HTTP because cookies are.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/entry", Enter);
        routes.MapPost("/api/session/guest", EnterAsGuest);
        routes.MapPost("/api/session/end", (Delegate)End);
    }

    private static async Task<Entry> Enter(HttpContext http, IGrainFactory grains, FrontSettings settings, ClientBuild build, IHostEnvironment environment)
    {
        var me = http.User.Identity?.IsAuthenticated == true
            ? (await grains.Grain<IUserGrain>(SessionClaims.UserOf(http.User).Value).GetProfile()).Value
            : null;
        return new Entry(me, Limits.NameLength, Limits.MessageLength, settings.PublicUrl?.GetLeftPart(UriPartial.Authority), build.Current,
            environment.IsDevelopment());
    }

    private static async Task<Result<Profile>> EnterAsGuest(EnterAsGuest wish, HttpContext http, IGrainFactory grains)
    {
        var user = HexId.New<UserId>();
        var guest = await grains.Grain<IUserGrain>(user.Value).BecomeGuest(new GuestProfile(wish.Name, wish.Colour));
        if (guest.Value is not null)
            await http.SignInAsync(SessionClaims.ToPrincipal(user, HexId.New<DeviceId>(), null, SessionHandler.SchemeName));
        return guest;
    }

    private static async Task<Result<Done>> End(HttpContext http)
    {
        await http.SignOutAsync();
        return Done.Instance;
    }
}
