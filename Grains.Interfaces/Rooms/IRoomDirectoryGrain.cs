using Orleans.Concurrency;
using ChatMux.Grains.Interfaces.Lobby;

namespace ChatMux.Grains.Interfaces.Rooms;

/// <summary>The rooms that everyone may find. An index: the rooms themselves hold the truth.</summary>
[Alias("IRoomDirectoryGrain")]
public interface IRoomDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Key of the only directory.</summary>
    public const string Key = "main";

    /// <summary>Called when a silo starts: the room General is there from the first start.</summary>
    [Alias("EnsureGeneral")]
    Task EnsureGeneral();

    /// <summary>Called by a room that was created or has changed: lists it so. Repeating it changes nothing.</summary>
    [Alias("Show")]
    Task Show(LobbyRoom room);

    /// <summary>Called by a room that was removed. Repeating it changes nothing.</summary>
    [Alias("Remove")]
    Task Remove(RoomId room);

    /// <summary>
    /// Called by every silo every few seconds: tells temporary rooms whether their owner is here, which they end without. Interleaves: a room
    /// that ends has itself removed from the directory meanwhile.
    /// </summary>
    [AlwaysInterleave]
    [Alias("Tend")]
    Task Tend();

    /// <summary>The listed rooms, General first. Interleaves: the lobby asks for it while the directory waits for the lobby.</summary>
    [AlwaysInterleave]
    [Alias("List")]
    Task<IReadOnlyList<LobbyRoom>> List();
}
