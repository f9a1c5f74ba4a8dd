using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Presence;
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
    /// Called by a <see cref="IUserGrain"/>: this person is here with these connections, or with none any more, has joined these rooms,
    /// wants to be seen like this, and looked at this one of the rooms last; null when that is not known.
    /// </summary>
    [Alias("Touch")]
    Task Touch(
        Profile profile, IReadOnlyList<ConnectionPresence> connections, IReadOnlyList<RoomId> rooms, Availability availability, RoomId? visited);

    /// <summary>Called by the room directory: a listed room is there or has changed.</summary>
    [Alias("ShowRoom")]
    Task ShowRoom(LobbyRoom room);

    /// <summary>Called by the room directory: a room is no longer listed.</summary>
    [Alias("HideRoom")]
    Task HideRoom(RoomId room);

    /// <summary>Called by a <see cref="IFriendListGrain"/> and by a room that invites: those of these users whom everyone can see here.</summary>
    [Alias("Find")]
    Task<IReadOnlyList<LobbyPerson>> Find(IReadOnlyList<UserId> users);

    /// <summary>Called by the room directory: those of these users who are here, the invisible ones too.</summary>
    [Alias("WhoIsHere")]
    Task<IReadOnlyList<UserId>> WhoIsHere(IReadOnlyList<UserId> users);

    /// <summary>Everyone and everything here, as of the last <see cref="LobbyChanged"/>: what is newer follows within a quarter of a second.</summary>
    [Alias("GetSnapshot")]
    Task<LobbySnapshot> GetSnapshot();
}

/// <summary>A person who is here and wants to be seen.</summary>
/// <param name="Profile">Who.</param>
/// <param name="Devices">The kinds of device that the person is here with, each once, sorted.</param>
/// <param name="Presence">How they appear.</param>
[GenerateSerializer, Immutable, Alias("LobbyPerson")]
public sealed record LobbyPerson(
    [property: Id(0)] Profile Profile, [property: Id(1)] IReadOnlyList<DeviceKind> Devices, [property: Id(2)] PersonPresence Presence);

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

/// <summary>
/// In which circle of the graph somebody stands: of the listed rooms that they have joined, the one that they looked at last, or any while
/// that is not known. Everyone stands in one place, and whoever belongs to a listed room stands in one. Nothing is said of rooms that
/// are not listed, of the one that everyone belongs to, and of people who do not want to be seen.
/// </summary>
/// <param name="User">Who.</param>
/// <param name="Room">Where; null for in no room.</param>
[GenerateSerializer, Immutable, Alias("Whereabouts")]
public sealed record Whereabouts([property: Id(0)] UserId User, [property: Id(1)] RoomId? Room);

/// <summary>The lobby at one version.</summary>
/// <param name="Epoch">Random per activation; versions of different epochs cannot be compared.</param>
/// <param name="Version">Grows by one with each <see cref="LobbyChanged"/>.</param>
/// <param name="People">Everyone here.</param>
/// <param name="Rooms">Every listed room.</param>
/// <param name="Counts">Of the listed rooms, those of which somebody is here.</param>
/// <param name="Whereabouts">Of everyone here, those who are in a listed room.</param>
[GenerateSerializer, Immutable, Alias("LobbySnapshot")]
public sealed record LobbySnapshot(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<LobbyPerson> People,
    [property: Id(3)] IReadOnlyList<LobbyRoom> Rooms,
    [property: Id(4)] IReadOnlyList<RoomCount> Counts,
    [property: Id(10)] IReadOnlyList<Whereabouts> Whereabouts);

/// <summary>
/// The lobby went from <c>Version - 1</c> to <c>Version</c>. A browser at another version, or at another epoch, fetches
/// the snapshot. A count is said apart from its room, since it changes with everyone who comes and goes, and somebody's whereabouts
/// apart from the person, since they change more often. Who is gone is nowhere any more.
/// </summary>
[GenerateSerializer, Immutable, Alias("LobbyChanged")]
public sealed record LobbyChanged(
    [property: Id(0)] string Epoch,
    [property: Id(1)] long Version,
    [property: Id(2)] IReadOnlyList<LobbyPerson> Present,
    [property: Id(3)] IReadOnlyList<UserId> Gone,
    [property: Id(4)] IReadOnlyList<LobbyRoom> Rooms,
    [property: Id(5)] IReadOnlyList<RoomId> GoneRooms,
    [property: Id(6)] IReadOnlyList<RoomCount> Counts,
    [property: Id(10)] IReadOnlyList<Whereabouts> Whereabouts) : ServerEvent
{
    /// <inheritdoc/>
    public override int EstimatedBytes => 256 + 512 * Present.Count + 40 * Gone.Count + 128 * Rooms.Count + 64 * Counts.Count + 96 * Whereabouts.Count;
}

/// <summary>Where the lobby stands, after a front (re)subscribed.</summary>
[GenerateSerializer, Immutable, Alias("LobbyPosition")]
public sealed record LobbyPosition([property: Id(0)] string Epoch, [property: Id(1)] long Version) : ServerEvent
{
    /// <inheritdoc/>
    public override string? CoalesceKey => "lobby";
}
