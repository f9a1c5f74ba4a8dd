using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Rooms;

// Who keeps order in the room, what they do, and who is in it.
public sealed partial class RoomGrain
{
    // The acts that the log is known to have. After an activation it is given the last ones once more; their ids make them the same ones.
    private readonly HashSet<MessageId> _recorded = [];

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public async Task<Result<Done>> Moderate(Actor actor, Moderation moderation)
    {
        if (RoomModeration.Check(state.State, actor.User, moderation) is { } refused)
            return refused;
        if (!RoomModeration.IsDone(state.State, moderation, NowMs))
        {
            if (await Apply(actor, moderation) is { } refusal)
                return refusal;
        }
        // Also on a repeat: the first time it may have failed after it was stored.
        if (await TellOfActs() is { } unavailable)
            return unavailable;
        var reason = moderation.Kind switch
        {
            ModerationKind.Kick => LeftReason.Kicked,
            ModerationKind.Ban => LeftReason.Banned,
            _ => LeftReason.Left,
        };
        if (reason != LeftReason.Left && !state.State.Includes(moderation.Whom))
            await TellLeft(moderation.Whom, reason, (await GrainFactory.Grain<IUserGrain>(actor.User.Value).GetProfile()).Value);
        return Done.Instance;
    }

    private async Task<Refusal?> Apply(Actor actor, Moderation moderation)
    {
        if (RoomModeration.CheckWhom(state.State, moderation, NowMs) is { } refused)
            return refused;
        // Who was banned may have gone since; the ban knows who it was.
        var known = (await GrainFactory.Grain<IUserGrain>(moderation.Whom.Value).GetProfile()).Value
            ?? state.State.Bans.GetValueOrDefault(moderation.Whom)?.Whom;
        if (known is null)
            return new Refusal(RefusalCode.NotFound);
        // A status is of the moment; an act is kept.
        var whom = known with { Status = null };
        var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitMessage(actor);
        if (admitted.Refusal is { } tooFast)
            return tooFast;
        var by = admitted.Value!;
        var next = RoomModeration.Apply(state.State, moderation, by, whom, NowMs);
        var until = moderation.Kind == ModerationKind.Mute ? next.Mutes[moderation.Whom].UntilMs : null;
        await state.Store(WithAct(next, actor, by, new RoomAct(RoomModeration.ActOf(moderation.Kind), whom, until)));
        return null;
    }

    // Stored with what it did, so that neither is without the other. Those that the log has need not be kept.
    private RoomState WithAct(RoomState next, Actor actor, Profile by, RoomAct act) => next with
    {
        Acts = next.Acts.RemoveAll(known => _recorded.Contains(known.Id)).Add(new RecordedAct(MessageId.New(), actor.Device, by, act)),
    };

    // The conversation lets people out before it says so.
    private async Task<Refusal?> TellOfActs()
    {
        await TellConversation();
        foreach (var act in state.State.Acts.Where(act => !_recorded.Contains(act.Id)))
        {
            var written = await GrainFactory.Grain<IConversationGrain>(Conversation.Value).Record(act);
            if (written.Refusal is { } refusal)
                return refusal;
            _recorded.Add(act.Id);
        }
        return null;
    }

    /// <inheritdoc/>
    public async Task<Result<RoomMembers>> ListMembers(Actor actor, int from)
    {
        var room = state.State;
        if (room.Everyone || !room.Includes(actor.User))
            return RefusalCode.NotFound;
        if (from < 0)
            return RefusalCode.Malformed;
        var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitReading(actor);
        if (admitted.Refusal is { } tooFast)
            return tooFast;
        var inOrder = room.Members.OrderByDescending(room.RoleOf).ToArray();
        var part = inOrder.Skip(from).Take(Limits.PageLength).ToArray();
        var profiles = await Task.WhenAll(part.Select(user => GrainFactory.Grain<IUserGrain>(user.Value).GetProfile()));
        var now = NowMs;
        var members = profiles.Select(p => p.Value).OfType<Profile>().Select(p => new RoomMember(p, room.RoleOf(p.Id), room.MuteOf(p.Id, now)));
        return new RoomMembers([.. members], from + part.Length < inOrder.Length ? from + part.Length : null, inOrder.Length);
    }

    /// <inheritdoc/>
    public Task<Result<RoomBans>> ListBans(Actor actor)
    {
        var room = state.State;
        if (room.Everyone || room.Removed || (!room.Includes(actor.User) && room.Owner != actor.User))
            return Task.FromResult<Result<RoomBans>>(RefusalCode.NotFound);
        return Task.FromResult<Result<RoomBans>>(room.RoleOf(actor.User) < RoomRole.Moderator
            ? RefusalCode.NotAllowed
            : new RoomBans([.. room.Bans.Values.OrderByDescending(ban => ban.AtMs)]));
    }
}
