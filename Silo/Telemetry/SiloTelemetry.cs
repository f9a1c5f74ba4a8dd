using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChatMux.Silo.Telemetry;

/// <summary>Traces and metrics for whoever collects them.</summary>
public static class SiloTelemetry
{
    /// <summary>The name of ChatMux' own activity source and meter.</summary>
    public const string Name = "ChatMux";

    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
    ];

    /// <summary>Whether a collector is configured, by OpenTelemetry's own variables.</summary>
    public static bool HasCollector(IConfiguration configuration) => Endpoints.Any(name => !string.IsNullOrEmpty(configuration[name]));

    /// <summary>
    /// Sends traces and metrics to the collector, or does nothing when none is configured. Repeating it does nothing;
    /// a front adds its own sources by <c>AddOpenTelemetry</c>.
    /// </summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (!HasCollector(builder.Configuration) || builder.Services.Any(service => service.ServiceType == typeof(Added))) return;
        builder.Services.AddSingleton<Added>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
            {
                if (string.IsNullOrEmpty(builder.Configuration["OTEL_SERVICE_NAME"])) resource.AddService("chatmux");
            })
            .WithTracing(tracing => tracing.AddSource("Microsoft.Orleans.*", Name).AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.Orleans*", Name).AddRuntimeInstrumentation().AddOtlpExporter());
    }

    private sealed class Added;
}
