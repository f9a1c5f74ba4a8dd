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
        // A front that got no answer asks again.
        if (state.RecordExists && (state.State.User, state.State.Device) != (user, device))
            throw new InvalidOperationException("a session begins once");
        if (!state.RecordExists)
            await Store(user, device, start);
        // Before the front gives its key away: there is no session that its user cannot end.
        await GrainFactory.Grain<ISessionListGrain>(user.Value).Add(Id);
        if (start.Predecessor is { } predecessor)
            await Session(predecessor).Succeeded(user);
    }

    private Task Store(UserId user, DeviceId device, SessionStart start)
    {
        var now = time.GetUtcNow();
        return state.Store(new SessionState
        {
            User = user,
            Device = device,
            Begun = now,
            Used = now,
            Browser = start.Browser,
            System = start.System,
            Predecessor = start.Predecessor,
            Taken = start.Predecessor is null,
        });
    }

    /// <inheritdoc/>
    public async Task<Result<Session>> Use()
    {
        var now = time.GetUtcNow();
        if (!state.RecordExists)
            return RefusalCode.NotSignedIn;
        if (!SessionExpiry.IsAlive(state.State, now))
        {
            await state.ClearStateAsync();
            return RefusalCode.NotSignedIn;
        }
        _used = now;
        if (!state.State.Taken)
            await Take();
        if (now - state.State.Used >= StoreUseEvery)
            await state.Store(state.State with { Used = now });
        var session = state.State;
        return new Session(session.User, session.Device, session.Begun, SessionExpiry.EndsAt(session), session.Predecessor, session.EndsBy is not null);
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
    public Task Succeeded(UserId by)
    {
        // Somebody else's session takes nothing from this one until it is used; the same user's has what this one must not keep.
        return state.RecordExists && by == state.State.User
            ? state.Store(state.State with { EndsBy = time.GetUtcNow() + SessionExpiry.AfterSuccession })
            : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task End(SessionEndReason reason)
    {
        if (!state.RecordExists)
            return;
        var session = state.State;
        // Its tabs go on only as the same user.
        if (reason == SessionEndReason.Replaced && session.EndsBy is null)
            reason = SessionEndReason.SignedOut;
        await state.ClearStateAsync();
        await GrainFactory.Grain<IUserGrain>(session.User.Value).CloseSession(Id, reason);
    }

    // The browser has shown that it holds this session, so it no longer needs the one before.
    private async Task Take()
    {
        if (state.State.Predecessor is { } predecessor)
            await Session(predecessor).End(SessionEndReason.Replaced);
        await state.Store(state.State with { Taken = true });
    }

    private ISessionGrain Session(SessionId id) => GrainFactory.Grain<ISessionGrain>(id.Value);
}
