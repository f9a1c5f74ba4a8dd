using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Operators;
using ChatMux.Grains.Interfaces.Users;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Rooms;

/// <summary>One room: its name and who belongs to it. Tells its conversation who may read and write.</summary>
[Alias("IRoomGrain")]
public interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>How long the owner of a temporary room may be away before it ends.</summary>
    public static readonly TimeSpan OwnerMayBeAway = TimeSpan.FromSeconds(60);

    /// <summary>How long that owner is waited for at the least after a restart, when nobody is back yet.</summary>
    public static readonly TimeSpan OwnerMayComeBack = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Makes this the room that everyone who is here belongs to. Called by the room directory; repeating it changes nothing.
    /// </summary>
    [Alias("OpenToEveryone")]
    Task OpenToEveryone(string name);

    /// <summary>
    /// Makes this an open room of the actor, kept or temporary, its first member, and has it listed. The browser draws the id, so a repeat
    /// with the same name by the same owner answers as the first did. Refused: <see cref="RefusalCode.NotFound"/> when the id
    /// is taken, <see cref="RefusalCode.InvalidName"/>, <see cref="RefusalCode.InvalidTopic"/>, <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("Create")]
    Task<Result<RoomDescription>> Create(Actor actor, string name, string topic = "", bool temporary = false);

    /// <summary>
    /// Called by the room directory every few seconds: whether the owner of this temporary room is here. It ends, as by <see cref="Delete"/>,
    /// when they have been away for <see cref="OwnerMayBeAway"/>; since when is stored, so that a restart does not forget it. After
    /// one they have <see cref="OwnerMayComeBack"/> at the least.
    /// </summary>
    [Alias("TendOwner")]
    Task TendOwner(UserId? owner, bool here);

    /// <summary>
    /// Makes the actor a member; answers once the conversation lets them in. Joining again changes nothing. Refused with
    /// <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.Banned"/>, <see cref="RefusalCode.RoomFull"/>.
    /// </summary>
    [Alias("Join")]
    Task<Result<RoomDescription>> Join(Actor actor);

    /// <summary>
    /// The actor is a member no longer; answers once the conversation lets them out. Leaving again changes nothing. The
    /// owner may leave: the room stays, and stays theirs, unless it is temporary. Refused with <see cref="RefusalCode.NotFound"/> for a room that
    /// is not there, or that everyone belongs to.
    /// </summary>
    [Alias("Leave")]
    Task<Result<Done>> Leave(Actor actor);

    /// <summary>
    /// Called by <see cref="IOperatorGrain"/>: the room is no more, for anybody, and its id never comes back. Its messages can no
    /// longer be read; they are erased if so chosen. Answers after a few seconds even when that is not finished. Refused with
    /// <see cref="RefusalCode.NotFound"/> for a room that is not there, and for the one that everyone belongs to.
    /// </summary>
    [Alias("Remove")]
    Task<Result<Done>> Remove(bool withMessages);

    /// <summary>Called by the inbox of a user who is being removed: they are a member no longer.</summary>
    [Alias("Forget")]
    Task Forget(UserId user);

    /// <summary>
    /// Names the room anew and says what it is about. The owner's alone. Refused with <see cref="RefusalCode.NotFound"/>,
    /// <see cref="RefusalCode.InvalidName"/>, <see cref="RefusalCode.InvalidTopic"/>, <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("Change")]
    Task<Result<Done>> Change(Actor actor, RoomChange change);

    /// <summary>Makes another member the owner. The owner's alone. Refused with <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.NotAMember"/>.</summary>
    [Alias("HandOver")]
    Task<Result<Done>> HandOver(Actor actor, UserId to);

    /// <summary>Deletes the room with everything that was written in it (<see cref="Remove"/>). The owner's alone.</summary>
    [Alias("Delete")]
    Task<Result<Done>> Delete(Actor actor);

    /// <summary>
    /// Does something to somebody: kicks, bans, mutes, or takes that back, as the owner or a moderator, against those below them; names or
    /// dismisses a moderator, as the owner. Repeating it changes nothing. Each act gets its place in the conversation. Refused with
    /// <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.NotAllowed"/>, <see cref="RefusalCode.NotAMember"/>,
    /// <see cref="RefusalCode.TooManyBans"/>, <see cref="RefusalCode.Malformed"/>, <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("Moderate")]
    Task<Result<Done>> Moderate(Actor actor, Moderation moderation);

    /// <summary>
    /// Tells somebody who is seen here that the actor, a member, would like them to join (<see cref="RoomInvited"/>). Guests may, and may be invited.
    /// To somebody who has blocked the actor nothing is told, and the answer is the same. Refused with <see cref="RefusalCode.NotFound"/> for
    /// everybody but members and in the room that everyone belongs to, with <see cref="RefusalCode.Malformed"/> for oneself,
    /// <see cref="RefusalCode.AlreadyMember"/>, <see cref="RefusalCode.TheyAreBanned"/>, <see cref="RefusalCode.RoomFull"/>,
    /// <see cref="RefusalCode.TooFast"/>, <see cref="RefusalCode.Blocked"/>, <see cref="RefusalCode.NotHere"/>. Interleaves: it only reads, and asks
    /// others who this person is to them.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Invite")]
    Task<Result<Done>> Invite(Actor actor, UserId whom);

    /// <summary>
    /// A part of the members, for a member; otherwise <see cref="RefusalCode.NotFound"/>. As dear as a page of history: refused with
    /// <see cref="RefusalCode.TooFast"/> when that allowance is used up. Interleaves: it only reads, and asks many users
    /// who they are.
    /// </summary>
    [AlwaysInterleave]
    [Alias("ListMembers")]
    Task<Result<RoomMembers>> ListMembers(Actor actor, int from);

    /// <summary>Who may not join. For the owner and moderators; otherwise <see cref="RefusalCode.NotFound"/>, <see cref="RefusalCode.NotAllowed"/>.</summary>
    [Alias("ListBans")]
    Task<Result<RoomBans>> ListBans(Actor actor);

    /// <summary>
    /// The room, for a member; otherwise <see cref="RefusalCode.NotFound"/>. Sees to it that the conversation knows its
    /// members, should an earlier push have failed.
    /// </summary>
    [Alias("Describe")]
    Task<Result<RoomDescription>> Describe(Actor actor);
}

/// <summary>A room as its owner wants it, unchecked and as a whole.</summary>
/// <param name="Name">1 to <see cref="Limits.NameLength"/> characters.</param>
/// <param name="Topic">What it is about, up to <see cref="Limits.TopicLength"/> characters; empty for nothing.</param>
[GenerateSerializer, Immutable, Alias("RoomChange")]
public sealed record RoomChange([property: Id(0)] string Name, [property: Id(1)] string Topic);

/// <summary>What a member may know of a room.</summary>
[GenerateSerializer, Immutable, Alias("RoomDescription")]
public sealed record RoomDescription(
    [property: Id(0)] RoomId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] ConversationId Conversation)
{
    /// <summary>What this member is in it.</summary>
    [Id(10)] public RoomRole Role { get; init; }

    /// <summary>Whether this member is muted; null for not.</summary>
    [Id(11)] public RoomMute? Mute { get; init; }
}
