using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Connections;

/// <summary>What kind of device a browser runs on, as the browser tells; shown, never trusted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeviceKind>))]
public enum DeviceKind
{
    /// <summary>A desktop or laptop computer.</summary>
    [JsonStringEnumMemberName("desktop")] Desktop,

    /// <summary>A tablet.</summary>
    [JsonStringEnumMemberName("tablet")] Tablet,

    /// <summary>A phone.</summary>
    [JsonStringEnumMemberName("phone")] Phone,
}

/// <summary>One socket of one connection on one front.</summary>
/// <param name="Id">Random per socket: tells a newer attachment from an older one.</param>
/// <param name="Front">The front that holds the socket.</param>
/// <param name="Observer">That front's observer.</param>
/// <param name="Device">What the browser says that it runs on.</param>
/// <param name="Attempt">Grows with each socket of the tab: one that a front held up must not take the connection from a newer one.</param>
/// <param name="Idle">Whether the browser says that it had no input for <see cref="Limits.IdleAfterMs"/>.</param>
[GenerateSerializer, Immutable, Alias("Attachment")]
public sealed record Attachment(
    [property: Id(0)] string Id,
    [property: Id(1)] FrontId Front,
    [property: Id(2)] IFrontObserver Observer,
    [property: Id(3)] DeviceKind Device,
    [property: Id(4)] long Attempt = 0,
    [property: Id(5)] bool Idle = false);

/// <summary>The answer to an attachment.</summary>
/// <param name="Profile">Who the connection's user is.</param>
/// <param name="Mailbox">The mailbox as it stands: what the browser had not acknowledged is in it.</param>
[GenerateSerializer, Immutable, Alias("Attached")]
public sealed record Attached([property: Id(0)] Profile Profile, [property: Id(1)] MailboxState Mailbox);

/// <summary>A live connection as its user sees it.</summary>
/// <param name="Connection">Which.</param>
/// <param name="Session">The session that it belongs to.</param>
/// <param name="Front">The front that holds, or last held, its socket.</param>
/// <param name="Device">What it runs on.</param>
/// <param name="Attached">False during the grace period: the socket is gone, the person still counts as here.</param>
/// <param name="Idle">Whether it had no input for <see cref="Limits.IdleAfterMs"/>.</param>
[GenerateSerializer, Immutable, Alias("ConnectionPresence")]
public sealed record ConnectionPresence(
    [property: Id(0)] ConnectionId Connection,
    [property: Id(1)] SessionId Session,
    [property: Id(2)] FrontId Front,
    [property: Id(3)] DeviceKind Device,
    [property: Id(4)] bool Attached,
    [property: Id(5)] bool Idle = false);

/// <summary>The same connection was attached by a newer socket; this one closes.</summary>
[GenerateSerializer, Immutable, Alias("ConnectionSuperseded")]
public sealed record ConnectionSuperseded : ServerEvent;

/// <summary>The front is about to stop: open another socket, which leads to another front.</summary>
[GenerateSerializer, Immutable, Alias("GoAway")]
public sealed record GoAway : ServerEvent
{
    /// <inheritdoc/>
    public override string? CoalesceKey => "goAway";
}

/// <summary>
/// No grain answers the front: nothing is taken and nothing new is told. Or one answers again, and what was missed follows by
/// itself.
/// </summary>
/// <param name="Over">Whether it is over.</param>
[GenerateSerializer, Immutable, Alias("Outage")]
public sealed record Outage([property: Id(0)] bool Over) : ServerEvent
{
    /// <inheritdoc/>
    public override string? CoalesceKey => "outage";
}

/// <summary>The front serves another build of the client than the one that this browser runs.</summary>
[GenerateSerializer, Immutable, Alias("BuildChanged")]
public sealed record BuildChanged([property: Id(0)] string Build) : ServerEvent
{
    /// <inheritdoc/>
    public override string? CoalesceKey => "build";
}
