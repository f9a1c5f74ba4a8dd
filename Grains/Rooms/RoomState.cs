using System.Collections.Immutable;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Rooms;

/// <summary>What is stored of a room.</summary>
public sealed record RoomState
{
    /// <summary>The room's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it is about, or null.</summary>
    public string? Topic { get; init; }

    /// <summary>Whose it is, at first whoever created it; null for the room that everyone belongs to.</summary>
    public UserId? Owner { get; init; }

    /// <summary>Whether everyone who is here belongs to it.</summary>
    public bool Everyone { get; init; }

    /// <summary>Who belongs to it, unless everyone does: those who have longest first.</summary>
    public ImmutableList<UserId> Members { get; init; } = [];

    /// <summary>Whether it ends when its owner leaves it or stays away.</summary>
    public bool Temporary { get; init; }

    /// <summary>Since when the owner of a temporary room is away; null while they are here.</summary>
    public DateTimeOffset? OwnerAwaySince { get; init; }

    /// <summary>Those of the members who keep order in it.</summary>
    public ImmutableHashSet<UserId> Moderators { get; init; } = [];

    /// <summary>Who reads and does not write, members or not: leaving does not end it.</summary>
    public ImmutableDictionary<UserId, StoredMute> Mutes { get; init; } = ImmutableDictionary<UserId, StoredMute>.Empty;

    /// <summary>Who may not join.</summary>
    public ImmutableDictionary<UserId, RoomBan> Bans { get; init; } = ImmutableDictionary<UserId, RoomBan>.Empty;

    /// <summary>The last acts: those that the log is not known to have, and perhaps some more.</summary>
    public ImmutableList<RecordedAct> Acts { get; init; } = [];

    /// <summary>Whether the room is no more. The record stays, so that nobody opens another one under its id.</summary>
    public bool Removed { get; init; }

    /// <summary>Whether what was written in a removed room is still to be erased.</summary>
    public bool ToErase { get; init; }

    /// <summary>Grows with every change of who belongs to it; the version of the access that is pushed to the conversation.</summary>
    public long AccessVersion { get; init; }

    /// <summary>Whether this user belongs to it.</summary>
    public bool Includes(UserId user) => !Removed && (Everyone || Members.Contains(user));

    /// <summary>What this user is in it.</summary>
    public RoomRole RoleOf(UserId user) =>
        Owner == user ? RoomRole.Owner : Moderators.Contains(user) ? RoomRole.Moderator : RoomRole.Member;

    /// <summary>The mute that holds for this user now, or null.</summary>
    public RoomMute? MuteOf(UserId user, long nowMs) =>
        Mutes.TryGetValue(user, out var mute) && mute.HoldsAt(nowMs) ? new RoomMute(mute.UntilMs) : null;

    /// <summary>The room after its members changed.</summary>
    public RoomState WithMembers(ImmutableList<UserId> members) =>
        this with { Members = members, Moderators = Moderators.Intersect(members), AccessVersion = AccessVersion + 1 };
}

/// <summary>A mute as it was asked for.</summary>
/// <param name="UntilMs">When it ends, in milliseconds since 1970 UTC; null for not by itself.</param>
/// <param name="AtMs">When it began.</param>
/// <param name="ForMs">For how long it was asked for.</param>
public sealed record StoredMute(long? UntilMs, long AtMs, long? ForMs)
{
    /// <summary>Whether it is not over.</summary>
    public bool HoldsAt(long nowMs) => UntilMs is not { } until || until > nowMs;
}
