namespace ChatMux.Grains.Interfaces.Delivery;

/// <summary>How far a browser has read a mailbox.</summary>
/// <param name="Epoch">Random per activation of the mailbox's grain: another epoch means that events were lost.</param>
/// <param name="Sequence">The last event that the browser has; 0 for none.</param>
[GenerateSerializer, Immutable, Alias("MailboxPosition")]
public sealed record MailboxPosition([property: Id(0)] string Epoch, [property: Id(1)] long Sequence);

/// <summary>Consecutive mailbox events. The first has number <paramref name="First"/>; a browser drops those that it has.</summary>
[GenerateSerializer, Immutable, Alias("MailboxBatch")]
public sealed record MailboxBatch(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long First,
    [property: Id(2)] IReadOnlyList<ServerEvent> Events);

/// <summary>A mailbox at the moment of attaching.</summary>
/// <param name="Resumed">Whether it goes on from the position that the browser named; if not, the browser resyncs.</param>
/// <param name="Replay">The events that the browser has not acknowledged.</param>
[GenerateSerializer, Immutable, Alias("MailboxState")]
public sealed record MailboxState([property: Id(0)] bool Resumed, [property: Id(1)] MailboxBatch Replay);

/// <summary>Events for this browser were dropped (it read too slowly, or its mailbox was lost): fetch everything anew.</summary>
[GenerateSerializer, Immutable, Alias("ResyncNeeded")]
public sealed record ResyncNeeded : ServerEvent
{
    /// <inheritdoc/>
    public override string? CoalesceKey => "resync";
}
