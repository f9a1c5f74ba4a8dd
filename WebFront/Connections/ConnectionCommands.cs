using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.WebFront.Connections;

/// <summary>The first command on every socket: binds it to a connection, resuming that connection's mailbox if it can.</summary>
/// <param name="Connection">The tab's own id, kept over reloads.</param>
/// <param name="Device">What kind of device the browser runs on.</param>
/// <param name="Attempt">Grows with each socket that the tab opens, over reloads too.</param>
/// <param name="Mailbox">How far the browser has read its mailbox, or null for a new connection.</param>
/// <param name="Idle">Whether the tab has been without input for a while; null for not.</param>
public sealed record AttachCommand(ConnectionId Connection, DeviceKind Device, long Attempt, MailboxPosition? Mailbox, bool? Idle = null);

/// <summary>Everything that a browser needs to show the place.</summary>
/// <param name="Me">Who the session's user is.</param>
/// <param name="Mailbox">The mailbox: resumed or begun anew, with what was not acknowledged.</param>
/// <param name="Lobby">Who is here and which rooms are open.</param>
/// <param name="Inbox">The user's conversations.</param>
/// <param name="Presence">How the user appears, and by which tabs they are here.</param>
/// <param name="Blocked">Whom the user has blocked, so that nothing of theirs is shown before the friend list has come.</param>
/// <param name="Build">The build of the client that this front serves.</param>
/// <param name="NowMs">The server's clock, in milliseconds since 1970 UTC.</param>
public sealed record Welcome(
    Profile Me,
    MailboxState Mailbox,
    LobbySnapshot Lobby,
    InboxSnapshot Inbox,
    OwnPresence Presence,
    IReadOnlyList<UserId> Blocked,
    string Build,
    long NowMs);

/// <summary>The browser has all events of its mailbox up to this one.</summary>
public sealed record AcknowledgeCommand(string Epoch, long Sequence);
