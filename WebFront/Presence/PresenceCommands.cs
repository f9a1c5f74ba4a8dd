using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.WebFront.Presence;

/// <summary>Chooses how to be seen.</summary>
public sealed record SetAvailabilityCommand(Availability Availability);

/// <summary>Whether this tab has been without input for a while.</summary>
public sealed record SetIdleCommand(bool Idle);

/// <summary>Says which room the user looks at.</summary>
public sealed record VisitRoomCommand(RoomId Room);
