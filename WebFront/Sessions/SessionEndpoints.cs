using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Operators;
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
        routes.MapPost("/api/session/end", End);
    }

    private static async Task<Entry> Enter(HttpContext http, IGrainFactory grains, SignIns signIns, FrontSettings settings, ClientBuild build, IHostEnvironment environment)
    {
        var policy = await grains.Grain<IOperatorGrain>(IOperatorGrain.Key).GetPolicy();
        var ways = new EntryWays(
            policy.GuestsWelcome, policy.SignUpOpen, settings.GitHub is not null, PasskeyAddress.Works(settings, http.Request),
            DemoIdentities.MayBeUsed(environment, settings, http) ? DemoIdentities.Names : []);
        return new Entry(await signIns.WhoIs(http), Limits.NameLength, Limits.MessageLength, settings.PublicUrl?.GetLeftPart(UriPartial.Authority),
            build.Current, environment.IsDevelopment(), ways, settings.Dashboard);
    }

    private static Task<Result<Profile>> EnterAsGuest(EnterAsGuest wish, HttpContext http, SignIns signIns) =>
        signIns.EnterAsGuest(http, new GuestProfile(wish.Name, wish.Colour));

    private static async Task<Result<Done>> End(EndSession? wish, HttpContext http, IGrainFactory grains)
    {
        if (wish is { Everywhere: true } && SignIns.IsSignedIn(http.User))
            await grains.Grain<ISessionListGrain>(SessionClaims.UserOf(http.User).Value).EndAll(SessionEndReason.EndedElsewhere);
        await http.SignOutAsync();
        return Done.Instance;
    }
}
