using ChatMux.Grains.Interfaces.Connections;

namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>
/// The sessions of one user: Settings → Devices. An index; each session's own grain says whether it is alive. Its key
/// is the user's id. All but <see cref="Add"/> is for that user alone.
/// </summary>
[Alias("ISessionListGrain")]
public interface ISessionListGrain : IGrainWithStringKey
{
    /// <summary>Called by a session that begins.</summary>
    [Alias("Add")]
    Task Add(SessionId session);

    /// <summary>The live sessions with their open tabs, newest first.</summary>
    [Alias("List")]
    Task<Result<DeviceList>> List(Actor actor);

    /// <summary>Ends one session: that browser is signed out at once. Refused with <see cref="RefusalCode.NotFound"/>.</summary>
    [Alias("EndSession")]
    Task<Result<Done>> EndSession(Actor actor, string reference);

    /// <summary>Ends all sessions but the one that acts.</summary>
    [Alias("EndOthers")]
    Task<Result<Done>> EndOthers(Actor actor);

    /// <summary>Ends every session, for a front whose user signs out everywhere, and when the user is removed.</summary>
    [Alias("EndAll")]
    Task EndAll(SessionEndReason reason);
}

/// <summary>Where a user is signed in.</summary>
[GenerateSerializer, Immutable, Alias("DeviceList")]
public sealed record DeviceList([property: Id(0)] IReadOnlyList<DeviceSession> Sessions);

/// <summary>One browser in which the user is signed in.</summary>
/// <param name="Reference">Names the session to its own user; opens nothing.</param>
/// <param name="Browser">The browser's name, or empty.</param>
/// <param name="System">Its operating system, or empty.</param>
/// <param name="BegunMs">When the user signed in, in milliseconds since 1970 UTC.</param>
/// <param name="SeenMs">When it was last used, in milliseconds since 1970 UTC.</param>
/// <param name="Current">Whether it is the session that asks.</param>
/// <param name="Tabs">Its open tabs.</param>
[GenerateSerializer, Immutable, Alias("DeviceSession")]
public sealed record DeviceSession(
    [property: Id(0)] string Reference,
    [property: Id(1)] string Browser,
    [property: Id(2)] string System,
    [property: Id(3)] long BegunMs,
    [property: Id(4)] long SeenMs,
    [property: Id(5)] bool Current,
    [property: Id(6)] IReadOnlyList<OpenTab> Tabs);

/// <summary>An open tab of a user.</summary>
/// <param name="Device">What it runs on.</param>
/// <param name="Attached">False while its socket is gone and may come back.</param>
/// <param name="Current">Whether it is the tab that asks.</param>
[GenerateSerializer, Immutable, Alias("OpenTab")]
public sealed record OpenTab(
    [property: Id(0)] DeviceKind Device, [property: Id(1)] bool Attached, [property: Id(2)] bool Current);
