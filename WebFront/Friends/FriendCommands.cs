using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Friends;

/// <summary>Does something about another person.</summary>
/// <param name="With">Whom.</param>
/// <param name="Act">What.</param>
public sealed record FriendCommand(UserId With, FriendAct Act);

/// <summary>Asks who has exactly this handle; upper case does not matter.</summary>
public sealed record FindPersonCommand(string Handle);

/// <summary>Makes a link that leads to the user. The browser draws the token; a retry repeats it.</summary>
/// <param name="Token">What the address ends with.</param>
/// <param name="ForMs">How long it leads there, in milliseconds.</param>
public sealed record CreateFriendLinkCommand(FriendLinkToken Token, long ForMs);

/// <summary>Ends a link.</summary>
public sealed record RevokeFriendLinkCommand(FriendLinkId Link);

/// <summary>Asks who a link leads to.</summary>
public sealed record OpenFriendLinkCommand(FriendLinkToken Token);
