using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Sessions;

/// <summary>What is stored of a session.</summary>
public sealed class SessionState
{
    /// <summary>Whose it is.</summary>
    public UserId User { get; set; }

    /// <summary>The browser profile it was begun in.</summary>
    public DeviceId Device { get; set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Begun { get; set; }

    /// <summary>When it was last used, to the hour.</summary>
    public DateTimeOffset Used { get; set; }

    /// <summary>Whether it was ended before its time.</summary>
    public bool Ended { get; set; }
}

/// <summary>When sessions end by themselves (SECURITY: 30 days idle, 90 days in all).</summary>
internal static class SessionExpiry
{
    public static readonly TimeSpan Idle = TimeSpan.FromDays(30);
    public static readonly TimeSpan Absolute = TimeSpan.FromDays(90);

    public static DateTimeOffset EndsAt(SessionState session) =>
        session.Used + Idle < session.Begun + Absolute ? session.Used + Idle : session.Begun + Absolute;

    public static bool IsAlive(SessionState session, DateTimeOffset now) => !session.Ended && now < EndsAt(session);
}
