using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Sessions;

/// <inheritdoc cref="ILoginGrain"/>
public sealed class LoginGrain([PersistentState("login", GrainStorage.Name)] IPersistentState<LoginState> state) : Grain, ILoginGrain
{
    /// <inheritdoc/>
    public Task<LoginOwner?> GetUser() => Task.FromResult(state.State.User is { } user ? new LoginOwner(user) : null);

    /// <inheritdoc/>
    public async Task<LoginOwner> Claim(UserId user)
    {
        if (state.State.User is null)
            await state.Store(new LoginState { User = user });
        return new LoginOwner(state.State.User!.Value);
    }

    /// <inheritdoc/>
    public Task Release(UserId user) => state.State.User == user ? state.ClearStateAsync() : Task.CompletedTask;
}

/// <summary>What is stored of a login.</summary>
public sealed class LoginState
{
    /// <summary>The user that it opens, or null.</summary>
    public UserId? User { get; set; }
}
