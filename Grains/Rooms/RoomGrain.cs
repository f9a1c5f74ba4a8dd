using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Users;
using Microsoft.Extensions.Options;

namespace ChatMux.Grains.Rooms;

/// <inheritdoc cref="IRoomGrain"/>
public sealed partial class RoomGrain(
    [PersistentState("room", GrainStorage.Name)] IPersistentState<RoomState> state, IOptions<UserLimits> limits, TimeProvider time) : Grain, IRoomGrain
{
    // A removal that takes longer goes on behind its answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private TokenBucket? _changes;
    private LobbyRoom? _shown;
    private Task? _finishing;

    // Since when this activation has missed the owner of a temporary room: what is stored may be from before a restart, after which
    // nobody is back yet.
    private DateTimeOffset? _ownerMissed;

    // What the conversation is known to have taken; after an activation it is told once more.
    private long _toldVersion;

    private RoomId Id => RoomId.Of(this.GetPrimaryKeyString());

    private ConversationId Conversation => ConversationId.Of(Id);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (state.State is { Removed: true } and ({ Members.Count: > 0 } or { ToErase: true }))
            this.RegisterGrainTimer(() => _finishing ??= FinishRemoval(), TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    private RoomDescription DescriptionFor(Actor actor) => new(Id, state.State.Name, Conversation)
    {
        Role = state.State.RoleOf(actor.User), Mute = state.State.MuteOf(actor.User, NowMs),
    };

    /// <inheritdoc/>
    public async Task OpenToEveryone(string name)
    {
        if (!state.RecordExists)
            await state.Store(new RoomState { Name = name, Everyone = true, AccessVersion = 1 });
        await TellConversation();
    }

    /// <inheritdoc/>
    public async Task<Result<RoomDescription>> Create(Actor actor, string name, string topic, bool temporary)
    {
        if (!DisplayName.TryNormalize(name, out var normalized))
            return RefusalCode.InvalidName;
        if (!OneLine.TryNormalize(topic, Limits.TopicLength, out var about))
            return RefusalCode.InvalidTopic;
        if (!state.RecordExists && !Id.IsOfARoom)
            return RefusalCode.Malformed;
        if (!state.RecordExists)
        {
            var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitRoom(actor);
            if (admitted.Refusal is { } refusal)
                return refusal;
            await state.Store(new RoomState
            {
                Name = normalized, Topic = about, Owner = actor.User, Temporary = temporary, Members = [actor.User], AccessVersion = 1,
            });
        }
        if (state.State.Owner != actor.User || state.State.Name != normalized || state.State.Removed)
            return RefusalCode.NotFound;
        await TellConversation();
        await Show();
        return DescriptionFor(actor);
    }

    /// <inheritdoc/>
    public async Task<Result<RoomDescription>> Join(Actor actor)
    {
        if (!state.RecordExists || state.State.Removed)
            return RefusalCode.NotFound;
        if (state.State.Bans.ContainsKey(actor.User))
            return RefusalCode.Banned;
        if (!state.State.Includes(actor.User))
        {
            if (state.State.Members.Count >= Limits.RoomMembers)
                return RefusalCode.RoomFull;
            await state.Store(state.State.WithMembers(state.State.Members.Add(actor.User)));
        }
        await TellConversation();
        return DescriptionFor(actor);
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Leave(Actor actor)
    {
        if (!state.RecordExists || state.State.Everyone)
            return RefusalCode.NotFound;
        if (state.State.Temporary && state.State.Owner == actor.User)
            return await Remove(withMessages: true);
        if (state.State.Includes(actor.User))
            await state.Store(state.State.WithMembers(state.State.Members.Remove(actor.User)));
        await TellConversation();
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Change(Actor actor, RoomChange change)
    {
        if (!IsOwner(actor))
            return RefusalCode.NotFound;
        if (!DisplayName.TryNormalize(change.Name, out var name))
            return RefusalCode.InvalidName;
        if (!OneLine.TryNormalize(change.Topic, Limits.TopicLength, out var topic))
            return RefusalCode.InvalidTopic;
        _changes ??= new TokenBucket(limits.Value.ProfileChanges, time);
        if (_changes.Take() is { } wait)
            return new Refusal(RefusalCode.TooFast, (int)Math.Ceiling(wait.TotalMilliseconds));
        await state.Store(state.State with { Name = name, Topic = topic });
        await Show();
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> HandOver(Actor actor, UserId to)
    {
        // A repeat of one whose answer was lost.
        var repeated = state.State.Owner == to && state.State.Includes(actor.User);
        if (!repeated)
        {
            if (!IsOwner(actor))
                return RefusalCode.NotFound;
            if (!state.State.Includes(to))
                return RefusalCode.NotAMember;
            if ((await GrainFactory.Grain<IUserGrain>(to.Value).GetProfile()).Value is not { } whom)
                return RefusalCode.NotAMember;
            var admitted = await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitMessage(actor);
            if (admitted.Refusal is { } tooFast)
                return tooFast;
            await state.Store(WithAct(
                RoomModeration.HandOver(state.State, to), actor, admitted.Value!, new RoomAct(RoomActKind.HandedOver, whom with { Status = null })));
        }
        if (await TellOfActs() is { } refusal)
            return refusal;
        await Show();
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> Delete(Actor actor) => state.State.Owner == actor.User ? await Remove(withMessages: true) : RefusalCode.NotFound;

    /// <inheritdoc/>
    public async Task TendOwner(UserId? owner, bool here)
    {
        // The directory may not have heard of another owner yet.
        if (!state.State.Temporary || state.State.Owner != owner)
            return;
        var now = time.GetUtcNow();
        _ownerMissed = here ? null : _ownerMissed ?? now;
        if (state.State.Removed || IsOwnerAway(now))
            // One that is listed still: its removal broke off.
            await Remove(withMessages: true);
        else if (here == state.State.OwnerAwaySince is not null)
            await state.Store(state.State with { OwnerAwaySince = here ? null : now });
    }

    private bool IsOwnerAway(DateTimeOffset now) =>
        now - _ownerMissed >= IRoomGrain.OwnerMayComeBack && now - state.State.OwnerAwaySince >= IRoomGrain.OwnerMayBeAway;

    /// <inheritdoc/>
    public async Task<Result<Done>> Remove(bool withMessages)
    {
        if (!state.RecordExists || state.State.Everyone)
            return RefusalCode.NotFound;
        if (!state.State.Removed)
            await state.Store(state.State with { Removed = true, ToErase = withMessages, AccessVersion = state.State.AccessVersion + 1 });
        else if (withMessages && !state.State.ToErase)
            await state.Store(state.State with { ToErase = true });
        await TellConversation();
        var finishing = _finishing ??= FinishRemoval();
        if (await Task.WhenAny(finishing, Task.Delay(Patience, time)) == finishing)
            await finishing;
        return Done.Instance;
    }

    // Not waited for to its end: the members must not stand at their inbox while years of messages are erased. What stops it is
    // made good by the next activation, which the next of the members to open their inbox brings about.
    private async Task FinishRemoval()
    {
        try
        {
            await GrainFactory.Grain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).Remove(Id);
            await Task.WhenAll(state.State.Members.Select(member => TellLeft(member, LeftReason.RoomGone, by: null)));
            if (state.State.ToErase)
                await GrainFactory.Grain<IConversationGrain>(Conversation.Value).Erase();
            await state.Store(state.State with { Members = [], ToErase = false });
        }
        finally
        {
            _finishing = null;
        }
    }

    private async Task TellLeft(UserId member, LeftReason reason, Profile? by)
    {
        try
        {
            await GrainFactory.Grain<IUserGrain>(member.Value).Notify(new ConversationLeft(Conversation, reason, by), except: null);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // The inbox finds out when it is next opened.
        }
    }

    private bool IsOwner(Actor actor) => state.State.Owner == actor.User && !state.State.Removed;

    // Nobody is kept out of their inbox for the sake of a listing.
    private async Task ShowIfPossible()
    {
        try
        {
            await Show();
        }
        catch (Exception)
        {
            // The next call does it.
        }
    }

    // As the conversation: a push that failed is made good by the next call, and by a new activation.
    private async Task Show()
    {
        var listing = new LobbyRoom(Id, state.State.Name, Everyone: false, state.State.Topic, state.State.Owner, state.State.Temporary);
        if (state.State.Everyone || state.State.Removed || listing == _shown)
            return;
        await GrainFactory.Grain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).Show(listing);
        _shown = listing;
    }

    /// <inheritdoc/>
    public async Task Forget(UserId user)
    {
        if (!RoomModeration.Knows(state.State, user))
            return;
        var others = RoomModeration.Forget(state.State, user);
        // What a room that has ended keeps was decided when it ended.
        if (others.Owner == user && !others.Removed)
        {
            // It passes to one of those who stay, so that somebody can look after it, or ends.
            if (others.Temporary || RoomModeration.Heir(others) is not { } heir)
            {
                await Remove(withMessages: true);
                return;
            }
            others = RoomModeration.HandOver(others, heir);
        }
        await state.Store(others);
        await TellConversation();
        await Show();
    }

    /// <inheritdoc/>
    public async Task<Result<RoomDescription>> Describe(Actor actor)
    {
        if (!state.RecordExists || !state.State.Includes(actor.User))
            return RefusalCode.NotFound;
        await TellConversation();
        await ShowIfPossible();
        return DescriptionFor(actor);
    }

    private async Task TellConversation()
    {
        var version = state.State.AccessVersion;
        if (version == _toldVersion)
            return;
        await GrainFactory.Grain<IConversationGrain>(Conversation.Value).SetAccess(new ConversationAccess(version, state.State.Everyone)
        {
            Members = state.State.Removed ? [] : [.. state.State.Members],
            Owner = state.State.Owner,
            Moderators = state.State.Moderators,
            Mutes = [.. state.State.Mutes.Select(m => new MutedMember(m.Key, m.Value.UntilMs))],
        });
        _toldVersion = version;
    }
}
