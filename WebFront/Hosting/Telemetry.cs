using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ChatMux.WebFront.Hosting;

/// <summary>Traces and metrics of HTTP and the socket, beside those of Orleans; nothing unless a collector is configured.</summary>
public static class Telemetry
{
    /// <summary>Adds what the front measures.</summary>
    public static WebApplicationBuilder AddFrontTelemetry(this WebApplicationBuilder builder)
    {
        if (EmbeddedSilo.TryAddTelemetry(builder))
            builder.Services.AddOpenTelemetry()
                .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddSource("Microsoft.AspNetCore.SignalR.Server"))
                .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation());
        return builder;
    }
}
