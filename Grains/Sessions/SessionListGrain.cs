using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Sessions;

/// <inheritdoc cref="ISessionListGrain"/>
public sealed class SessionListGrain(
    [PersistentState("sessionList", GrainStorage.Name)] IPersistentState<SessionListState> state) : Grain, ISessionListGrain
{
    // Half of a SHA-256: enough to tell one's own sessions apart.
    private const int ReferenceLength = 32;

    private UserId Id => UserId.Of(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public async Task Add(SessionId session)
    {
        if (state.State.Sessions.Contains(session))
            return;
        var alive = await Alive();
        await state.Store(new SessionListState { Sessions = [.. alive.Select(s => s.Id), session] });
    }

    /// <inheritdoc/>
    public async Task<Result<DeviceList>> List(Actor actor)
    {
        if (actor.User != Id)
            return RefusalCode.NotFound;
        var connections = await GrainFactory.Grain<IUserGrain>(Id.Value).GetConnections(actor);
        if (connections.Refusal is { } refusal)
            return refusal;
        var tabs = connections.Value!.ToLookup(c => c.Session);
        var alive = await Alive();
        return new DeviceList([.. alive.OrderByDescending(s => s.Is.Begun).Select(s => Describe(s.Id, s.Is, tabs[s.Id], actor))]);
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> EndSession(Actor actor, string reference)
    {
        if (actor.User != Id || state.State.Sessions.FirstOrDefault(s => ReferenceOf(s) == reference) is not { Value: not null } session)
            return RefusalCode.NotFound;
        await End([session], SessionEndReason.EndedElsewhere);
        return Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> EndOthers(Actor actor)
    {
        if (actor.User != Id)
            return RefusalCode.NotFound;
        await End([.. state.State.Sessions.Where(s => s != actor.Session)], SessionEndReason.EndedElsewhere);
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task EndAll(SessionEndReason reason) => End(state.State.Sessions, reason);

    private async Task End(IReadOnlyList<SessionId> sessions, SessionEndReason reason)
    {
        await Task.WhenAll(sessions.Select(s => Session(s).End(reason)));
        SessionId[] left = [.. state.State.Sessions.Except(sessions)];
        if (left.Length > 0)
            await state.Store(new SessionListState { Sessions = left });
        else if (state.RecordExists)
            await state.ClearStateAsync();
    }

    private async Task<(SessionId Id, SessionDescription Is)[]> Alive()
    {
        var described = await Task.WhenAll(state.State.Sessions.Select(async s => (Id: s, (await Session(s).Describe()).Value)));
        return [.. described.Where(s => s.Value is not null).Select(s => (s.Id, s.Value!))];
    }

    private static DeviceSession Describe(SessionId id, SessionDescription session, IEnumerable<ConnectionPresence> connections, Actor actor) => new(
        ReferenceOf(id), session.Browser, session.System, session.Begun.ToUnixTimeMilliseconds(), session.Used.ToUnixTimeMilliseconds(),
        Current: id == actor.Session,
        [.. connections.Select(c => new OpenTab(c.Device, c.Attached, c.Connection == actor.Connection))]);

    private static string ReferenceOf(SessionId session) => session.Value[..ReferenceLength];

    private ISessionGrain Session(SessionId id) => GrainFactory.Grain<ISessionGrain>(id.Value);
}

/// <summary>What is stored of a user's list of sessions.</summary>
public sealed class SessionListState
{
    /// <summary>The sessions, in the order of their beginning; those that have ended by themselves may be among them.</summary>
    public IReadOnlyList<SessionId> Sessions { get; set; } = [];
}
