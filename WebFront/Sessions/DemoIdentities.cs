using System.Net;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Hosting;

namespace ChatMux.WebFront.Sessions;

/// <summary>Identities without any proof, to try two people on one machine: for whoever develops ChatMux, and nobody else.</summary>
internal static class DemoIdentities
{
    private static readonly string[] ForwardingHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Original-Host", "X-Original-Proto", "X-Real-IP", "Via"];

    /// <summary>Who there is.</summary>
    public static readonly IReadOnlyList<string> Names = ["Ada", "Grace", "Linus"];

    /// <summary>Whether this server may have them at all; without, their path does not exist.</summary>
    public static bool MayExist(IHostEnvironment environment, FrontSettings settings) => environment.IsDevelopment() && settings.PublicUrl is null;

    /// <summary>Whether this request comes from the same machine and through nothing: a proxy would lend its loopback address to strangers.</summary>
    public static bool MayBeUsed(IHostEnvironment environment, FrontSettings settings, HttpContext http) =>
        MayExist(environment, settings)
        && http.Request.Host.Host == "localhost"
        && http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !ForwardingHeaders.Any(http.Request.Headers.ContainsKey);

    public static void MapDemoIdentities(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        if (MayExist(services.GetRequiredService<IHostEnvironment>(), services.GetRequiredService<FrontSettings>()))
            routes.MapPost("/api/session/demo", Enter);
    }

    private static async Task<Result<Profile>> Enter(
        EnterAsDemo wish, HttpContext http, SignIns signIns, IHostEnvironment environment, FrontSettings settings) =>
        MayBeUsed(environment, settings, http) && Names.Contains(wish.Name)
            ? await signIns.Enter(http, new WayIn(new Login(LoginKind.Demo, wish.Name.ToLowerInvariant()), wish.Name), new IdentityProfile(wish.Name, null, wish.Name, null))
            : RefusalCode.NotFound;
}
