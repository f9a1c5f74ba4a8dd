using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Users;

/// <inheritdoc cref="IRemovalGrain"/>
public sealed class RemovalGrain([PersistentState("removal", GrainStorage.Name)] IPersistentState<RemovalState> state, TimeProvider time) : Grain, IRemovalGrain
{
    private UserId Id => UserId.Of(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public async Task Remove(bool withMessages)
    {
        if (!state.State.Begun)
        {
            // On the list before it is begun: there is no moment at which it could be forgotten.
            await GrainFactory.Grain<IUpkeepHourGrain>(UpkeepHours.KeyOf(time.GetUtcNow(), Id)).Add(Id);
            await state.Store(new RemovalState { Begun = true, WithMessages = withMessages });
        }
        await Continue();
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> RemoveOwn(Actor actor, bool withMessages)
    {
        if (actor.User != Id)
            return RefusalCode.NotFound;
        if (await FreshSignIn.Check(GrainFactory, actor, time) is { } refusal)
            return refusal;
        await Remove(withMessages);
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<bool> Continue()
    {
        if (!state.State.Begun)
            return false;
        var user = GrainFactory.Grain<IUserGrain>(Id.Value);
        await user.BeginRemoval();
        var inbox = GrainFactory.Grain<IInboxGrain>(Id.Value);
        if (state.State.WithMessages)
            foreach (var conversation in await inbox.GetConversations())
                await GrainFactory.Grain<IConversationGrain>(conversation.Value).EraseAuthor(Id);
        await inbox.Forget();
        await GrainFactory.Grain<IWaysInGrain>(Id.Value).ReleaseAll();
        await GrainFactory.Grain<ISessionListGrain>(Id.Value).EndAll(SessionEndReason.AccountRemoved);
        await user.Remove();
        await state.ClearStateAsync();
        DeactivateOnIdle();
        return true;
    }
}

/// <summary>What is stored of a removal that is not finished.</summary>
public sealed class RemovalState
{
    /// <summary>Whether there is one.</summary>
    public bool Begun { get; set; }

    /// <summary>Whether the messages go too.</summary>
    public bool WithMessages { get; set; }
}
