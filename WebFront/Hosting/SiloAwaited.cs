using Orleans.Configuration;
using Microsoft.Extensions.Options;

namespace ChatMux.WebFront.Hosting;

/// <summary>Tries again, for as long as it takes, to reach a silo when the front starts; says once what it waits for.</summary>
public sealed partial class SiloAwaited(IOptions<StaticGatewayListProviderOptions> gateways, TimeProvider time, ILogger<SiloAwaited> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private bool _said;

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (!_said)
            LogWaiting(logger, gateways.Value.Gateways is { Count: > 0 } known ? string.Join(", ", known.Select(gateway => $"a silo at {gateway.Authority}")) : "a silo of the cluster");
        _said = true;
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }

    [LoggerMessage(1, LogLevel.Warning, "Waiting for {Silo}. Not ready until one answers.")]
    private static partial void LogWaiting(ILogger logger, string silo);
}
