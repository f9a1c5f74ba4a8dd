using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces;

/// <summary>Why something was refused. A refusal is an expected answer: nothing changed, and the client has a sentence for it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RefusalCode>))]
public enum RefusalCode
{
    /// <summary>The call is not one that this server knows, or its arguments have the wrong shape.</summary>
    [JsonStringEnumMemberName("malformed")] Malformed,

    /// <summary>The socket has not been attached to a connection yet, or no longer is.</summary>
    [JsonStringEnumMemberName("notAttached")] NotAttached,

    /// <summary>There is no session, or it has ended: enter again.</summary>
    [JsonStringEnumMemberName("notSignedIn")] NotSignedIn,

    /// <summary>It does not exist, or this actor may not know whether it does: both answer alike.</summary>
    [JsonStringEnumMemberName("notFound")] NotFound,

    /// <summary>A name that is empty, longer than <see cref="Limits.NameLength"/>, or made of characters that cannot be seen.</summary>
    [JsonStringEnumMemberName("invalidName")] InvalidName,

    /// <summary>A colour that is not of the form <c>#rrggbb</c>.</summary>
    [JsonStringEnumMemberName("invalidColour")] InvalidColour,

    /// <summary>A message without any visible character.</summary>
    [JsonStringEnumMemberName("emptyMessage")] EmptyMessage,

    /// <summary>A message longer than <see cref="Limits.MessageLength"/>.</summary>
    [JsonStringEnumMemberName("messageTooLong")] MessageTooLong,

    /// <summary>The message id was used before for another text.</summary>
    [JsonStringEnumMemberName("messageIdTaken")] MessageIdTaken,

    /// <summary>More than the limit allows; try again after <see cref="Refusal.RetryAfterMs"/>.</summary>
    [JsonStringEnumMemberName("tooFast")] TooFast,

    /// <summary>The user has as many open tabs as one user may have.</summary>
    [JsonStringEnumMemberName("tooManyConnections")] TooManyConnections,

    /// <summary>The room has <see cref="Limits.RoomMembers"/> members.</summary>
    [JsonStringEnumMemberName("roomFull")] RoomFull,

    /// <summary>The user is in <see cref="Limits.RoomsPerUser"/> rooms.</summary>
    [JsonStringEnumMemberName("tooManyRooms")] TooManyRooms,

    /// <summary>The server could not say whether it happened, or cannot do it right now. Retry the same call.</summary>
    [JsonStringEnumMemberName("unavailable")] Unavailable,
}

/// <summary>A refusal with what a client needs to say it well.</summary>
/// <param name="Code">Why.</param>
/// <param name="RetryAfterMs">When trying again can succeed, in milliseconds; null when waiting does not help.</param>
[GenerateSerializer, Immutable, Alias("Refusal")]
public sealed record Refusal([property: Id(0)] RefusalCode Code, [property: Id(1)] int? RetryAfterMs = null);
