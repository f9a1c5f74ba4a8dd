using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.Extensions.Logging;

namespace ChatMux.Grains.Rooms;

/// <summary>What is stored of the directory.</summary>
public sealed class RoomDirectoryState
{
    /// <summary>The listed rooms in the order of their listing.</summary>
    public IReadOnlyList<ListedRoom> Rooms { get; init; } = [];
}

/// <summary>A listed room as the directory remembers it.</summary>
public sealed record ListedRoom(RoomId Id, string Name, string? Topic = null, UserId? Owner = null, bool Temporary = false);

/// <inheritdoc cref="IRoomDirectoryGrain"/>
public sealed partial class RoomDirectoryGrain(
    [PersistentState("roomdirectory", GrainStorage.Name)] IPersistentState<RoomDirectoryState> state, ILogger<RoomDirectoryGrain> logger)
    : Grain, IRoomDirectoryGrain
{
    private Task _tending = Task.CompletedTask;

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
        var listed = new ListedRoom(room.Id, room.Name, room.Topic, room.Owner, room.Temporary);
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
    public Task Tend() => _tending.IsCompleted ? _tending = TendNow() : _tending;

    private async Task TendNow()
    {
        var rooms = state.State.Rooms.Where(room => room.Temporary).ToArray();
        if (rooms.Length == 0)
            return;
        var owners = rooms.Select(room => room.Owner).OfType<UserId>().Distinct().ToArray();
        var here = (await GrainFactory.Grain<ILobbyGrain>(ILobbyGrain.Key).WhoIsHere(owners)).ToHashSet();
        await Task.WhenAll(rooms.Select(room => TellOwnerIs(room.Id, room.Owner is { } owner && here.Contains(owner), room.Owner)));
    }

    // One room that cannot be told does not keep the others from it; it is told the next time.
    private async Task TellOwnerIs(RoomId room, bool here, UserId? owner)
    {
        try
        {
            await GrainFactory.Grain<IRoomGrain>(room.Value).TendOwner(owner, here);
        }
        catch (Exception e)
        {
            LogNotTended(logger, room, e.GetType().Name);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LobbyRoom>> List() => Task.FromResult<IReadOnlyList<LobbyRoom>>([.. state.State.Rooms.Select(ToLobby)]);

    private bool IsListed(RoomId room) => state.State.Rooms.Any(r => r.Id == room);

    private Task ShowInLobby(ListedRoom room) => GrainFactory.Grain<ILobbyGrain>(ILobbyGrain.Key).ShowRoom(ToLobby(room));

    private static LobbyRoom ToLobby(ListedRoom room) => new(room.Id, room.Name, room.Id == General, room.Topic, room.Owner, room.Temporary);

    [LoggerMessage(500, LogLevel.Warning, "Room {Room} could not be told whether its owner is here ({Reason}); it is told again in a moment")]
    private static partial void LogNotTended(ILogger logger, RoomId room, string reason);
}
