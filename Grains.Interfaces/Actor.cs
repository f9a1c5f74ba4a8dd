using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces;

/// <summary>
/// Who is acting. Built by the front from the session and the attached connection, never from a browser's arguments;
/// the first argument of every grain method that acts for someone, and checked there.
/// </summary>
[GenerateSerializer, Immutable, Alias("Actor")]
public sealed record Actor(
    [property: Id(0)] UserId User,
    [property: Id(1)] DeviceId Device,
    [property: Id(2)] SessionId Session,
    [property: Id(3)] ConnectionId Connection);
