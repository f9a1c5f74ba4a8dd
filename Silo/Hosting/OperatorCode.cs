using System.Data.Common;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Operators;

namespace ChatMux.Silo.Hosting;

/// <summary>What makes the first operator: printed by the host, for whoever reads its console.</summary>
public static class OperatorCode
{
    /// <summary>How often it is asked for.</summary>
    internal const int Tries = 10;

    /// <summary>How long it is waited in between.</summary>
    internal static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The line for the console, or null when there is an operator, or when this host stops. Other silos may go while it is asked for, as
    /// in a rolling restart: it is asked for again, and never a reason to end.
    /// </summary>
    public static Task<string?> Line(IServiceProvider services) => Line(
        () => services.GetRequiredService<IGrainFactory>().Grain<IOperatorGrain>(IOperatorGrain.Key).NewCode(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);

    internal static async Task<string?> Line(Func<Task<string?>> newCode, TimeProvider time, CancellationToken stopping)
    {
        for (var tries = 1; !stopping.IsCancellationRequested; tries++)
        {
            try
            {
                return await newCode() is { } code
                    ? $"  Operator code: {code} (create an account, then enter it under Settings, Server; it holds until ChatMux, or one more silo of it, starts)"
                    : null;
            }
            catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException or ObjectDisposedException or DbException)
            {
                if (tries == Tries)
                    return "  No operator code could be made, because grains do not answer. The next start prints one as long as there is no operator.";
                await Task.Delay(BetweenTries, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        return null;
    }
}
