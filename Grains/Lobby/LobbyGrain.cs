using System.Security.Cryptography;
using ChatMux.Grains.Delivery;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Lobby;

/// <inheritdoc cref="ILobbyGrain"/>
public sealed class LobbyGrain(TimeProvider time, ILogger<LobbyGrain> logger) : Grain, ILobbyGrain
{
    /// <summary>Changes within this time become one event: 2,000 arrivals must not be 2,000 events for each of 2,000 browsers.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Filling = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ExpireEvery = TimeSpan.FromSeconds(1);

    private readonly string _epoch = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly Roster _roster = new();
    private Audience _audience = null!;
    private IGrainTimer _tick = null!;
    private long _version;
    private DateTimeOffset _activated;
    private DateTimeOffset _published;
    private LobbySnapshot _snapshot = null!;
    private bool _tickPending;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _activated = time.GetUtcNow();
        _audience = new Audience(TopicId.OfLobby(ILobbyGrain.Key), time, logger, front => _roster.FrontLost(front, time.GetUtcNow()));
        _tick = this.RegisterGrainTimer(PublishTick, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        foreach (var room in await GrainFactory.Grain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List())
            _roster.Show(room);
        Publish();
        this.RegisterGrainTimer(Expire, ExpireEvery, ExpireEvery);
    }

    /// <inheritdoc/>
    public Task Touch(
        Profile profile, IReadOnlyList<ConnectionPresence> connections, IReadOnlyList<RoomId> rooms, Availability availability, RoomId? visited)
    {
        _roster.Touch(profile, connections, rooms, availability, time.GetUtcNow(), visited);
        PublishSoon();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ShowRoom(LobbyRoom room)
    {
        _roster.Show(room);
        PublishSoon();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task HideRoom(RoomId room)
    {
        _roster.Hide(room);
        PublishSoon();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LobbyPerson>> Find(IReadOnlyList<UserId> users) => Task.FromResult(_roster.Find(users));

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserId>> WhoIsHere(IReadOnlyList<UserId> users) =>
        Task.FromResult<IReadOnlyList<UserId>>([.. users.Where(_roster.Has)]);

    /// <inheritdoc/>
    public Task<LobbySnapshot> GetSnapshot()
    {
        // A lobby that was lost fills by touches: whoever asks meanwhile must not see it emptier than it is. What is not published yet is told
        // once more by the next version; everyone who asks making a version would be an event for everyone.
        return Task.FromResult(_roster.HasChanges && time.GetUtcNow() - _activated < Filling ? TakeSnapshot() : _snapshot);
    }

    /// <inheritdoc/>
    public Task<Subscription> Subscribe(FrontId front, IFrontObserver observer, long checkedAt, string? lease)
    {
        _roster.FrontBack(front);
        var (renewed, held) = _audience.Subscribe(front, observer, lease);
        return Task.FromResult(new Subscription(renewed, new LobbyPosition(_epoch, _version), held));
    }

    /// <inheritdoc/>
    public Task Unsubscribe(FrontId front)
    {
        _audience.Unsubscribe(front);
        return Task.CompletedTask;
    }

    private Task Expire()
    {
        _audience.ForgetExpired();
        _roster.Expire(time.GetUtcNow());
        PublishSoon();
        return Task.CompletedTask;
    }

    // At once when it is quiet: whoever enters finds themselves in the snapshot. In a rush, once per tick.
    private void PublishSoon()
    {
        if (_tickPending || !_roster.HasChanges)
            return;
        var wait = _published + Tick - time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            Publish();
            return;
        }
        _tickPending = true;
        _tick.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private Task PublishTick()
    {
        _tickPending = false;
        if (_roster.HasChanges)
            Publish();
        return Task.CompletedTask;
    }

    // The snapshot is made with its version: whoever asks between two ticks makes no version of their own.
    private void Publish()
    {
        _version++;
        _published = time.GetUtcNow();
        var changed = _roster.TakeChanges(_epoch, _version);
        _snapshot = TakeSnapshot();
        _audience.Publish(changed);
    }

    private LobbySnapshot TakeSnapshot() => new(_epoch, _version, _roster.People, _roster.Rooms, _roster.Counts, _roster.Whereabouts);
}
