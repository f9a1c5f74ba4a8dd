using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Connections;

namespace ChatMux.Grains.Interfaces.Presence;

/// <summary>How a user wants to be seen while they are here.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Availability>))]
public enum Availability
{
    /// <summary>As they are: online, or idle.</summary>
    [JsonStringEnumMemberName("available")] Available,

    /// <summary>Here, and not to be disturbed: their own browsers stay silent.</summary>
    [JsonStringEnumMemberName("doNotDisturb")] DoNotDisturb,

    /// <summary>As somebody who is not here.</summary>
    [JsonStringEnumMemberName("invisible")] Invisible,
}

/// <summary>How a person who is here appears to others.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PersonPresence>))]
public enum PersonPresence
{
    /// <summary>Here.</summary>
    [JsonStringEnumMemberName("online")] Online,

    /// <summary>Here, and for ten minutes without input in any of their tabs.</summary>
    [JsonStringEnumMemberName("idle")] Idle,

    /// <summary>Here, and not to be disturbed.</summary>
    [JsonStringEnumMemberName("doNotDisturb")] DoNotDisturb,
}

/// <summary>One of the user's own open tabs.</summary>
/// <param name="Connection">Which.</param>
/// <param name="Device">What it runs on.</param>
/// <param name="Idle">Whether it had no input for ten minutes.</param>
[GenerateSerializer, Immutable, Alias("OwnConnection")]
public sealed record OwnConnection([property: Id(0)] ConnectionId Connection, [property: Id(1)] DeviceKind Device, [property: Id(2)] bool Idle);

/// <summary>How the user appears, and by which tabs they are here: for their own eyes.</summary>
/// <param name="Availability">What they chose.</param>
/// <param name="Connections">Their tabs, without those that are gone and may come back.</param>
[GenerateSerializer, Immutable, Alias("OwnPresence")]
public sealed record OwnPresence([property: Id(0)] Availability Availability, [property: Id(1)] IReadOnlyList<OwnConnection> Connections);

/// <summary>The user's own presence changed, by this or another of their tabs. The latest value wins.</summary>
[GenerateSerializer, Immutable, Alias("OwnPresenceChanged")]
public sealed record OwnPresenceChanged([property: Id(0)] OwnPresence Presence) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 1_536;
}
