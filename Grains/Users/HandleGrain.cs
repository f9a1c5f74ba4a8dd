using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Users;

/// <inheritdoc cref="IHandleGrain"/>
public sealed class HandleGrain([PersistentState("handle", GrainStorage.Name)] IPersistentState<HandleState> state) : Grain, IHandleGrain
{
    /// <inheritdoc/>
    public async Task<Result<Done>> Claim(UserId user, string handle)
    {
        if (Owner is { } owner && owner.User != user && await StillHolds(owner))
            return RefusalCode.HandleTaken;
        await state.Store(new HandleState { User = user, Handle = handle });
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task Release(UserId user) => Owner?.User == user ? state.ClearStateAsync() : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<HandleOwner?> GetOwner() => Owner is { } owner && await StillHolds(owner) ? owner : null;

    private HandleOwner? Owner => state.State is { User: { } user, Handle: var handle } ? new HandleOwner(user, handle) : null;

    private Task<bool> StillHolds(HandleOwner owner) => GrainFactory.Grain<IUserGrain>(owner.User.Value).HoldsHandle(owner.Handle);
}

/// <summary>What is stored of a handle.</summary>
public sealed class HandleState
{
    /// <summary>Whose it is, or null when it is free.</summary>
    public UserId? User { get; set; }

    /// <summary>The handle as its user writes it.</summary>
    public string Handle { get; set; } = "";
}
