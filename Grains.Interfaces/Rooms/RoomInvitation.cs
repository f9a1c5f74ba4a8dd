using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Rooms;

/// <summary>A member of a room would like somebody to join it. It gives no right of its own: whoever is invited joins as anybody does.</summary>
/// <param name="Room">Which room.</param>
/// <param name="Name">What it was called then.</param>
/// <param name="By">Who invites, without a status.</param>
/// <param name="AtMs">When, in milliseconds since 1970 UTC.</param>
[GenerateSerializer, Immutable, Alias("RoomInvitation")]
public sealed record RoomInvitation(
    [property: Id(0)] RoomId Room, [property: Id(1)] string Name, [property: Id(2)] Profile By, [property: Id(3)] long AtMs);

/// <summary>The user is invited into a room. Told to all of their connections and stored nowhere.</summary>
[GenerateSerializer, Immutable, Alias("RoomInvited")]
public sealed record RoomInvited([property: Id(0)] RoomInvitation Invitation) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 1_024;
}
