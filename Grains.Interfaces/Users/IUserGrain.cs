using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Interfaces.Users;

/// <summary>
/// One user: the profile (stored) and the live connections, from which presence is derived (memory, rebuilt by touches).
/// </summary>
[Alias("IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes this user a guest. Called by a front that has just drawn the id. Refused for an invalid name or colour;
    /// repeating it changes nothing.
    /// </summary>
    [Alias("BecomeGuest")]
    Task<Result<Profile>> BecomeGuest(GuestProfile profile);

    /// <summary>The profile, or <see cref="RefusalCode.NotFound"/> when there is no such user.</summary>
    [Alias("GetProfile")]
    Task<Result<Profile>> GetProfile();

    /// <summary>
    /// Called by a <see cref="IConnectionGrain"/> when a browser attached through it, moved to another front, or was
    /// touched. Refused with <see cref="RefusalCode.TooManyConnections"/> past the limit.
    /// </summary>
    [Alias("ConnectionPresent")]
    Task<Result<PresenceNoted>> ConnectionPresent(ConnectionPresence presence);

    /// <summary>
    /// Called by a <see cref="IConnectionGrain"/> whose grace period ended without a browser. Its mailbox takes events as long
    /// as it waits.
    /// </summary>
    [Alias("ConnectionGone")]
    Task ConnectionGone(ConnectionId connection);

    /// <summary>
    /// Asked by a conversation before it takes a message: takes one from the author's allowance and says who the author
    /// is. Refused with <see cref="RefusalCode.TooFast"/> when the allowance is used up.
    /// </summary>
    [Alias("AdmitMessage")]
    Task<Result<Profile>> AdmitMessage(Actor actor);

    /// <summary>
    /// Asked by a conversation before it reads a page of history: takes one from the reader's allowance. Refused with
    /// <see cref="RefusalCode.TooFast"/> when it is used up.
    /// </summary>
    [Alias("AdmitReading")]
    Task<Result<Done>> AdmitReading(Actor actor);

    /// <summary>Puts an event into the mailbox of each of the user's connections but the named one.</summary>
    [Alias("Notify")]
    Task Notify(ServerEvent serverEvent, ConnectionId? except);

    /// <summary>Closes every live connection of a session that has ended, at once and without grace.</summary>
    [Alias("CloseSession")]
    Task CloseSession(SessionId session);
}
