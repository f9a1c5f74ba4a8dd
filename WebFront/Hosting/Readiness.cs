using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Rooms;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatMux.WebFront.Hosting;

/// <summary>
/// Whether browsers should be sent here: everything has started, nothing has begun to stop, and a grain answers. While the
/// front waits for its cluster it listens already, and answers everything but health with <c>unavailable</c>.
/// </summary>
public sealed partial class Readiness(IHostApplicationLifetime lifetime, DrainState draining, IServiceProvider services, TimeProvider time, ILogger<Readiness> logger) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private volatile bool _silent;

    private bool Serving => lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested && !draining.Begun;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!Serving)
            return HealthCheckResult.Unhealthy();
        try
        {
            await services.GetRequiredService<IGrainFactory>().Grain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List().WaitAsync(Patience, time, cancellationToken);
            _silent = false;
            return HealthCheckResult.Healthy();
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            if (!_silent)
                LogNoAnswer(logger, problem.Message);
            _silent = true;
            return HealthCheckResult.Unhealthy();
        }
    }

    /// <summary>Adds <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
    }

    /// <summary>Turns requests away until everything has started, and new sockets once browsers are sent to other fronts.</summary>
    public static void UseGate(WebApplication app)
    {
        var draining = app.Services.GetRequiredService<DrainState>();
        app.Use((context, next) => IsTaken(context.Request.Path)
            ? next(context)
            : Refused.Write(context, StatusCodes.Status503ServiceUnavailable, RefusalCode.Unavailable));

        bool IsTaken(PathString path) => path.StartsWithSegments("/health")
            || (app.Lifetime.ApplicationStarted.IsCancellationRequested && !(draining.Begun && path.StartsWithSegments("/hub")));
    }

    [LoggerMessage(1, LogLevel.Warning, "Not ready: the silo does not answer. {Problem}")]
    private static partial void LogNoAnswer(ILogger logger, string problem);
}
