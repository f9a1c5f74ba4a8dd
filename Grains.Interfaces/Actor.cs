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
    [property: Id(3)] ConnectionId Connection)
{
    /// <summary>
    /// The device of the user's chain that this browser has proven to be, by a signature with its key; null while it has not. It is another
    /// than <see cref="Device"/>, which each sign-in draws anew.
    /// </summary>
    [Id(4)] public DeviceId? KeyDevice { get; init; }
}
