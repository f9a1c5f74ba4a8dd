using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatMux.Grains.Users;

/// <inheritdoc cref="IUserGrain"/>
public sealed partial class UserGrain(
    [PersistentState("user", GrainStorage.Name)] IPersistentState<UserState> state,
    IOptions<UserLimits> limits,
    TimeProvider time,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    private readonly UserConnections _connections = new(time);
    private TokenBucket? _messages;
    private TokenBucket? _reads;
    private TokenBucket? _rooms;

    private UserId Id => UserId.Of(this.GetPrimaryKeyString());

    private Profile Profile => new(Id, state.State.Name, state.State.Colour, state.State.Guest, state.State.Handle, state.State.Status,
        PictureOf(state.State.PictureUrl));

    /// <inheritdoc/>
    public async Task<Result<Profile>> BecomeGuest(GuestProfile profile)
    {
        if (state.RecordExists)
            return Profile;
        if (!DisplayName.TryNormalize(profile.Name, out var name))
            return RefusalCode.InvalidName;
        if (!Colour.TryNormalize(profile.Colour, out var colour))
            return RefusalCode.InvalidColour;
        state.State = new UserState { Name = name, Colour = colour, Guest = true, Created = time.GetUtcNow() };
        await state.WriteStateAsync();
        return Profile;
    }

    /// <inheritdoc/>
    public Task<Result<Profile>> GetProfile() =>
        Task.FromResult<Result<Profile>>(state.RecordExists ? Profile : RefusalCode.NotFound);

    /// <inheritdoc/>
    public async Task<Result<PresenceTaken>> ConnectionPresent(ConnectionPresence presence)
    {
        if (!state.RecordExists)
            return RefusalCode.NotFound;
        var limit = state.State.Guest ? limits.Value.GuestConnections : limits.Value.IdentityConnections;
        var (taken, wasKnown) = _connections.Touch(presence, limit);
        if (!taken)
            return RefusalCode.TooManyConnections;
        await TellLobby();
        return new PresenceTaken(Profile, wasKnown);
    }

    /// <inheritdoc/>
    public async Task ConnectionGone(ConnectionId connection)
    {
        if (_connections.Leave(connection))
            await TellLobby();
    }

    /// <inheritdoc/>
    public Task<Result<Profile>> AdmitMessage(Actor actor)
    {
        if (actor.User != Id || !state.RecordExists)
            return Task.FromResult<Result<Profile>>(RefusalCode.NotFound);
        _messages ??= new TokenBucket(state.State.Guest ? limits.Value.GuestMessages : limits.Value.IdentityMessages, time);
        // A status is of the moment; a message is kept.
        return Task.FromResult<Result<Profile>>(_messages.Take() is { } wait ? TooFast(wait) : Profile with { Status = null });
    }

    /// <inheritdoc/>
    public Task<Result<Done>> AdmitReading(Actor actor) => Admit(actor, _reads ??= new TokenBucket(limits.Value.HistoryReads, time));

    /// <inheritdoc/>
    public Task<Result<Done>> AdmitRoom(Actor actor) => Admit(actor, _rooms ??= new TokenBucket(limits.Value.NewRooms, time));

    /// <inheritdoc/>
    public Task Notify(ServerEvent serverEvent, ConnectionId? except) => Task.WhenAll(_connections.WithMailbox
        .Where(connection => connection != except)
        .Select(connection => GrainFactory.Grain<IConnectionGrain>(connection.Value).Post(serverEvent)));

    /// <inheritdoc/>
    public async Task CloseSession(SessionId session, SessionEndReason reason)
    {
        var replaced = reason == SessionEndReason.Replaced;
        var ended = replaced ? _connections.Of(session) : _connections.RemoveSession(session);
        await Task.WhenAll(ended.Select(c => GrainFactory.Grain<IConnectionGrain>(c.Connection.Value).Close(new SessionEnded(reason))));
        if (ended.Count > 0 && !replaced)
            await TellLobby();
    }

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<ConnectionPresence>>> GetConnections(Actor actor) => Task.FromResult(
        actor.User == Id && state.RecordExists
            ? new Result<IReadOnlyList<ConnectionPresence>> { Value = _connections.Live }
            : RefusalCode.NotFound);

    private Task<Result<Done>> Admit(Actor actor, TokenBucket allowance)
    {
        if (actor.User != Id || !state.RecordExists)
            return Task.FromResult<Result<Done>>(RefusalCode.NotFound);
        return Task.FromResult<Result<Done>>(allowance.Take() is { } wait ? TooFast(wait) : Done.Instance);
    }

    private static Refusal TooFast(TimeSpan wait) => new(RefusalCode.TooFast, (int)Math.Ceiling(wait.TotalMilliseconds));

    private async Task TellLobby()
    {
        try
        {
            await GrainFactory.Grain<ILobbyGrain>(ILobbyGrain.Key).Touch(Profile, _connections.Live);
        }
        catch (Exception e)
        {
            // The lobby is derived from touches: the next one, at most 20 s away, repairs it.
            LogLobbyMissed(logger, e.GetType().Name);
        }
    }

    [LoggerMessage(200, LogLevel.Warning, "The lobby could not be told of a user's connections ({Reason}); the next touch does it")]
    private static partial void LogLobbyMissed(ILogger logger, string reason);
}
