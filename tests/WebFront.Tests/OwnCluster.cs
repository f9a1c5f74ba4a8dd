namespace ChatMux.WebFront.Tests;

/// <summary>A cluster for one class of tests, in which time passes only by <see cref="TestCluster.Pass"/>.</summary>
public sealed class OwnCluster : IAsyncLifetime
{
    internal TestCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await TestCluster.StartOwn();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
