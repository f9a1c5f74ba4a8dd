using ChatMux.Grains.Interfaces.Operators;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Operators;

/// <summary>Makes the user the operator, with the code that was printed at the start.</summary>
public sealed record BecomeOperatorCommand(string Code);

/// <summary>Opens or closes sign-up and guests.</summary>
public sealed record SetPolicyCommand(Policy Policy);

/// <summary>Finds an identity by its exact handle.</summary>
public sealed record FindUserCommand(string Handle);

/// <summary>Removes a person, with everything they wrote if so chosen.</summary>
public sealed record RemoveUserCommand(UserId User, bool WithMessages);

/// <summary>Removes a room, with everything that was written in it if so chosen.</summary>
public sealed record RemoveRoomCommand(RoomId Room, bool WithMessages);
