using ChatMux.Grains.Connections;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Lobby;
using ChatMux.Grains.Rooms;

namespace ChatMux.Grains.Tests.Rooms;

/// <summary>How many of a room's people are here, as the list of rooms shows it.</summary>
public sealed class HereCountTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;
    private readonly RoomId _room = HexId.New<RoomId>();

    private async Task<int?> Count()
    {
        fixture.Time.Advance(LobbyGrain.Tick);
        var lobby = await _grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key).GetSnapshot();
        return lobby.Counts.SingleOrDefault(count => count.Room == _room)?.Here;
    }

    private async Task Becomes(int? count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await Count() is var now && now != count)
        {
            Assert.False(patience.IsCancellationRequested, $"{now} are here");
            await Task.Yield();
        }
    }

    private async Task<Guest> Enters(string name)
    {
        var guest = await Guest.Enter(_grains, name);
        await guest.Attach();
        return guest;
    }

    [Fact]
    public async Task Joining_leaving_coming_and_going_are_counted()
    {
        var (ada, bo) = (await Enters("Ada"), await Enters("Bo"));
        await ada.Creates(_room);
        await Becomes(1);
        await bo.Joins(_room);
        await Becomes(2);
        await bo.OtherTab().Attach();
        Assert.Equal(2, await Count());
        await bo.Leaves(_room);
        await Becomes(1);
        await ada.Connection.Detach(ada.AttachmentId);
        fixture.Time.Advance(ConnectionGrain.Grace);
        await Becomes(null);
        await ada.Attach();
        await Becomes(1);
    }

    [Fact]
    public async Task Who_is_taken_out_is_counted_no_longer_and_everyone_s_room_is_not_counted()
    {
        var (ada, bo) = (await Enters("Ada"), await Enters("Bo"));
        await ada.Creates(_room);
        await bo.Joins(_room);
        await bo.Joins(RoomDirectoryGrain.General);
        await Becomes(2);
        var room = _grains.GetGrain<IRoomGrain>(_room.Value);
        Assert.NotNull((await room.Moderate(ada.Actor, new Moderation(ModerationKind.Kick, bo.Actor.User))).Value);
        await Becomes(1);
        var lobby = await _grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key).GetSnapshot();
        Assert.DoesNotContain(lobby.Counts, count => count.Room == RoomDirectoryGrain.General);
    }

    [Fact]
    public async Task A_lobby_that_was_lost_counts_again()
    {
        var ada = await Enters("Ada");
        await ada.Creates(_room);
        await Becomes(1);
        var lobby = _grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key);
        await ClusterFixture.Deactivate(lobby);
        await ada.Connection.Touch(ada.AttachmentId);
        await Becomes(1);
    }
}
