using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Rooms;

/// <summary>What is stored of the directory.</summary>
public sealed class RoomDirectoryState
{
    /// <summary>The listed rooms in the order of their listing.</summary>
    public IReadOnlyList<ListedRoom> Rooms { get; init; } = [];
}

/// <summary>A listed room as the directory remembers it.</summary>
public sealed record ListedRoom(RoomId Id, string Name, string? Topic = null, UserId? Owner = null);

/// <inheritdoc cref="IRoomDirectoryGrain"/>
public sealed class RoomDirectoryGrain(
    [PersistentState("roomdirectory", GrainStorage.Name)] IPersistentState<RoomDirectoryState> state)
    : Grain, IRoomDirectoryGrain
{
    /// <summary>General's id is the same on every server, so that making it twice makes one room.</summary>
    public static readonly RoomId General =
        RoomId.Of(Convert.ToHexStringLower(SHA256.HashData("ChatMux/v1/general\0"u8).AsSpan(0, 16)));

    private const string GeneralName = "General";

    /// <inheritdoc/>
    public async Task EnsureGeneral()
    {
        await GrainFactory.Grain<IRoomGrain>(General.Value).OpenToEveryone(GeneralName);
        if (IsListed(General))
            return;
        await state.Store(new RoomDirectoryState { Rooms = [new ListedRoom(General, GeneralName), .. state.State.Rooms] });
        await ShowInLobby(new ListedRoom(General, GeneralName));
    }

    /// <inheritdoc/>
    public async Task Show(LobbyRoom room)
    {
        var listed = new ListedRoom(room.Id, room.Name, room.Topic, room.Owner);
        if (!IsListed(room.Id))
            await state.Store(new RoomDirectoryState { Rooms = [.. state.State.Rooms, listed] });
        else if (!state.State.Rooms.Contains(listed))
            await state.Store(new RoomDirectoryState { Rooms = [.. state.State.Rooms.Select(r => r.Id == room.Id ? listed : r)] });
        // One that was listed so before, too: the first time, the lobby may not have heard.
        await ShowInLobby(listed);
    }

    /// <inheritdoc/>
    public async Task Remove(RoomId room)
    {
        if (IsListed(room))
            await state.Store(new RoomDirectoryState { Rooms = [.. state.State.Rooms.Where(r => r.Id != room)] });
        await GrainFactory.Grain<ILobbyGrain>(ILobbyGrain.Key).HideRoom(room);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LobbyRoom>> List() => Task.FromResult<IReadOnlyList<LobbyRoom>>([.. state.State.Rooms.Select(ToLobby)]);

    private bool IsListed(RoomId room) => state.State.Rooms.Any(r => r.Id == room);

    private Task ShowInLobby(ListedRoom room) => GrainFactory.Grain<ILobbyGrain>(ILobbyGrain.Key).ShowRoom(ToLobby(room));

    private static LobbyRoom ToLobby(ListedRoom room) => new(room.Id, room.Name, room.Id == General, room.Topic, room.Owner);
}
