using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Delivery;

/// <summary>
/// Notices that silos came or went. What grains of a lost silo held in memory is rebuilt by this front's subscriptions
/// and touches: at once, instead of in their next rounds.
/// </summary>
internal sealed class MembershipWatch(
    IServiceProvider services, Subscriptions subscriptions, ConnectionTouches touches) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Asked for here, since it exists only once a cluster client does.
        var cluster = services.GetRequiredService<IClusterManifestProvider>();
        var known = cluster.Current.Silos.Keys.ToHashSet();
        await foreach (var manifest in cluster.Updates.WithCancellation(stoppingToken))
        {
            var lost = !known.IsSubsetOf(manifest.Silos.Keys);
            known = [.. manifest.Silos.Keys];
            if (!lost)
                continue;
            subscriptions.RenewAll();
            await touches.TouchAll();
        }
    }
}
