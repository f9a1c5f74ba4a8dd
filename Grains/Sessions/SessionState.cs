using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Sessions;

/// <summary>What is stored of a session.</summary>
public sealed record SessionState
{
    /// <summary>Whose it is.</summary>
    public UserId User { get; set; }

    /// <summary>The browser profile it was begun in.</summary>
    public DeviceId Device { get; set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Begun { get; set; }

    /// <summary>When it was last used, to the hour.</summary>
    public DateTimeOffset Used { get; set; }

    /// <summary>Whether it was ended: of sessions from before they were deleted at their end.</summary>
    public bool Ended { get; set; }

    /// <summary>The browser's name as it says.</summary>
    public string Browser { get; set; } = "";

    /// <summary>Its operating system as it says.</summary>
    public string System { get; set; } = "";

    /// <summary>The session that the browser had before.</summary>
    public SessionId? Predecessor { get; set; }

    /// <summary>Whether it was used: its predecessor has ended.</summary>
    public bool Taken { get; set; }

    /// <summary>When it ends at the latest because another one of the same user came after it.</summary>
    public DateTimeOffset? EndsBy { get; set; }
}

/// <summary>When sessions end by themselves (SECURITY: 30 days idle, 90 days in all).</summary>
internal static class SessionExpiry
{
    public static readonly TimeSpan Idle = TimeSpan.FromDays(30);
    public static readonly TimeSpan Absolute = TimeSpan.FromDays(90);

    /// <summary>How long a session outlives the next sign-in of its user: until the answer with the new cookie has come, or been tried for again.</summary>
    public static readonly TimeSpan AfterSuccession = TimeSpan.FromMinutes(2);

    public static DateTimeOffset EndsAt(SessionState session) =>
        new[] { session.Used + Idle, session.Begun + Absolute, session.EndsBy ?? DateTimeOffset.MaxValue }.Min();

    public static bool IsAlive(SessionState session, DateTimeOffset now) => !session.Ended && now < EndsAt(session);
}
