using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Lobby;

/// <summary>
/// Who is online and which rooms are open: what the list, the graph and the planet show. In memory; rebuilt by touches.
/// Topic events: <see cref="LobbyChanged"/>, at most four a second, and <see cref="LobbyPosition"/>.
/// </summary>
[Alias("ILobbyGrain")]
public interface ILobbyGrain : ITopicGrain
{
    /// <summary>Key of the only lobby.</summary>
    public const string Key = "main";

    /// <summary>
    /// Called by a <see cref="IUserGrain"/>: this person is here with these connections, or with none any more, and has joined these rooms.
    /// </summary>
    [Alias("Touch")]
    Task Touch(Profile profile, IReadOnlyList<ConnectionPresence> connections, IReadOnlyList<RoomId> rooms);

    /// <summary>Called by the room directory: a listed room is there or has changed.</summary>
    [Alias("ShowRoom")]
    Task ShowRoom(LobbyRoom room);

    /// <summary>Called by the room directory: a room is no longer listed.</summary>
    [Alias("HideRoom")]
    Task HideRoom(RoomId room);

    /// <summary>Called by the room directory: those of these users who are here.</summary>
    [Alias("WhoIsHere")]
    Task<IReadOnlyList<UserId>> WhoIsHere(IReadOnlyList<UserId> users);

    /// <summary>Everyone and everything here, as of the last <see cref="LobbyChanged"/>: what is newer follows within a quarter of a second.</summary>
    [Alias("GetSnapshot")]
    Task<LobbySnapshot> GetSnapshot();
}

/// <summary>A person who is here.</summary>
/// <param name="Profile">Who.</param>
/// <param name="Devices">The kinds of device that the person is here with, each once, sorted.</param>
[GenerateSerializer, Immutable, Alias("LobbyPerson")]
public sealed record LobbyPerson([property: Id(0)] Profile Profile, [property: Id(1)] IReadOnlyList<DeviceKind> Devices);

/// <summary>A room that everyone may see.</summary>
/// <param name="Id">The room.</param>
/// <param name="Name">Its name.</param>
/// <param name="Everyone">Whether everyone belongs to it: it cannot be left, and not be removed.</param>
/// <param name="Topic">What it is about, or null.</param>
/// <param name="Owner">Who may change it; null for the one that everyone belongs to.</param>
/// <param name="Temporary">Whether it ends when its owner leaves it, or is away for <see cref="IRoomGrain.OwnerMayBeAway"/>.</param>
[GenerateSerializer, Immutable, Alias("LobbyRoom")]
public sealed record LobbyRoom(
    [property: Id(0)] RoomId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] bool Everyone = false,
    [property: Id(3)] string? Topic = null,
    [property: Id(4)] UserId? Owner = null,
    [property: Id(10)] bool Temporary = false);

/// <summary>How many of a listed room's members are here now. Of a room that everyone belongs to nothing is said: all who are here.</summary>
/// <param name="Room">The room.</param>
/// <param name="Here">People, not connections; 0 when the last one left.</param>
[GenerateSerializer, Immutable, Alias("RoomCount")]
public sealed record RoomCount([property: Id(0)] RoomId Room, [property: Id(1)] int Here);

/// <summary>The lobby at one version.</summary>
/// <param name="Epoch">Random per activation; versions of different epochs cannot be compared.</param>
/// <param name="Version">Grows by one with each <see cref="LobbyChanged"/>.</param>
/// <param name="People">Everyone here.</param>
/// <param name="Rooms">Every listed room.</param>
/// <param name="Counts">Of the listed rooms, those of which somebody is here.</param>
[GenerateSerializer, Immutable, Alias("LobbySnapshot")]
public sealed record LobbySnapshot(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<LobbyPerson> People,
    [property: Id(3)] IReadOnlyList<LobbyRoom> Rooms,
    [property: Id(4)] IReadOnlyList<RoomCount> Counts);

/// <summary>
/// The lobby went from <c>Version - 1</c> to <c>Version</c>. A browser at another version, or at another epoch, fetches
/// the snapshot. A count is said apart from its room, since it changes with everyone who comes and goes.
/// </summary>
[GenerateSerializer, Immutable, Alias("LobbyChanged")]
public sealed record LobbyChanged(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<LobbyPerson> Present,
    [property: Id(3)] IReadOnlyList<UserId> Gone,
    [property: Id(4)] IReadOnlyList<LobbyRoom> Rooms,
    [property: Id(5)] IReadOnlyList<RoomId> GoneRooms,
    [property: Id(6)] IReadOnlyList<RoomCount> Counts) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 256 + 512 * Present.Count + 40 * Gone.Count + 128 * Rooms.Count + 64 * Counts.Count;
}

/// <summary>Where the lobby stands, after a front (re)subscribed.</summary>
[GenerateSerializer, Immutable, Alias("LobbyPosition")]
public sealed record LobbyPosition([property: Id(0)] string Epoch, [property: Id(1)] long Version) : ServerEvent
{
    /// <inheritdoc/>
    public override string? CoalesceKey => "lobby";
}
