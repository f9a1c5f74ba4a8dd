using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.WebFront.Rooms;

/// <summary>Creates an open room and joins it. The browser draws the id; a retry repeats it with the same name.</summary>
public sealed record CreateRoomCommand(RoomId Room, string Name);

/// <summary>Joins an open room.</summary>
public sealed record JoinRoomCommand(RoomId Room);

/// <summary>Leaves a room.</summary>
public sealed record LeaveRoomCommand(RoomId Room);
