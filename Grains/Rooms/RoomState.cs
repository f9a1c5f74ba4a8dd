using System.Collections.Immutable;
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

    /// <summary>Who belongs to it, unless everyone does.</summary>
    public ImmutableHashSet<UserId> Members { get; init; } = [];

    /// <summary>Whether the room is no more. The record stays, so that nobody opens another one under its id.</summary>
    public bool Removed { get; init; }

    /// <summary>Whether what was written in a removed room is still to be erased.</summary>
    public bool ToErase { get; init; }

    /// <summary>Grows with every change of who belongs to it; the version of the access that is pushed to the conversation.</summary>
    public long AccessVersion { get; init; }

    /// <summary>Whether this user belongs to it.</summary>
    public bool Includes(UserId user) => !Removed && (Everyone || Members.Contains(user));

    /// <summary>The room after its members changed.</summary>
    public RoomState WithMembers(ImmutableHashSet<UserId> members) => this with { Members = members, AccessVersion = AccessVersion + 1 };
}
