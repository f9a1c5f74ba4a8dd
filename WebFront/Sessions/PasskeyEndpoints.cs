using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Hosting;
using Microsoft.AspNetCore.Identity;

namespace ChatMux.WebFront.Sessions;

/// <summary>Passkeys over HTTP, since they set cookies.</summary>
internal static class PasskeyEndpoints
{
    /// <summary>Registers ASP.NET Core Identity's passkey handler over the grains; nothing else of Identity is used.</summary>
    public static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddIdentityCore<PasskeyUser>().AddUserStore<PasskeyStore>().AddSignInManager();
        services.AddOptions<IdentityPasskeyOptions>().Configure<FrontSettings>((passkeys, settings) =>
        {
            passkeys.ServerDomain = PasskeyAddress.Domain(settings);
            passkeys.AuthenticatorTimeout = Grains.Interfaces.Sessions.IPasskeyChallengeGrain.Lifetime;
            // It is the only proof that is asked for, so the person must be there and not only the device.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.ValidateOrigin = origin => ValueTask.FromResult(!origin.CrossOrigin && PasskeyAddress.IsOwn(settings, origin.HttpContext.Request, origin.Origin));
        });
        return services.AddScoped<Passkeys>();
    }

    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/passkeys/creation", (CreatePasskey wish, HttpContext http, Passkeys passkeys) => passkeys.AskForNew(http, wish));
        routes.MapPost("/api/passkeys/request", (HttpContext http, Passkeys passkeys) => passkeys.AskForOne(http));
        routes.MapPost("/api/passkeys", Task<Result<Done>> (PasskeyAnswer answer, HttpContext http, Passkeys passkeys) => passkeys.Add(http, answer));
        routes.MapPost("/api/session/passkey", Task<Result<Profile>> (PasskeyAnswer answer, HttpContext http, Passkeys passkeys) => passkeys.SignIn(http, answer));
        routes.MapPost("/api/session/passkey/new", Task<Result<Profile>> (PasskeyAnswer answer, HttpContext http, Passkeys passkeys) => passkeys.SignUp(http, answer));
    }
}

/// <summary>For which site passkeys are made (WebAuthn Level 3, section 4: RP ID), and on which pages.</summary>
internal static class PasskeyAddress
{
    /// <summary>The public URL's host, or else localhost: never what a request says of itself.</summary>
    public static string Domain(FrontSettings settings) => settings.PublicUrl?.Host ?? "localhost";

    /// <summary>Whether a page at this origin may use the passkeys of this site: the public URL alone where there is one.</summary>
    public static bool IsOwn(FrontSettings settings, HttpRequest request, string origin) => settings.PublicUrl is { } own
        ? string.Equals(origin, own.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
        : Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Host == "localhost"
            && string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the page that was asked for this way can use passkeys.</summary>
    public static bool Works(FrontSettings settings, HttpRequest request) => IsOwn(settings, request, $"{request.Scheme}://{request.Host}");
}
