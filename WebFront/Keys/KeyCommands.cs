using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Keys;

/// <summary>Asks for the chain of somebody's devices: one's own, or a friend's.</summary>
public sealed record GetChainCommand(UserId User);

/// <summary>Appends to the chain of the own devices what one of them has signed. A retry sends the same bytes.</summary>
public sealed record AppendToChainCommand(byte[] Entry);
