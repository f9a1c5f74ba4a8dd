using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Friends;

/// <inheritdoc cref="IFriendshipGrain"/>
public sealed partial class FriendshipGrain(
    [PersistentState("friendship", GrainStorage.Name)] IPersistentState<FriendshipState> state, TimeProvider time,
    ILogger<FriendshipGrain> logger) : Grain, IFriendshipGrain
{
    private FriendshipId _pair;

    // From the moment in which the lists expect something else until it is so, or is not.
    private bool _changing;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _pair = FriendshipId.OfKey(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Act(Actor actor, FriendAct act)
    {
        if (!_pair.Includes(actor.User))
            return RefusalCode.NotFound;
        var (other, before) = (_pair.Other(actor.User), state.State);
        var applied = FriendshipRules.Apply(state.State, SideOf(actor.User), act, time.GetUtcNow());
        var changes = applied.Value is { } wanted && wanted != state.State;
        var admitted = await User(actor.User).AdmitFriendAct(actor, newRequest: changes && act == FriendAct.Request);
        if (admitted.Refusal is { } notAdmitted)
            return notAdmitted;
        if (applied.Value is not { } next)
            return applied.Refusal!;
        if (changes && await CheckOther(other, act) is { } refusal)
            return refusal;
        if (changes && await Change(actor.User, act, next) is { } noRoom)
            return noRoom;
        // Also when nothing changes: the first time it may have broken off before this.
        try
        {
            if (MayConcernConversation(act, before))
                await Conversation.FriendshipChanged();
        }
        finally
        {
            await RefreshLists([_pair.First, _pair.Second]);
        }
        return Done.Instance;
    }

    // Its word counts for whoever becomes a friend or is none any more; of the latter nothing is left by which a repetition could be told.
    private bool MayConcernConversation(FriendAct act, FriendshipState before) =>
        before.Tie == Tie.Friends || state.State.Tie == Tie.Friends || act is FriendAct.Unfriend or FriendAct.Block;

    /// <inheritdoc/>
    public Task<FriendshipView?> Look(UserId user) =>
        Task.FromResult(_changing || !_pair.Includes(user) ? null : ViewOf(user, state.State));

    /// <inheritdoc/>
    public async Task Forget(UserId gone)
    {
        if (!state.RecordExists || !_pair.Includes(gone) || (await User(gone).GetProfile()).Refusal is null)
            return;
        await state.ClearStateAsync();
        await Conversation.FriendshipChanged();
    }

    // The other need not agree to an end, nor exist for it.
    private async Task<Refusal?> CheckOther(UserId other, FriendAct act)
    {
        if (act is not (FriendAct.Request or FriendAct.Accept or FriendAct.Block))
            return null;
        var profile = await User(other).GetProfile();
        if (profile.Value is not { } known)
            return profile.Refusal;
        return known.Guest && act != FriendAct.Block ? new Refusal(RefusalCode.GuestsHaveNoFriends) : null;
    }

    private async Task<Refusal?> Change(UserId actor, FriendAct act, FriendshipState next)
    {
        var before = state.State;
        // Both, also the one whose view stays as it is: that it took less would tell of a block.
        UserId[] concerned = [actor, _pair.Other(actor)];
        _changing = true;
        try
        {
            foreach (var user in concerned)
                if ((await List(user).Expect(ViewOf(user, next))).Refusal is { } noRoom)
                    return await LetBe(actor, user, noRoom, concerned);
            if (await CheckUnseen(_pair.Other(actor), next) is { } full)
                return await LetBe(actor, _pair.Other(actor), full, concerned);
            if (await CheckStillThere(actor, act) is { } gone)
                return await LetBe(actor, actor, gone, concerned);
            if (next.IsEmpty())
                await state.ClearStateAsync();
            else
                await state.Store(next);
            return null;
        }
        catch (Exception)
        {
            // It may be so or not: the next activation reads which, and the lists, in doubt, ask it.
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _changing = false;
        }
    }

    // An account that ends from here on finds the other in its list; one whose end began before may have looked already.
    private async Task<Refusal?> CheckStillThere(UserId actor, FriendAct act) =>
        (await User(actor).GetProfile()).Refusal ?? await CheckOther(_pair.Other(actor), act);

    // A full list refuses whom its owner has blocked as it refuses others; otherwise the difference would tell of the block.
    private async Task<Refusal?> CheckUnseen(UserId other, FriendshipState next)
    {
        if (next.Tie != Tie.Requested || next.RequestedBy == SideOf(other) || !next.Blocks(SideOf(other)))
            return null;
        var asSent = ViewOf(other, next) with { Relation = FriendRelation.RequestReceived };
        return (await List(other).HasRoomFor(asSent)).Refusal;
    }

    private async Task<Refusal> LetBe(UserId actor, UserId full, Refusal noRoom, IReadOnlyList<UserId> concerned)
    {
        _changing = false;
        await RefreshLists(concerned);
        return full == actor ? noRoom : new Refusal(RefusalCode.TheirLimit);
    }

    // A list that cannot be told is in doubt, and asks by itself.
    private Task RefreshLists(IEnumerable<UserId> users) => Task.WhenAll(users.Select(async user =>
    {
        try
        {
            await List(user).Refresh(_pair.Other(user));
        }
        catch (Exception e)
        {
            LogListNotTold(logger, e.GetType().Name);
        }
    }));

    private FriendshipView ViewOf(UserId user, FriendshipState what)
    {
        var (side, relation) = (SideOf(user), FriendshipRules.Relation(what, SideOf(user)));
        return new FriendshipView(
            _pair.Other(user), relation, what.Blocks(side), relation == FriendRelation.None ? 0 : what.Since.ToUnixTimeMilliseconds());
    }

    private Side SideOf(UserId user) => user == _pair.First ? Side.First : Side.Second;

    private IDirectConversationGrain Conversation => GrainFactory.Grain<IDirectConversationGrain>(_pair.Key);

    private IUserGrain User(UserId user) => GrainFactory.Grain<IUserGrain>(user.Value);

    private IFriendListGrain List(UserId user) => GrainFactory.Grain<IFriendListGrain>(user.Value);

    [LoggerMessage(230, LogLevel.Warning, "A friend list could not be told of a change ({Reason}); it asks by itself in a moment")]
    private static partial void LogListNotTold(ILogger logger, string reason);
}
