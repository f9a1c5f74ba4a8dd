using System.Security.Claims;
using System.Text.Json;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace ChatMux.WebFront.Sessions;

/// <summary>
/// Sign-in with GitHub, by ASP.NET Core's OAuth handler: authorization code with PKCE (RFC 7636), no scope, state bound to the
/// browser by the handler's correlation cookie. GitHub's word is taken for the numeric id, name and picture; its token is
/// dropped after that one question.
/// </summary>
internal static partial class GitHub
{
    public const string SchemeName = "GitHub";

    // What the page is told in its address when it comes back without a session: a refusal code, or that one was added.
    private const string OutcomeQuery = "/?signin=";
    private const string AddedOutcome = "added";

    private const string Purpose = "purpose";
    private const string ToAdd = "add";

    public static void AddGitHub(this IServiceCollection services, GitHubSettings gitHub)
    {
        services.AddAuthentication().AddOAuth(SchemeName, oauth =>
        {
            (oauth.ClientId, oauth.ClientSecret) = (gitHub.ClientId, gitHub.ClientSecret);
            oauth.AuthorizationEndpoint = new Uri(gitHub.Address, "login/oauth/authorize").AbsoluteUri;
            oauth.TokenEndpoint = new Uri(gitHub.Address, "login/oauth/access_token").AbsoluteUri;
            oauth.UserInformationEndpoint = new Uri(gitHub.Api, "user").AbsoluteUri;
            oauth.CallbackPath = GitHubSettings.CallbackPath;
            oauth.SignInScheme = SessionHandler.SchemeName;
            oauth.UsePkce = true;
            oauth.BackchannelTimeout = TimeSpan.FromSeconds(10);
            oauth.BackchannelHttpHandler = new GitHubAnswers();
            oauth.CorrelationCookie.Name = "__Host-cm-github.";
            (oauth.CorrelationCookie.Path, oauth.CorrelationCookie.SameSite, oauth.CorrelationCookie.SecurePolicy) = ("/", SameSiteMode.Lax, CookieSecurePolicy.Always);
            oauth.Events.OnCreatingTicket = AskWho;
            oauth.Events.OnTicketReceived = Arrived;
            oauth.Events.OnAccessDenied = denied => Lead(denied, RefusalCode.GitHubDenied);
            oauth.Events.OnRemoteFailure = Failed;
        });
    }

    public static void MapGitHub(this IEndpointRouteBuilder routes) => routes.MapPost(GitHubSettings.BeginPath, async (HttpContext http) =>
    {
        var properties = new AuthenticationProperties { RedirectUri = "/" };
        if (http.Request.HasFormContentType && (await http.Request.ReadFormAsync(http.RequestAborted))[Purpose] == ToAdd)
            properties.Items[Purpose] = SignIns.IsSignedIn(http.User) ? SessionClaims.UserOf(http.User).Value : "";
        await http.ChallengeAsync(SchemeName, properties);
    });

    /// <summary>
    /// The handler makes the address to come back to from the request; where the public address is known, that one counts and
    /// not what a request says of itself.
    /// </summary>
    public static void UsePublicAddressForGitHub(this WebApplication app, FrontSettings settings)
    {
        if (settings.PublicUrl is not { } own)
            return;
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(GitHubSettings.BeginPath))
                (context.Request.Scheme, context.Request.Host) = (own.Scheme, new HostString(own.Authority));
            return next(context);
        });
    }

    private static async Task AskWho(OAuthCreatingTicketContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, context.Options.UserInformationEndpoint);
        request.Headers.Authorization = new("Bearer", context.AccessToken);
        request.Headers.Accept.Add(new("application/vnd.github+json"));
        using var response = await context.Backchannel.SendAsync(request, context.HttpContext.RequestAborted);
        response.EnsureSuccessStatusCode();
        var person = GitHubPerson.Read(await response.Content.ReadAsStringAsync(context.HttpContext.RequestAborted));
        person.WriteTo(context.Identity!);
    }

    private static async Task Arrived(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        http.User = (await http.AuthenticateAsync(SessionHandler.SchemeName)).Principal ?? new ClaimsPrincipal();
        var person = GitHubPerson.Of(context.Principal!);
        var way = new WayIn(new Login(LoginKind.GitHub, person.Id), person.Login);
        var services = http.RequestServices;
        var outcome = context.Properties!.Items.TryGetValue(Purpose, out var beginner)
            ? await Add(http, services.GetRequiredService<IGrainFactory>(), way, beginner)
            : (await services.GetRequiredService<SignIns>().Enter(http, way, new IdentityProfile(person.Name, null, person.Login, person.Picture))).Refusal is { } refusal
                ? CodeOf(refusal)
                : null;
        context.Response.Redirect(outcome is null ? "/" : OutcomeQuery + outcome);
        context.HandleResponse();
    }

    private static async Task<string> Add(HttpContext http, IGrainFactory grains, WayIn way, string? beginner)
    {
        if (!SignIns.IsSignedIn(http.User))
            return CodeOf(new Refusal(RefusalCode.NotSignedIn));
        var actor = SessionClaims.ToActor(http.User);
        // Whoever came to this browser meanwhile did not ask for it.
        if (actor.User.Value != beginner)
            return CodeOf(new Refusal(RefusalCode.SignInFailed));
        var added = await grains.Grain<IWaysInGrain>(actor.User.Value).Add(actor, way);
        return added.Refusal is { } refusal ? CodeOf(refusal) : AddedOutcome;
    }

    private static Task Failed(RemoteFailureContext context)
    {
        var unavailable = context.Failure is HttpRequestException or OperationCanceledException or JsonException
            || context.Failure?.InnerException is HttpRequestException or OperationCanceledException or JsonException;
        LogFailed(context.HttpContext.RequestServices.GetRequiredService<ILogger<SignIns>>(), context.Failure?.GetType().Name ?? "");
        return Lead(context, unavailable ? RefusalCode.GitHubUnavailable : RefusalCode.SignInFailed);
    }

    private static Task Lead(HandleRequestContext<RemoteAuthenticationOptions> context, RefusalCode code)
    {
        context.Response.Redirect(OutcomeQuery + CodeOf(new Refusal(code)));
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static string CodeOf(Refusal refusal) => JsonSerializer.SerializeToElement(refusal.Code).GetString()!;

    [LoggerMessage(1320, LogLevel.Information, "A sign-in with GitHub came to nothing ({Reason})")]
    private static partial void LogFailed(ILogger logger, string reason);
}

/// <summary>Tells a GitHub that is down or talks nonsense from a sign-in that was not in order: the handler makes one of both.</summary>
internal sealed class GitHubAnswers() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    private const int MostBytes = 256 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var nonsense = (int)response.StatusCode >= 500 || response.Content.Headers.ContentType?.MediaType != "application/json";
        if (nonsense)
        {
            response.Dispose();
            throw new HttpRequestException("GitHub gave no sensible answer");
        }
        await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
        return response;
    }
}
