namespace ChatMux.WebFront.Hosting;

/// <summary>Everything between the network and the chat: addresses, what may come in, and the client's own files.</summary>
public static class FrontDoor
{
    /// <summary>A builder that knows the command line's short switches and where the client is.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = FrontArguments.Expand(args), WebRootPath = WebRoot.Find() });

    /// <summary>Adds the front door's services.</summary>
    /// <exception cref="CannotStartException">A setting makes no sense.</exception>
    public static WebApplicationBuilder AddFrontDoor(this WebApplicationBuilder builder)
    {
        var settings = FrontSettings.Read(builder.Configuration);
        builder.Services
            .AddSingleton(settings)
            .AddSessionRateLimit(settings)
            .AddClientFiles()
            .AddSingleton<Readiness>()
            .AddHealthChecks().AddCheck<Readiness>("cluster");
        return builder.AddQuietLogging().AddListening(settings).AddFrontTelemetry();
    }

    /// <summary>What every request passes, in this order. Endpoints of the chat are mapped after it.</summary>
    public static WebApplication UseFrontDoor(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<SecureAddress>();
        Readiness.UseGate(app);
        app.UseMiddleware<OriginCheck>();
        app.UseRateLimiter();
        Readiness.Map(app);
        ReadyNotice.PrintWhenStarted(app);
        return app.UseClientFiles();
    }
}
