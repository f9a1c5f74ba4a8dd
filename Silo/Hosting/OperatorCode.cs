using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Operators;

namespace ChatMux.Silo.Hosting;

/// <summary>What makes the first operator: printed by the host, for whoever reads its console.</summary>
public static class OperatorCode
{
    /// <summary>The line for the console, or null when there is an operator.</summary>
    public static async Task<string?> Line(IServiceProvider services) =>
        await services.GetRequiredService<IGrainFactory>().Grain<IOperatorGrain>(IOperatorGrain.Key).NewCode() is { } code
            ? $"  Operator code: {code} (create an account, then enter it under Settings, Server; it holds until the next start)"
            : null;
}
