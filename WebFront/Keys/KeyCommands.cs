using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Keys;

/// <summary>Asks for the chain of somebody's devices: one's own, or a friend's.</summary>
public sealed record GetChainCommand(UserId User);

/// <summary>Appends to the chain of the own devices what one of them has signed. A retry sends the same bytes.</summary>
public sealed record AppendToChainCommand(byte[] Entry);

/// <summary>What a browser signs to prove that it is a device of its user; it counts once, and on this socket alone.</summary>
public sealed record DeviceChallenge(byte[] Challenge);

/// <summary>Proves that this browser is this device of its user: signed is the challenge that was asked for last.</summary>
public sealed record ProveDeviceCommand(DeviceId Device, byte[] Signature);
