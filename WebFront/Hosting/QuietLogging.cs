using Microsoft.Extensions.Configuration.Memory;

namespace ChatMux.WebFront.Hosting;

/// <summary>A console that a person can read: our own lines, and others' warnings. Any <c>Logging</c> setting changes it.</summary>
public static class QuietLogging
{
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:ChatMux"] = "Information",
        // Repeats at every probe what Readiness says once.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
        // Repeats with every attempt, and a stack trace, what SiloAwaited says once.
        ["Logging:LogLevel:Orleans.Runtime.Messaging.ConnectionManager"] = "Error",
        ["Logging:LogLevel:Orleans.Runtime.CallbackData"] = "Error",
        // Repeat for each call, while there is no silo, what GrainReachability and SiloAwaited say once.
        ["Logging:LogLevel:Orleans.Messaging.GatewayManager"] = "Error",
        ["Logging:LogLevel:Orleans.Messaging.ClientMessageCenter"] = "Error",
        ["Logging:Console:FormatterName"] = "simple",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = "HH:mm:ss ",
    };

    /// <summary>
    /// Sets the defaults below every other source of configuration. A failed start is told once, by the program in one
    /// sentence or as an unhandled exception, so the host and its server say nothing of it on top.
    /// </summary>
    public static WebApplicationBuilder AddQuietLogging(this WebApplicationBuilder builder)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        var started = new StartedFlag();
        builder.Services.AddSingleton(started).AddHostedService(provider => provider.GetRequiredService<StartedFlag>());
        builder.Logging
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started.Set && level >= LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => started.Set && level >= LogLevel.Warning);
        EmbeddedSilo.LimitRepetition(builder.Logging);
        return builder;
    }

    private sealed class StartedFlag : IHostedLifecycleService
    {
        public volatile bool Set;

        public Task StartedAsync(CancellationToken cancellationToken)
        {
            Set = true;
            return Task.CompletedTask;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
