using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Friends;

/// <summary>What is stored of a link.</summary>
public sealed record FriendLinkState
{
    /// <summary>Who it leads to; null for nobody.</summary>
    public UserId? Owner { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset Expires { get; init; }
}

/// <inheritdoc cref="IFriendLinkGrain"/>
public sealed class FriendLinkGrain(
    [PersistentState("friendlink", GrainStorage.Name)] IPersistentState<FriendLinkState> state, TimeProvider time) : Grain, IFriendLinkGrain
{
    /// <inheritdoc/>
    public async Task<bool> Lead(UserId to, DateTimeOffset until)
    {
        var next = new FriendLinkState { Owner = to, Expires = until };
        if (state.State.Owner is { } owner && owner != to)
            return false;
        if (state.State != next)
            await state.Store(next);
        return true;
    }

    /// <inheritdoc/>
    public async Task Revoke(UserId owner)
    {
        if (state.State.Owner == owner)
            await state.ClearStateAsync();
    }

    /// <inheritdoc/>
    public async Task<Result<Profile>> Open(Actor actor)
    {
        // Guessing costs, and is the same to whoever guesses right.
        if ((await GrainFactory.Grain<IUserGrain>(actor.User.Value).AdmitSearch(actor)).Refusal is { } refusal)
            return refusal;
        if (state.State.Owner is not { } owner || state.State.Expires <= time.GetUtcNow())
            return RefusalCode.NotFound;
        return await GrainFactory.Grain<IUserGrain>(owner.Value).GetProfile();
    }
}
