using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Rooms;

/// <summary>Creates an open room and joins it. The browser draws the id; a retry repeats it with the same name.</summary>
/// <param name="Room">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Topic">What it is about; empty for nothing.</param>
/// <param name="Temporary">Whether it ends when its owner leaves it, or is away for a minute; null for not.</param>
public sealed record CreateRoomCommand(RoomId Room, string Name, string Topic, bool? Temporary = null);

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

/// <summary>Does something to somebody in a room.</summary>
/// <param name="Room">Which room.</param>
/// <param name="Kind">What.</param>
/// <param name="Whom">To whom.</param>
/// <param name="ForMs">Of a mute: for how long; null for until they are unmuted.</param>
public sealed record ModerateCommand(RoomId Room, ModerationKind Kind, UserId Whom, long? ForMs = null);

/// <summary>Invites somebody who is here into a room.</summary>
/// <param name="Room">Which room.</param>
/// <param name="Whom">Whom.</param>
public sealed record InviteToRoomCommand(RoomId Room, UserId Whom);

/// <summary>Asks for a room's members from this one on, counted from 0.</summary>
public sealed record GetMembersCommand(RoomId Room, int From);

/// <summary>Asks who may not join a room.</summary>
public sealed record GetBansCommand(RoomId Room);

/// <summary>Asks for a room's log of acts: the newest, or those before a number.</summary>
public sealed record GetActsCommand(RoomId Room, long? Before);
