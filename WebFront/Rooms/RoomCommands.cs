using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Rooms;

/// <summary>Creates an open room and joins it. The browser draws the id; a retry repeats it with the same name.</summary>
public sealed record CreateRoomCommand(RoomId Room, string Name, string Topic);

/// <summary>Joins an open room.</summary>
public sealed record JoinRoomCommand(RoomId Room);

/// <summary>Leaves a room.</summary>
public sealed record LeaveRoomCommand(RoomId Room);

/// <summary>A room as its owner wants it, as a whole.</summary>
/// <param name="Room">Which room.</param>
/// <param name="Name">Its name.</param>
/// <param name="Topic">What it is about; empty for nothing.</param>
public sealed record ChangeRoomCommand(RoomId Room, string Name, string Topic);

/// <summary>Makes a member the owner of a room.</summary>
public sealed record HandOverRoomCommand(RoomId Room, UserId To);

/// <summary>Deletes a room.</summary>
public sealed record DeleteRoomCommand(RoomId Room);
