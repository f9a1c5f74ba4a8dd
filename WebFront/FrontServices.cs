using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront.Connections;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Hosting;
using ChatMux.WebFront.Lobby;
using ChatMux.WebFront.Operators;
using ChatMux.WebFront.Sessions;
using ChatMux.WebFront.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatMux.WebFront;

/// <summary>Puts the front's own parts together: sessions, the hub and delivery.</summary>
internal static class FrontServices
{
    /// <summary>Registers the front's services. Needs a cluster client, which the host adds.</summary>
    public static IServiceCollection AddFront(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication(SessionHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, null);
        services.AddOperatorPolicy();
        services.AddSingleton<SignIns>().AddSingleton<Pictures>().AddPasskeys();
        KeyRing.Register(services);
        if (FrontSettings.Read(configuration).GitHub is { } gitHub)
            services.AddGitHub(gitHub);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolver = ContractJson.Options.TypeInfoResolver;
            // A body without one of its parts is malformed, and not a record with holes.
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        services.AddOptions<HubLimits>().Bind(configuration.GetSection("ChatMux:Limits"))
            .Validate(limits => limits is { CallsBurst: > 0, CallsPerSecond: > 0 }, "ChatMux:Limits:CallsBurst and :CallsPerSecond have to be above zero.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Front>().AddSingleton<IFrontObserver, FrontObserver>().AddSingleton<Followers>().AddSingleton<Frames>().AddSingleton<FrontMetrics>().AddSingleton<Overflows>()
            .AddSingleton<Browsers>().AddSingleton<Attaching>().AddSingleton<LobbySnapshots>();
        services.AddSingleton<HubGate>().AddHostedService<BuildAnnouncer>();
        services.AddSingleton<GrainReachability>().AddSingleton<Draining>();
        services.AddSingleton<ConnectionTouches>().AddHostedService(s => s.GetRequiredService<ConnectionTouches>());
        services.AddSingleton(s => new Lazy<Subscriptions>(s.GetRequiredService<Subscriptions>));
        services.AddSingleton<Subscriptions>().AddHostedService(s => s.GetRequiredService<Subscriptions>());
        services.AddHostedService<MembershipWatch>().AddHostedService<OutageNotice>();
        services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = Limits.FrameBytes;
            hub.EnableDetailedErrors = false;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(15);
        }).AddHubOptions<ChatHub>(hub => hub.AddFilter<HubGate>());
        services.AddSingleton<HubLifetimeManager<ChatHub>, SocketLifetime>();
        services.RemoveAll<IHubProtocol>();
        services.AddSingleton<RefusingHubProtocol>();
        services.AddSingleton<IHubProtocol>(s => s.GetRequiredService<RefusingHubProtocol>());
        return services;
    }

    /// <summary>Maps the front's addresses.</summary>
    public static void MapFront(this IEndpointRouteBuilder routes)
    {
        routes.MapSessions();
        routes.MapPasskeys();
        routes.MapDemoIdentities();
        if (routes.ServiceProvider.GetRequiredService<FrontSettings>().GitHub is not null)
            routes.MapGitHub();
        routes.MapPictures();
        routes.MapAccount();
        if (routes.ServiceProvider.GetRequiredService<FrontSettings>().Dashboard)
            routes.MapDashboard();
        routes.MapHub<ChatHub>("/hub", http =>
        {
            // Only WebSockets: no other transport works without sticky sessions.
            http.Transports = HttpTransportType.WebSockets;
            http.CloseOnAuthenticationExpiration = true;
            // What waits for a browser that does not read is bounded by its outbox: it need not be closed for being slow.
            http.TransportSendTimeout = TimeSpan.FromMinutes(1);
        });
    }
}
