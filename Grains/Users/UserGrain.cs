using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatMux.Grains.Users;

/// <inheritdoc cref="IUserGrain"/>
// By then every allowance has come back: to stay away is no way to more of it.
[CollectionAgeLimit(Minutes = AllowancesBackMinutes)]
public sealed partial class UserGrain(
    [PersistentState("user", GrainStorage.Name)] IPersistentState<UserState> state,
    IOptions<UserLimits> limits,
    TimeProvider time,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    // That the user is here is stored at most this often while it is so: whose silo dies was last seen that long ago at most.
    private static readonly TimeSpan StoreSeenEvery = TimeSpan.FromMinutes(5);

    internal const int AllowancesBackMinutes = 100;

    private static readonly TimeSpan LobbyPatience = TimeSpan.FromSeconds(2);

    private readonly UserConnections _connections = new(time);
    private JoinedRooms _rooms = null!;
    private Task _telling = Task.CompletedTask;
    private Task? _tellingAgain;
    private TokenBucket? _messages;
    private TokenBucket? _reads;
    private TokenBucket? _newRooms;
    private TokenBucket? _invitations;
    private TokenBucket? _keyChanges;
    private TokenBucket? _keyReads;
    private TokenBucket? _pairings;
    private TokenBucket? _epochs;
    private TokenBucket? _searches;
    private TokenBucket? _friendActs;
    private TokenBucket? _friendRequests;
    private TokenBucket? _visits;
    private RoomId? _visited;
    private DateTimeOffset _leftAt;

    private UserId Id => UserId.Of(this.GetPrimaryKeyString());

    private Profile Profile => new(Id, state.State.Name, state.State.Colour, state.State.Guest, state.State.Handle, state.State.Status,
        state.State.Picture);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _rooms = new JoinedRooms(() => GrainFactory.Grain<IInboxGrain>(Id.Value).GetRooms());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<Result<Profile>> BecomeGuest(GuestProfile profile)
    {
        if (state.RecordExists)
            return Profile;
        if (!DisplayName.TryNormalize(profile.Name, out var name))
            return RefusalCode.InvalidName;
        if (!Colour.TryNormalize(profile.Colour, out var colour))
            return RefusalCode.InvalidColour;
        var now = time.GetUtcNow();
        // On the list before there is anything to look after.
        await GrainFactory.Grain<IUpkeepHourGrain>(UpkeepHours.KeyOf(LookAgainAt(now), Id)).Add(Id);
        await state.Store(new UserState { Name = name, Colour = colour, Guest = true, Created = now, Seen = now });
        return Profile;
    }

    /// <inheritdoc/>
    public Task<Result<Profile>> GetProfile() => Task.FromResult<Result<Profile>>(
        state.RecordExists && !state.State.Removing ? ShownProfile : RefusalCode.NotFound);

    /// <inheritdoc/>
    public Task<Result<Profile>> GetOwnProfile() =>
        Task.FromResult<Result<Profile>>(state.RecordExists && !state.State.Removing ? Profile : RefusalCode.NotFound);

    /// <inheritdoc/>
    public async Task<Result<PresenceTaken>> ConnectionPresent(ConnectionPresence presence, Attachment? socket)
    {
        if (!state.RecordExists || state.State.Removing)
            return RefusalCode.NotFound;
        var limit = state.State.Guest ? limits.Value.GuestConnections : limits.Value.IdentityConnections;
        var before = OwnPresence;
        var (taken, wasKnown, otherSocket) = _connections.Touch(presence, socket, limit);
        if (!taken)
            return RefusalCode.TooManyConnections;
        if (IsNoted && time.GetUtcNow() - state.State.Seen >= StoreSeenEvery)
            NoteSeenSoon();
        TellOwnPresence(before, presence.Connection);
        await Task.WhenAll(otherSocket ? TellSockets() : Task.CompletedTask, TellLobbyInTime());
        return new PresenceTaken(Profile, wasKnown);
    }

    /// <inheritdoc/>
    public async Task ConnectionGone(ConnectionId connection)
    {
        var before = OwnPresence;
        if (!_connections.Leave(connection))
            return;
        // Its front may have gone without a word that it is detached.
        TellOwnPresence(before, connection);
        await Left();
    }

    /// <inheritdoc/>
    public Task<Result<Profile>> AdmitMessage(Actor actor)
    {
        if (!MayAct(actor))
            return Task.FromResult<Result<Profile>>(RefusalCode.NotFound);
        _messages ??= new TokenBucket(state.State.Guest ? limits.Value.GuestMessages : limits.Value.IdentityMessages, time);
        // A status is of the moment; a message is kept.
        return Task.FromResult<Result<Profile>>(_messages.Take() is { } wait ? TooFast(wait) : Profile with { Status = null });
    }

    /// <inheritdoc/>
    public Task<bool> ShowsTyping(Actor actor) => Task.FromResult(MayAct(actor) && state.State.Availability != Availability.Invisible);

    /// <inheritdoc/>
    public Task<Result<Done>> AdmitReading(Actor actor) => Admit(actor, _reads ??= new TokenBucket(limits.Value.HistoryReads, time));

    /// <inheritdoc/>
    public Task<Result<Done>> AdmitKeyReading(Actor actor) => Admit(actor, _keyReads ??= new TokenBucket(limits.Value.KeyReads, time));

    /// <inheritdoc/>
    public Task<Result<Done>> AdmitSearch(Actor actor) => Admit(actor, _searches ??= new TokenBucket(limits.Value.Searches, time));

    /// <inheritdoc/>
    public Task<Result<Done>> AdmitFriendAct(Actor actor, bool newRequest)
    {
        if (MayAct(actor) && state.State.Guest)
            return Task.FromResult<Result<Done>>(RefusalCode.IdentityNeeded);
        return Admit(actor, newRequest
            ? _friendRequests ??= new TokenBucket(limits.Value.FriendRequests, time)
            : _friendActs ??= new TokenBucket(limits.Value.FriendActs, time));
    }

    /// <inheritdoc/>
    public Task<Result<Done>> AdmitRoom(Actor actor) => Admit(actor, _newRooms ??= new TokenBucket(limits.Value.NewRooms, time));

    /// <inheritdoc/>
    public Task<Result<Done>> AdmitKeyChange(Actor actor) => AdmitIdentity(actor, _keyChanges ??= new TokenBucket(limits.Value.KeyChanges, time));

    /// <inheritdoc/>
    public Task<Result<Done>> AdmitPairing(Actor actor) => AdmitIdentity(actor, _pairings ??= new TokenBucket(limits.Value.Pairings, time));

    /// <inheritdoc/>
    public Task<Result<Done>> AdmitEpoch(Actor actor) => AdmitIdentity(actor, _epochs ??= new TokenBucket(limits.Value.Epochs, time));

    /// <inheritdoc/>
    public async Task<Result<Profile>> AdmitInvitation(Actor actor)
    {
        var admitted = await Admit(actor, _invitations ??= new TokenBucket(limits.Value.Invitations, time));
        return admitted.Refusal is { } refusal ? refusal : Profile with { Status = null };
    }

    /// <inheritdoc/>
    public Task Notify(ServerEvent serverEvent, ConnectionId? except)
    {
        if (_rooms.Hear(serverEvent) && _connections.Live.Count > 0)
            TellLobby().Ignore();
        return Task.WhenAll(_connections.WithMailbox
            .Where(connection => connection != except)
            .Select(connection => GrainFactory.Grain<IConnectionGrain>(connection.Value).Post(serverEvent)));
    }

    /// <inheritdoc/>
    public async Task CloseSession(SessionId session, SessionEndReason reason)
    {
        var replaced = reason == SessionEndReason.Replaced;
        var before = OwnPresence;
        var ended = replaced ? _connections.Of(session) : _connections.RemoveSession(session);
        if (replaced)
            _connections.LoseSockets(session);
        await Task.WhenAll(ended.Select(c => GrainFactory.Grain<IConnectionGrain>(c.Connection.Value).Close(new SessionEnded(reason))).Append(TellSockets()));
        if (ended.Count == 0 || replaced)
            return;
        TellOwnPresence(before, null);
        await Left();
    }

    /// <inheritdoc/>
    public async Task<bool> BeginRemoval(bool onlyIfExpired)
    {
        if (!state.RecordExists)
            return true;
        if (onlyIfExpired && !state.State.Removing && !IsExpired())
            return false;
        if (!state.State.Removing)
            await state.Store(state.State with { Removing = true });
        var left = _connections.RemoveAll();
        await Task.WhenAll(left.Select(c => GrainFactory.Grain<IConnectionGrain>(c.Value).Close(new SessionEnded(SessionEndReason.AccountRemoved))).Append(TellSockets()));
        await TellLobby();
        return true;
    }

    /// <inheritdoc/>
    public async Task Remove()
    {
        if (!state.RecordExists)
            return;
        if (state.State.Handle is { } handle)
            await HandleGrain(handle).Release(Id);
        await state.ClearStateAsync();
        DeactivateOnIdle();
    }

    /// <inheritdoc/>
    public Task<UserUpkeep> LookAfter() => Task.FromResult(
        !state.RecordExists || !state.State.Guest ? new UserUpkeep(Expired: false, null)
        : IsExpired() ? new UserUpkeep(Expired: true, null)
        : new UserUpkeep(Expired: false, LookAgainAt(LastSeen())));

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<ConnectionPresence>>> GetConnections(Actor actor) => Task.FromResult(
        MayAct(actor)
            ? new Result<IReadOnlyList<ConnectionPresence>> { Value = _connections.Live }
            : RefusalCode.NotFound);

    private DateTimeOffset LastSeen() => _connections.Live.Count > 0 ? time.GetUtcNow() : state.State.Seen;

    private bool IsExpired() => state.State.Guest && LookAgainAt(LastSeen()) <= time.GetUtcNow();

    // When a guest last seen then has stayed away for too long at the earliest.
    private static DateTimeOffset LookAgainAt(DateTimeOffset seen) => seen + IUpkeepGrain.GuestsStay + StoreSeenEvery;

    private bool MayAct(Actor actor) => actor.User == Id && state.RecordExists && !state.State.Removing;

    private Task<Result<Done>> Admit(Actor actor, TokenBucket allowance)
    {
        if (!MayAct(actor))
            return Task.FromResult<Result<Done>>(RefusalCode.NotFound);
        return Task.FromResult<Result<Done>>(allowance.Take() is { } wait ? TooFast(wait) : Done.Instance);
    }

    private Task<Result<Done>> AdmitIdentity(Actor actor, TokenBucket allowance) => MayAct(actor) && state.State.Guest
        ? Task.FromResult<Result<Done>>(RefusalCode.IdentityNeeded)
        : Admit(actor, allowance);

    private static Refusal TooFast(TimeSpan wait) => new(RefusalCode.TooFast, (int)Math.Ceiling(wait.TotalMilliseconds));

    // Whoever enters finds themselves in the list, unless the lobby takes so long that waiting would do more harm.
    private async Task TellLobbyInTime()
    {
        try
        {
            await TellLobby().WaitAsync(LobbyPatience, time);
        }
        catch (TimeoutException)
        {
            // It is told all the same, later.
        }
    }

    // One at a time, each with what is so by then: of two on their way the older one could arrive last.
    private Task TellLobby()
    {
        if (_telling.IsCompleted)
            return _telling = TellLobbyNow();
        return _tellingAgain ??= TellLobbyAgain();
    }

    private async Task TellLobbyAgain()
    {
        await _telling;
        _tellingAgain = null;
        await (_telling = TellLobbyNow());
    }

    private async Task TellLobbyNow()
    {
        try
        {
            var rooms = await RoomsInTime();
            await GrainFactory.Grain<ILobbyGrain>(ILobbyGrain.Key).Touch(Profile, _connections.Live, rooms, state.State.Availability, _visited);
        }
        catch (Exception e)
        {
            // The lobby is derived from touches: the next one, at most 20 s away, repairs it.
            LogLobbyMissed(logger, e.GetType().Name);
        }
    }

    // Nobody seems away because their inbox does not answer: the next touch has the rooms.
    private async Task<IReadOnlyList<RoomId>> RoomsInTime()
    {
        try
        {
            return await _rooms.Get().WaitAsync(LobbyPatience, time);
        }
        catch (Exception e)
        {
            LogRoomsMissed(logger, e.GetType().Name);
            return [];
        }
    }

    [LoggerMessage(201, LogLevel.Warning, "A user's inbox did not say which rooms the user is in ({Reason}); the next touch asks again")]
    private static partial void LogRoomsMissed(ILogger logger, string reason);

    [LoggerMessage(200, LogLevel.Warning, "The lobby could not be told of a user's connections ({Reason}); the next touch does it")]
    private static partial void LogLobbyMissed(ILogger logger, string reason);
}
