using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Sessions;

/// <inheritdoc cref="ISessionGrain"/>
public sealed class SessionGrain(
    [PersistentState("session", GrainStorage.Name)] IPersistentState<SessionState> state,
    TimeProvider time) : Grain, ISessionGrain
{
    // A use is stored at most this often: the idle limit is counted in days.
    private static readonly TimeSpan StoreUseEvery = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public Task Begin(UserId user, DeviceId device)
    {
        if (state.RecordExists)
            throw new InvalidOperationException("a session begins once");
        var now = time.GetUtcNow();
        state.State = new SessionState { User = user, Device = device, Begun = now, Used = now };
        return state.WriteStateAsync();
    }

    /// <inheritdoc/>
    public async Task<Result<Session>> Use()
    {
        var now = time.GetUtcNow();
        if (!state.RecordExists || !SessionExpiry.IsAlive(state.State, now))
            return RefusalCode.NotSignedIn;
        if (now - state.State.Used >= StoreUseEvery)
        {
            state.State.Used = now;
            await state.WriteStateAsync();
        }
        return new Session(state.State.User, state.State.Device, SessionExpiry.EndsAt(state.State));
    }

    /// <inheritdoc/>
    public async Task End()
    {
        if (!state.RecordExists)
            return;
        if (!state.State.Ended)
        {
            state.State.Ended = true;
            await state.WriteStateAsync();
        }
        await GrainFactory.Grain<IUserGrain>(state.State.User.Value).CloseSession(SessionId.Of(this.GetPrimaryKeyString()));
    }
}
