using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Lobby;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Presence;

/// <summary>Going from room to room, as everyone sees it.</summary>
public sealed class VisitTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;
    private readonly RoomId _tea = HexId.New<RoomId>();
    private readonly RoomId _ice = HexId.New<RoomId>();

    private async Task<Guest> Enters(string name)
    {
        var guest = await Guest.Enter(_grains, name);
        await guest.Attach();
        return guest;
    }

    private Task<Result<Done>> Visits(Guest guest, RoomId room) => _grains.GetGrain<IUserGrain>(guest.Actor.User.Value).VisitRoom(guest.Actor, room);

    private async Task IsIn(Guest guest, RoomId? room)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await Where() is var now && now != room)
        {
            Assert.False(patience.IsCancellationRequested, $"is in {now}");
            await Task.Yield();
        }

        async Task<RoomId?> Where()
        {
            fixture.Time.Advance(LobbyGrain.Tick);
            var lobby = await _grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key).GetSnapshot();
            return lobby.Whereabouts.SingleOrDefault(one => one.User == guest.Actor.User)?.Room;
        }
    }

    [Fact]
    public async Task Whoever_goes_to_a_room_of_theirs_is_seen_there_and_leaving_leads_to_another()
    {
        var ada = await Enters("Ada");
        await IsIn(ada, null);
        await ada.Creates(_tea);
        await IsIn(ada, _tea);
        await ada.Creates(_ice);
        Assert.NotNull((await Visits(ada, _ice)).Value);
        await IsIn(ada, _ice);
        Assert.NotNull((await Visits(ada, _tea)).Value);
        await IsIn(ada, _tea);
        await ada.Leaves(_tea);
        await IsIn(ada, _ice);
    }

    [Fact]
    public async Task A_lobby_that_was_lost_learns_it_again()
    {
        var ada = await Enters("Ada");
        await ada.Creates(_tea);
        await ada.Creates(_ice);
        foreach (var room in new[] { _ice, _tea })
        {
            await Visits(ada, room);
            await IsIn(ada, room);
            await ClusterFixture.Deactivate(_grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key));
            await ada.Connection.Touch(ada.AttachmentId);
            await IsIn(ada, room);
        }
    }

    [Fact]
    public async Task Nobody_is_seen_in_a_room_that_is_not_theirs_and_nobody_is_moved_by_another()
    {
        var (ada, bo) = (await Enters("Ada"), await Enters("Bo"));
        await ada.Creates(_tea);
        await ada.Creates(_ice);
        await bo.Joins(_tea);
        Assert.NotNull((await Visits(bo, _ice)).Value);
        await IsIn(bo, _tea);
        await Visits(ada, _ice);
        var forged = await _grains.GetGrain<IUserGrain>(ada.Actor.User.Value).VisitRoom(bo.Actor, _tea);
        Assert.Equal(RefusalCode.NotFound, forged.Refusal?.Code);
        await IsIn(ada, _ice);
    }

    [Fact]
    public async Task Going_to_and_fro_too_fast_is_refused()
    {
        var ada = await Enters("Ada");
        var tries = 0;
        while ((await Visits(ada, tries % 2 == 0 ? _tea : _ice)).Refusal?.Code != RefusalCode.TooFast)
            Assert.InRange(++tries, 1, (int)new UserLimits().Visits.Burst);
    }
}
