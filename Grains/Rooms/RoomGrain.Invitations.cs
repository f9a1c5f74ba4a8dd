using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Rooms;

// Who brings others in.
public sealed partial class RoomGrain
{
    /// <inheritdoc/>
    public async Task<Result<Done>> Invite(Actor actor, UserId whom)
    {
        // First, so that nobody finds out by trying, without end, who is here or banned.
        var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitInvitation(actor);
        if (admitted.Value is not { } by)
            return admitted.Refusal!;
        if (CheckInvitation(actor.User, whom) is { } refused)
            return refused;
        var (mine, theirs) = await LookAtPair(actor.User, whom);
        if (mine is { Blocked: true })
            return RefusalCode.Blocked;
        // Whoever is invisible is not found either, so they look like somebody who is away.
        if ((await GrainFactory.Grain<ILobbyGrain>(ILobbyGrain.Key).Find([whom])).Count == 0)
            return RefusalCode.NotHere;
        // Much may have happened in the room meanwhile.
        if (CheckInvitation(actor.User, whom) is { } changed)
            return changed;
        // Nothing is known in the moment in which it changes: rather none than one that comes after a block.
        if (theirs is { Blocked: false })
            Tell(whom, new RoomInvitation(Id, state.State.Name, by, NowMs));
        return Done.Instance;
    }

    private Refusal? CheckInvitation(UserId actor, UserId whom)
    {
        var room = state.State;
        if (room.Everyone || !room.Includes(actor))
            return new Refusal(RefusalCode.NotFound);
        if (whom == actor)
            return new Refusal(RefusalCode.Malformed);
        if (room.Includes(whom))
            return new Refusal(RefusalCode.AlreadyMember);
        if (room.Bans.ContainsKey(whom))
            return new Refusal(RefusalCode.TheyAreBanned);
        return room.Members.Count >= Limits.RoomMembers ? new Refusal(RefusalCode.RoomFull) : null;
    }

    // What each of the two may know of the other.
    private async Task<(FriendshipView? Mine, FriendshipView? Theirs)> LookAtPair(UserId actor, UserId whom)
    {
        var pair = GrainFactory.Grain<IFriendshipGrain>(FriendshipId.Of(actor, whom)!.Value.Key);
        var (mine, theirs) = (pair.Look(actor), pair.Look(whom));
        return (await mine, await theirs);
    }

    // Not waited for: how long that takes would tell a block from a delivery.
    private void Tell(UserId whom, RoomInvitation invitation) =>
        GrainFactory.Grain<IUserGrain>(whom.Value).Notify(new RoomInvited(invitation), except: null).Ignore();
}
