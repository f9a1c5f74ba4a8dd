using ChatMux.WebFront.Sessions;

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
        builder.Services.AddAuthentication();
        builder.Services
            .AddAuthorization()
            .AddSingleton(settings)
            .AddAddressLimits(settings)
            // What cannot be read is told by Failures, in Production too.
            .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true)
            .AddClientFiles()
            .AddSingleton<DrainState>()
            .AddSingleton<Readiness>()
            // Tells a service manager when it has started; nothing where there is none.
            .AddSystemd()
            .AddHealthChecks().AddCheck<Readiness>("cluster");
        return builder.AddQuietLogging().AddListening(settings).AddFrontTelemetry();
    }

    /// <summary>
    /// What every request passes, in this order: nobody is asked who they are before the door has let them in, nor for a
    /// mere file. Endpoints of the chat are mapped after it.
    /// </summary>
    public static WebApplication UseFrontDoor(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseRouting();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<Failures>();
        app.UseStatusCodePages(bare => Refused.Explain(bare.HttpContext));
        app.UseMiddleware<SecureAddress>();
        app.UseClientFiles();
        Readiness.UseGate(app);
        app.UseMiddleware<OriginCheck>();
        app.UseRateLimiter();
        app.UsePublicAddressForGitHub(app.Services.GetRequiredService<FrontSettings>());
        app.UseAuthentication();
        app.UseAuthorization();
        Readiness.Map(app);
        return app;
    }

    /// <summary>Runs until it is told to stop, which may be before it has started: a front waits for its silo as long as it takes.</summary>
    public static async Task<int> Run(WebApplication app)
    {
        // Taken now: when the run has failed, the application is gone.
        var (started, stopping) = (app.Lifetime.ApplicationStarted, app.Lifetime.ApplicationStopping);
        try
        {
            await app.RunAsync();
        }
        catch (Exception) when (stopping.IsCancellationRequested && !started.IsCancellationRequested)
        {
            // Whatever was starting has been told to give up.
        }
        return 0;
    }
}
