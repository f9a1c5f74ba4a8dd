using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Rooms;

/// <summary>What somebody did who looks after a room.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RoomActKind>))]
public enum RoomActKind
{
    /// <summary>Took somebody out of the room; they may come back.</summary>
    [JsonStringEnumMemberName("kicked")] Kicked,

    /// <summary>Took somebody out, or keeps them out, until they are unbanned.</summary>
    [JsonStringEnumMemberName("banned")] Banned,

    /// <summary>Lets somebody join again.</summary>
    [JsonStringEnumMemberName("unbanned")] Unbanned,

    /// <summary>Somebody reads and does not write.</summary>
    [JsonStringEnumMemberName("muted")] Muted,

    /// <summary>Somebody writes again.</summary>
    [JsonStringEnumMemberName("unmuted")] Unmuted,

    /// <summary>Made somebody a moderator.</summary>
    [JsonStringEnumMemberName("moderatorNamed")] ModeratorNamed,

    /// <summary>Somebody is a moderator no longer.</summary>
    [JsonStringEnumMemberName("moderatorDismissed")] ModeratorDismissed,

    /// <summary>Made somebody the owner.</summary>
    [JsonStringEnumMemberName("handedOver")] HandedOver,

    /// <summary>Deleted a message of somebody else.</summary>
    [JsonStringEnumMemberName("messageDeleted")] MessageDeleted,
}

/// <summary>One act; who did it and when say the entry that has it.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Whom">To whom, as they were then; null when that was taken out with an account.</param>
/// <param name="UntilMs">Of a mute: when it ends, in milliseconds since 1970 UTC; null for not by itself.</param>
/// <param name="Message">Of a deletion: the number of the message.</param>
[GenerateSerializer, Immutable, Alias("RoomAct")]
public sealed record RoomAct(
    [property: Id(0)] RoomActKind Kind,
    [property: Id(1)] Profile? Whom,
    [property: Id(2)] long? UntilMs = null,
    [property: Id(3)] long? Message = null);

/// <summary>An act on its way from its room to the log. The id makes it the same one when it is handed over again.</summary>
[GenerateSerializer, Immutable, Alias("RecordedAct")]
public sealed record RecordedAct(
    [property: Id(0)] MessageId Id,
    [property: Id(1)] DeviceId Device,
    [property: Id(2)] Profile By,
    [property: Id(3)] RoomAct Act);

/// <summary>A part of a room's log of acts, the newest first.</summary>
/// <param name="Acts">Entries that have a <see cref="ChatMessage.Act"/>.</param>
/// <param name="HasOlder">Whether there may be more before the last one here.</param>
[GenerateSerializer, Immutable, Alias("ActPage")]
public sealed record ActPage([property: Id(0)] IReadOnlyList<ChatMessage> Acts, [property: Id(1)] bool HasOlder);
