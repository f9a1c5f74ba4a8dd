using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

// What the room's owner and moderators do: its place among the messages, and what it means for whoever writes.
public sealed partial class ConversationGrain
{
    /// <inheritdoc/>
    public async Task<Result<Done>> Record(RecordedAct act)
    {
        var pending = new PendingAct(act);
        _tail.Append(pending);
        var written = await pending.Answer;
        return written.Refusal is { } refusal ? refusal : Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<ActPage>> ReadActs(Actor actor, long? before)
    {
        if (!MayTakePart(actor.User))
            return RefusalCode.NotFound;
        if (RoleOf(actor.User) < RoomRole.Moderator)
            return RefusalCode.NotAllowed;
        var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitReading(actor);
        if (admitted.Refusal is { } tooFast)
            return tooFast;
        var entries = await log.ReadActs(Id, before ?? long.MaxValue, Limits.PageLength);
        // Meanwhile the actor may have been dismissed.
        return RoleOf(actor.User) < RoomRole.Moderator
            ? RefusalCode.NotAllowed
            : new ActPage([.. entries.Select(entry => ActBody.ToMessage(Id, entry))], HasOlder: entries.Count == Limits.PageLength);
    }

    private RoomRole RoleOf(UserId user) => MayTakePart(user) ? state.State.Access!.RoleOf(user) : RoomRole.Member;

    private bool MayDelete(UserId user, UserId author) => user == author || RoleOf(user) > (state.State.Access?.RoleOf(author) ?? RoomRole.Member);

    // Whoever is muted reads, and does not write.
    private Refusal? CheckWriting(UserId user)
    {
        if (!MayTakePart(user))
            return new Refusal(RefusalCode.NotFound);
        if (state.State.Access!.Mutes.FirstOrDefault(m => m.User == user) is not { } mute)
            return null;
        if (mute.UntilMs is not { } until)
            return new Refusal(RefusalCode.Muted);
        var left = until - time.GetUtcNow().ToUnixTimeMilliseconds();
        return left <= 0 ? null : new Refusal(RefusalCode.Muted, (int)Math.Min(left, int.MaxValue));
    }

    // Acts keep the names of both sides, whoever wrote them.
    private async Task EraseFromActs(UserId user)
    {
        var before = long.MaxValue;
        while (await log.ReadActs(Id, before, Limits.PageLength) is { Count: > 0 } acts)
        {
            foreach (var act in acts.Where(act => !act.Body.IsEmpty))
                if (ActBody.Decode(act).Without(user) is { } stripped)
                    await log.Rewrite(Id, act.Sequence, stripped.Encode());
            before = acts[^1].Sequence;
        }
    }
}
