using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Keys;

/// <summary>Asks for the chain of somebody's devices: one's own, or a friend's.</summary>
public sealed record GetChainCommand(UserId User);

/// <summary>Appends to the chain of the own devices what one of them has signed, with the keys that go with it. A retry sends the same bytes.</summary>
public sealed record AppendToChainCommand(byte[] Entry, byte[] Keys);

/// <summary>What a browser signs to prove that it is a device of its user; it counts once, and on this socket alone.</summary>
public sealed record DeviceChallenge(byte[] Challenge);

/// <summary>Proves that this browser is this device of its user: signed is the challenge that was asked for last.</summary>
public sealed record ProveDeviceCommand(DeviceId Device, byte[] Signature);

/// <summary>Names one of the own devices.</summary>
public sealed record NameKeyDeviceCommand(DeviceId Device, string Name);

/// <summary>This browser asks to become one of its user's devices, and says what it calls itself.</summary>
public sealed record StartPairingCommand(byte[] Message, string Name);

/// <summary>The next message of a pairing. A retry sends the same bytes.</summary>
public sealed record PairCommand(byte[] Message);

/// <summary>Ends a pairing.</summary>
public sealed record EndPairingCommand(PairingId Pairing);

/// <summary>Asks for a part of the own vault, by its number from 0 on.</summary>
public sealed record ReadVaultPartCommand(int Part);

/// <summary>Keeps a part of the own vault. A retry sends the same bytes.</summary>
public sealed record KeepVaultPartCommand(int Part, byte[] Vault);
