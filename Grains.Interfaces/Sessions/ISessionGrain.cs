using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>
/// One sign-in of one browser. Its key is the SHA-256 of the session key, so a stolen database opens no session.
/// Ends on sign-out, after 30 days without use, and 90 days after it began.
/// </summary>
[Alias("ISessionGrain")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Begins the session. Called by a front right after sign-in, once.</summary>
    [Alias("Begin")]
    Task Begin(UserId user, DeviceId device);

    /// <summary>The session if it is alive, and counts as use of it; otherwise <see cref="RefusalCode.NotSignedIn"/>.</summary>
    [Alias("Use")]
    Task<Result<Session>> Use();

    /// <summary>Ends the session and closes its connections. Ending it again does nothing.</summary>
    [Alias("End")]
    Task End();
}

/// <summary>A session that is alive.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Device">The browser profile it was begun in.</param>
/// <param name="EndsAt">When it ends at the latest if it is not used again.</param>
[GenerateSerializer, Immutable, Alias("Session")]
public sealed record Session(
    [property: Id(0)] UserId User,
    [property: Id(1)] DeviceId Device,
    [property: Id(2)] DateTimeOffset EndsAt);

/// <summary>The session of this browser has ended; the socket closes after this.</summary>
[GenerateSerializer, Immutable, Alias("SessionEnded")]
public sealed record SessionEnded : ServerEvent;
