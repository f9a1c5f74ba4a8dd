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

    private DateTimeOffset _used;

    private SessionId Id => SessionId.Of(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public async Task Begin(UserId user, DeviceId device, SessionStart start)
    {
        if (state.RecordExists)
            throw new InvalidOperationException("a session begins once");
        var now = time.GetUtcNow();
        await state.Store(new SessionState
        {
            User = user,
            Device = device,
            Begun = now,
            Used = now,
            Browser = start.Browser,
            System = start.System,
            Predecessor = start.Predecessor,
            Listed = start.Listed,
            // Nothing to do then: it is as if it had been used.
            Taken = start is { Predecessor: null, Listed: false },
        });
        if (start.Predecessor is { } predecessor)
            await Session(predecessor).Succeeded(user);
    }

    /// <inheritdoc/>
    public async Task<Result<Session>> Use()
    {
        var now = time.GetUtcNow();
        if (!state.RecordExists || !SessionExpiry.IsAlive(state.State, now))
            return RefusalCode.NotSignedIn;
        _used = now;
        if (!state.State.Taken)
            await Take();
        if (now - state.State.Used >= StoreUseEvery)
            await state.Store(state.State with { Used = now });
        return new Session(state.State.User, state.State.Device, state.State.Begun, SessionExpiry.EndsAt(state.State), state.State.Predecessor);
    }

    /// <inheritdoc/>
    public Task<Result<SessionDescription>> Describe()
    {
        var session = state.State;
        if (!state.RecordExists || !SessionExpiry.IsAlive(session, time.GetUtcNow()))
            return Task.FromResult<Result<SessionDescription>>(RefusalCode.NotFound);
        var used = _used > session.Used ? _used : session.Used;
        return Task.FromResult<Result<SessionDescription>>(new SessionDescription(session.Browser, session.System, session.Begun, used));
    }

    /// <inheritdoc/>
    public async Task Succeeded(UserId by)
    {
        if (state.RecordExists)
            await state.Store(state.State with { SucceededBy = by, EndsBy = time.GetUtcNow() + SessionExpiry.AfterSuccession });
    }

    /// <inheritdoc/>
    public async Task End(SessionEndReason reason)
    {
        if (!state.RecordExists)
            return;
        if (!state.State.Ended)
            await state.Store(state.State with { Ended = true });
        // Its tabs go on only as the same user.
        if (reason == SessionEndReason.Replaced && state.State.SucceededBy != state.State.User)
            reason = SessionEndReason.SignedOut;
        await GrainFactory.Grain<IUserGrain>(state.State.User.Value).CloseSession(Id, reason);
    }

    // The browser has shown that it holds this session, so it no longer needs the one before.
    private async Task Take()
    {
        if (state.State.Listed)
            await GrainFactory.Grain<ISessionListGrain>(state.State.User.Value).Add(Id);
        if (state.State.Predecessor is { } predecessor)
            await Session(predecessor).End(SessionEndReason.Replaced);
        await state.Store(state.State with { Taken = true });
    }

    private ISessionGrain Session(SessionId id) => GrainFactory.Grain<ISessionGrain>(id.Value);
}
