using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Rooms;

/// <summary>What somebody is in a room; each may do what those before it may.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RoomRole>))]
public enum RoomRole
{
    /// <summary>Reads and writes.</summary>
    [JsonStringEnumMemberName("member")] Member,

    /// <summary>Keeps order among the members.</summary>
    [JsonStringEnumMemberName("moderator")] Moderator,

    /// <summary>Has the room.</summary>
    [JsonStringEnumMemberName("owner")] Owner,
}

/// <summary>Somebody reads in a room and does not write.</summary>
/// <param name="UntilMs">When that ends, in milliseconds since 1970 UTC; null for not by itself.</param>
[GenerateSerializer, Immutable, Alias("RoomMute")]
public sealed record RoomMute([property: Id(0)] long? UntilMs);

/// <summary>A member of a room.</summary>
[GenerateSerializer, Immutable, Alias("RoomMember")]
public sealed record RoomMember([property: Id(0)] Profile Profile, [property: Id(1)] RoomRole Role, [property: Id(2)] RoomMute? Mute);

/// <summary>A part of a room's members: the owner, the moderators, the others.</summary>
/// <param name="Members">At most <see cref="Limits.PageLength"/> of them.</param>
/// <param name="Next">Where the next part begins; null when this is the last one.</param>
/// <param name="Total">How many there are.</param>
[GenerateSerializer, Immutable, Alias("RoomMembers")]
public sealed record RoomMembers(
    [property: Id(0)] IReadOnlyList<RoomMember> Members, [property: Id(1)] int? Next, [property: Id(2)] int Total);

/// <summary>Somebody may not join a room.</summary>
/// <param name="Whom">Who, as they were then.</param>
/// <param name="By">Who said so, as they were then.</param>
/// <param name="AtMs">When, in milliseconds since 1970 UTC.</param>
[GenerateSerializer, Immutable, Alias("RoomBan")]
public sealed record RoomBan([property: Id(0)] Profile Whom, [property: Id(1)] Profile By, [property: Id(2)] long AtMs);

/// <summary>Who may not join a room, the latest first.</summary>
[GenerateSerializer, Immutable, Alias("RoomBans")]
public sealed record RoomBans([property: Id(0)] IReadOnlyList<RoomBan> Bans);

/// <summary>What can be done to somebody in a room.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModerationKind>))]
public enum ModerationKind
{
    /// <summary>Take them out; they may come back.</summary>
    [JsonStringEnumMemberName("kick")] Kick,

    /// <summary>Take them out and keep them out.</summary>
    [JsonStringEnumMemberName("ban")] Ban,

    /// <summary>Let them join again.</summary>
    [JsonStringEnumMemberName("unban")] Unban,

    /// <summary>Let them read and not write.</summary>
    [JsonStringEnumMemberName("mute")] Mute,

    /// <summary>Let them write again.</summary>
    [JsonStringEnumMemberName("unmute")] Unmute,

    /// <summary>Make them a moderator.</summary>
    [JsonStringEnumMemberName("nameModerator")] NameModerator,

    /// <summary>Make them a member like others.</summary>
    [JsonStringEnumMemberName("dismissModerator")] DismissModerator,
}

/// <summary>Something that is to be done to somebody in a room.</summary>
/// <param name="Kind">What.</param>
/// <param name="Whom">To whom.</param>
/// <param name="ForMs">Of a mute: for how long; null for until they are unmuted.</param>
[GenerateSerializer, Immutable, Alias("Moderation")]
public sealed record Moderation([property: Id(0)] ModerationKind Kind, [property: Id(1)] UserId Whom, [property: Id(2)] long? ForMs = null);
