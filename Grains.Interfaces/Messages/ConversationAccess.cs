using System.Collections.Immutable;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>
/// Who may read and write in a conversation: a copy that its owner pushes, always whole. The conversation finds out who
/// left by comparing, so a push that was lost is made good by the next one.
/// </summary>
/// <param name="Version">Grows with every change at the owner; never 0.</param>
/// <param name="Everyone">Whether everyone who has entered may.</param>
[GenerateSerializer, Immutable, Alias("ConversationAccess")]
public sealed record ConversationAccess([property: Id(0)] long Version, [property: Id(1)] bool Everyone)
{
    /// <summary>Who may, unless everyone does.</summary>
    [Id(2)] public ImmutableHashSet<UserId> Members { get; init; } = [];

    /// <summary>Who has the room, or null.</summary>
    [Id(10)] public UserId? Owner { get; init; }

    /// <summary>Who keeps order in it.</summary>
    [Id(11)] public ImmutableHashSet<UserId> Moderators { get; init; } = [];

    /// <summary>Who reads and does not write, those included whose time may be over.</summary>
    [Id(12)] public IReadOnlyList<MutedMember> Mutes { get; init; } = [];

    /// <summary>Whether this user may.</summary>
    public bool Includes(UserId user) => Everyone ? user != default : Members.Contains(user);

    /// <summary>What this user is.</summary>
    public RoomRole RoleOf(UserId user) =>
        Owner == user ? RoomRole.Owner : Moderators.Contains(user) ? RoomRole.Moderator : RoomRole.Member;
}

/// <summary>Somebody who is muted.</summary>
/// <param name="User">Who.</param>
/// <param name="UntilMs">When that ends, in milliseconds since 1970 UTC; null for not by itself.</param>
[GenerateSerializer, Immutable, Alias("MutedMember")]
public sealed record MutedMember([property: Id(0)] UserId User, [property: Id(1)] long? UntilMs);

/// <summary>Which of a front's users may not follow a conversation.</summary>
/// <param name="Version">The version of the access that says so.</param>
/// <param name="Refused">Those who may not.</param>
[GenerateSerializer, Immutable, Alias("FollowersChecked")]
public sealed record FollowersChecked([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<UserId> Refused);

/// <summary>
/// Someone may not follow the conversation any more. A front lets that user's browsers go before it delivers what comes
/// after this.
/// </summary>
/// <param name="Conversation">Where.</param>
/// <param name="User">Who left.</param>
/// <param name="Version">The version of the access that says so: a follower that was checked at this one or later has come back.</param>
[GenerateSerializer, Immutable, Alias("MemberLeft")]
public sealed record MemberLeft(
    [property: Id(0)] ConversationId Conversation,
    [property: Id(1)] UserId User,
    [property: Id(2)] long Version) : ServerEvent;
