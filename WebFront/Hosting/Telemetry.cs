using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChatMux.WebFront.Hosting;

/// <summary>Traces and metrics of the front, sent only when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
public static class Telemetry
{
    /// <summary>Adds what the front measures; an embedded silo has added its own part and the exporter.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return builder;
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation());
        if (!Cluster.IsEmbedded(builder.Configuration))
            telemetry
                .ConfigureResource(resource => resource.AddService("chatmux-front"))
                .WithTracing(tracing => tracing.AddSource("Microsoft.Orleans.*"))
                .WithMetrics(metrics => metrics.AddRuntimeInstrumentation().AddMeter("Microsoft.Orleans"))
                .UseOtlpExporter();
        return builder;
    }
}
