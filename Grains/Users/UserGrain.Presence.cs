using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Presence;

namespace ChatMux.Grains.Users;

/// <content>How the user appears, and when they were last seen.</content>
public sealed partial class UserGrain
{
    private const long MinuteMs = 60_000;

    private OwnPresence OwnPresence => PresenceRules.Own(state.State.Availability, _connections.Live);

    // Whether others see the user here.
    private bool IsSeen => PresenceRules.Shown(state.State.Availability, _connections.Live) is not null;

    // A status is of the moment; one that changed meanwhile would tell that somebody is there whom nobody sees.
    private Profile ShownProfile => IsSeen ? Profile : Profile with { Status = null };

    // A guest is remembered for as long as they are here, seen or not; nobody is told when they last were.
    private bool IsNoted => state.State.Guest ? _connections.Live.Count > 0 : IsSeen;

    /// <inheritdoc/>
    public Task<Result<OwnPresence>> GetPresence(Actor actor) =>
        Task.FromResult<Result<OwnPresence>>(MayAct(actor) ? OwnPresence : RefusalCode.NotFound);

    /// <inheritdoc/>
    public async Task<Result<OwnPresence>> SetAvailability(Actor actor, Availability availability)
    {
        if (!Enum.IsDefined(availability))
            return RefusalCode.Malformed;
        if ((await Admit(actor, _profileChanges ??= new TokenBucket(limits.Value.ProfileChanges, time))).Refusal is { } refusal)
            return refusal;
        if (availability == state.State.Availability)
            return OwnPresence;
        // Whoever vanishes was last seen now.
        await state.Store(state.State with { Availability = availability, Seen = IsSeen ? time.GetUtcNow() : state.State.Seen });
        TellOwn(OwnPresence, actor.Connection);
        await TellLobbyInTime();
        return OwnPresence;
    }

    /// <inheritdoc/>
    public async Task<Result<Done>> VisitRoom(Actor actor, RoomId room)
    {
        if ((await Admit(actor, _visits ??= new TokenBucket(limits.Value.Visits, time))).Refusal is { } refusal)
            return refusal;
        if (_visited == room)
            return Done.Instance;
        _visited = room;
        if (_connections.Live.Count > 0)
            TellLobby().Ignore();
        return Done.Instance;
    }

    /// <inheritdoc/>
    public Task<LastSeen?> GetLastSeen()
    {
        if (!state.RecordExists || state.State.Removing)
            return Task.FromResult<LastSeen?>(null);
        var seenMs = (state.State.Seen > state.State.Created ? state.State.Seen : state.State.Created).ToUnixTimeMilliseconds();
        return Task.FromResult<LastSeen?>(new LastSeen(ShownProfile, IsSeen ? null : seenMs - seenMs % MinuteMs));
    }

    /// <inheritdoc/>
    public async Task NoteSeen()
    {
        var seen = IsNoted ? time.GetUtcNow() : _leftAt;
        // Whoever is here was perhaps noted meanwhile: each of their tabs asks for it.
        if (state.RecordExists && seen > state.State.Seen && !(IsNoted && seen - state.State.Seen < StoreSeenEvery))
            await state.Store(state.State with { Seen = seen });
    }

    // In a call of its own: those who hear of connections interleave, and two must not write at once.
    private void NoteSeenSoon() => this.AsReference<IUserGrain>().NoteSeen().Ignore();

    // A connection is gone, perhaps the last one.
    private Task Left()
    {
        if (_connections.Live.Count == 0 && !state.State.Guest && state.State.Availability != Availability.Invisible)
        {
            _leftAt = time.GetUtcNow();
            NoteSeenSoon();
        }
        return TellLobby();
    }

    private void TellOwnPresence(OwnPresence before, ConnectionId? except)
    {
        var now = OwnPresence;
        if (!now.Connections.SequenceEqual(before.Connections))
            TellOwn(now, except);
    }

    // The one that changed it knows; without another there is nobody to tell.
    private void TellOwn(OwnPresence now, ConnectionId? except)
    {
        if (now.Connections.Any(connection => connection.Connection != except))
            Notify(new OwnPresenceChanged(now), except).Ignore();
    }
}
