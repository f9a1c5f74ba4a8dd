namespace ChatMux.WebFront.Tests;

/// <summary>A cluster with two fronts and a thousand people in it, for tests that take turns and leave it as they found it.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class CrowdedPlace : IAsyncLifetime, ICollectionFixture<CrowdedPlace>
{
    public const int Size = 1000;

    internal TestCluster Cluster { get; private set; } = null!;

    internal Crowd Crowd { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await TestCluster.StartOwn();
        Crowd = await Crowd.Enter(Size, Cluster.One, Cluster.Two);
    }

    public async ValueTask DisposeAsync()
    {
        // Either is missing when it could not be made.
        await (Crowd?.DisposeAsync() ?? default);
        await (Cluster?.DisposeAsync() ?? default);
    }
}
