using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Users;

/// <inheritdoc cref="IRemovalGrain"/>
public sealed partial class RemovalGrain(
    [PersistentState("removal", GrainStorage.Name)] IPersistentState<RemovalState> state, TimeProvider time, ILogger<RemovalGrain> logger) : Grain, IRemovalGrain
{
    // Erasing what somebody wrote in years takes longer than anyone waits for an answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private Task? _running;

    private UserId Id => UserId.Of(this.GetPrimaryKeyString());

    private IUserGrain User => GrainFactory.Grain<IUserGrain>(Id.Value);

    /// <inheritdoc/>
    public async Task Remove(bool withMessages)
    {
        if (!state.State.Begun)
        {
            // On a list that is still to be gone through, before it is begun: there is no moment at which it could be forgotten.
            await GrainFactory.Grain<IUpkeepHourGrain>(UpkeepHours.KeyOf(time.GetUtcNow() + TimeSpan.FromHours(1), Id)).Add(Id);
        }
        if (!state.State.Begun || withMessages && !state.State.WithMessages)
            await state.Store(new RemovalState { Begun = true, WithMessages = withMessages, KeepsChain = state.State.KeepsChain });
        await User.BeginRemoval(onlyIfExpired: false);
        await Continue();
    }

    /// <inheritdoc/>
    public async Task RemoveExpired()
    {
        if (await User.BeginRemoval(onlyIfExpired: true))
            await Remove(withMessages: false);
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
        var running = _running ??= Finish();
        if (await Task.WhenAny(running, Task.Delay(Patience, time)) == running)
            await running;
        return true;
    }

    private async Task Finish()
    {
        try
        {
            await User.BeginRemoval(onlyIfExpired: false);
            await GrainFactory.Grain<ISessionListGrain>(Id.Value).EndAll(SessionEndReason.AccountRemoved);
            var inbox = GrainFactory.Grain<IInboxGrain>(Id.Value);
            var conversations = await inbox.GetConversations();
            await GrainFactory.Grain<IWaysInGrain>(Id.Value).ReleaseAll();
            // Late, so that what was on its way to the log when it began is in it.
            var directs = await inbox.GetDirects();
            // What the others wrote is checked by it too: the records of the keys that it was sealed with are signed by both.
            if (directs.Count > 0 && !state.State.KeepsChain)
                await state.Store(new RemovalState { Begun = true, WithMessages = state.State.WithMessages, KeepsChain = true });
            // Before anything is erased: a browser takes what is empty of somebody whom its server still calls a friend for a lie of the server.
            await EndFriendships();
            if (state.State.WithMessages)
                await EraseMessages(conversations, directs);
            await inbox.Forget();
            await GrainFactory.Grain<IDeviceChainGrain>(Id.Value).Forget(state.State.KeepsChain);
            await User.Remove();
            await state.ClearStateAsync();
            DeactivateOnIdle();
        }
        catch (Exception e)
        {
            LogBrokeOff(logger, e.GetType().Name);
            throw;
        }
        finally
        {
            _running = null;
        }
    }

    private async Task EraseMessages(IReadOnlyList<ConversationId> conversations, IReadOnlyList<UserId> directs)
    {
        foreach (var conversation in conversations)
            await GrainFactory.Grain<IConversationGrain>(conversation.Value).EraseAuthor(Id);
        foreach (var other in directs)
            await GrainFactory.Grain<IDirectConversationGrain>(FriendshipId.Of(Id, other)!.Value.Key).EraseAuthor(Id);
    }

    // From the others' lists first: the own list is what says whose they are.
    private async Task EndFriendships()
    {
        var list = GrainFactory.Grain<IFriendListGrain>(Id.Value);
        foreach (var other in await list.GetOthers())
        {
            await GrainFactory.Grain<IFriendshipGrain>(FriendshipId.Of(Id, other)!.Value.Key).Forget(Id);
            await GrainFactory.Grain<IFriendListGrain>(other.Value).Refresh(Id);
        }
        await list.Forget();
    }

    [LoggerMessage(211, LogLevel.Warning, "The removal of a user broke off ({Reason}); upkeep finishes it within the hour")]
    private static partial void LogBrokeOff(ILogger logger, string reason);
}

/// <summary>What is stored of a removal that is not finished.</summary>
public sealed class RemovalState
{
    /// <summary>Whether there is one.</summary>
    public bool Begun { get; set; }

    /// <summary>Whether the messages go too.</summary>
    public bool WithMessages { get; set; }

    /// <summary>Whether others check by the chain of devices what stays: known before the inbox is forgotten, which says so.</summary>
    public bool KeepsChain { get; set; }
}
