using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Users;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>
/// One sign-in of one browser. Its key is the SHA-256 of the session key, so a stolen database opens no session.
/// Ends on sign-out, when the next sign-in of the same browser is first used, after 30 days without use, and 90 days after
/// it began.
/// </summary>
[Alias("ISessionGrain")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Begins the session, which is among its user's devices from then on. Called by a front right after sign-in, and again
    /// when no answer came. The predecessor ends when this session is first used, which shows that the browser has it; one
    /// of the same user ends two minutes after the sign-in at the latest.
    /// </summary>
    [Alias("Begin")]
    Task Begin(UserId user, DeviceId device, SessionStart start);

    /// <summary>The session if it is alive, and counts as use of it; otherwise <see cref="RefusalCode.NotSignedIn"/>.</summary>
    [Alias("Use")]
    Task<Result<Session>> Use();

    /// <summary>
    /// What the session's user may know of it; does not count as use. Interleaves: the list of sessions asks while a
    /// session that begins waits for that list.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Describe")]
    Task<Result<SessionDescription>> Describe();

    /// <summary>Called by the session that comes after this one in the same browser. One of the same user limits this one to two minutes.</summary>
    [Alias("Succeeded")]
    Task Succeeded(UserId by);

    /// <summary>
    /// Ends the session and closes its connections, telling them why. Ending it again does nothing. One that is
    /// <see cref="SessionEndReason.Replaced"/> by a session of another user counts as signed out.
    /// </summary>
    [Alias("End")]
    Task End(SessionEndReason reason);
}

/// <summary>How a session came to be.</summary>
/// <param name="Browser">The browser's name as it says, like "Firefox".</param>
/// <param name="System">Its operating system as it says, like "Windows".</param>
/// <param name="Predecessor">The session that the browser had before, or null.</param>
[GenerateSerializer, Immutable, Alias("SessionStart")]
public sealed record SessionStart(
    [property: Id(0)] string Browser,
    [property: Id(1)] string System,
    [property: Id(2)] SessionId? Predecessor)
{
    /// <summary>Of a browser of which nothing is known.</summary>
    public static readonly SessionStart Unknown = new("", "", null);
}

/// <summary>A session that is alive.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Device">The browser profile it was begun in.</param>
/// <param name="Begun">When it began, which is when the user last proved who they are.</param>
/// <param name="EndsAt">When it ends at the latest if it is not used again.</param>
/// <param name="Predecessor">The session that the browser had before, or null.</param>
/// <param name="Succeeded">Whether the same user has signed in again in this browser: this one is on its way out, and proves nothing new.</param>
[GenerateSerializer, Immutable, Alias("Session")]
public sealed record Session(
    [property: Id(0)] UserId User,
    [property: Id(1)] DeviceId Device,
    [property: Id(2)] DateTimeOffset Begun,
    [property: Id(3)] DateTimeOffset EndsAt,
    [property: Id(4)] SessionId? Predecessor,
    [property: Id(5)] bool Succeeded);

/// <summary>A session as its user sees it.</summary>
[GenerateSerializer, Immutable, Alias("SessionDescription")]
public sealed record SessionDescription(
    [property: Id(0)] string Browser,
    [property: Id(1)] string System,
    [property: Id(2)] DateTimeOffset Begun,
    [property: Id(3)] DateTimeOffset Used);

/// <summary>Why a session ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SessionEndReason>))]
public enum SessionEndReason
{
    /// <summary>The person signed out in this browser, or signed in as somebody else.</summary>
    [JsonStringEnumMemberName("signedOut")] SignedOut,

    /// <summary>The person ended it from another of their browsers.</summary>
    [JsonStringEnumMemberName("endedElsewhere")] EndedElsewhere,

    /// <summary>The same user goes on in this browser with a new session.</summary>
    [JsonStringEnumMemberName("replaced")] Replaced,

    /// <summary>It was not used for too long, or is too old.</summary>
    [JsonStringEnumMemberName("expired")] Expired,

    /// <summary>The user is no more.</summary>
    [JsonStringEnumMemberName("accountRemoved")] AccountRemoved,
}

/// <summary>The session of this browser has ended; the socket closes after this.</summary>
[GenerateSerializer, Immutable, Alias("SessionEnded")]
public sealed record SessionEnded([property: Id(0)] SessionEndReason Reason) : ServerEvent;
