namespace ChatMux.Grains.Interfaces.Delivery;

/// <summary>
/// A grain whose events go to an audience of browsers. It knows fronts, not browsers: it sends one batch per front, and
/// the front hands it to its own followers. Called by fronts only, after the follower's own right was checked.
/// </summary>
[Alias("ITopicGrain")]
public interface ITopicGrain : IGrainWithStringKey
{
    /// <summary>How long a subscription lives without being renewed.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>How often fronts renew.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Begins or renews this front's lease, unless someone has left since the front checked its followers: then it does
    /// neither, and the front checks them first.
    /// </summary>
    /// <param name="front">Which front.</param>
    /// <param name="observer">How to reach it.</param>
    /// <param name="lease">The lease that the front knows of, or null: only that one is renewed, since the answer that began another may be lost.</param>
    /// <param name="checkedAt">The version of the access at which the front's followers were allowed; of no meaning where everyone is.</param>
    [Alias("Subscribe")]
    Task<Subscription> Subscribe(FrontId front, IFrontObserver observer, long checkedAt = 0, string? lease = null);

    /// <summary>Ends this front's lease: it has no followers any more, or it stops.</summary>
    [Alias("Unsubscribe")]
    Task Unsubscribe(FrontId front);
}

/// <summary>A front's subscription as the topic sees it.</summary>
/// <param name="Renewed">False when it begins now: events may have been missed, so the front tells its followers the position.</param>
/// <param name="Position">An event that says where the topic stands, for followers to compare and catch up.</param>
/// <param name="Lease">Names the lease, to be renewed; null when there is none.</param>
/// <param name="CheckFirst">True when there is no lease because one of the front's followers may have left.</param>
[GenerateSerializer, Immutable, Alias("Subscription")]
public sealed record Subscription(
    [property: Id(0)] bool Renewed,
    [property: Id(1)] ServerEvent Position,
    [property: Id(2)] string? Lease,
    [property: Id(3)] bool CheckFirst = false);
