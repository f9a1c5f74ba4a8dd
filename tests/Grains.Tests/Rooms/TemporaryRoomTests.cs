using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Lobby;

namespace ChatMux.Grains.Tests.Rooms;

/// <summary>Rooms that end with the presence of their owner.</summary>
public sealed class TemporaryRoomTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;
    private readonly RoomId _room = HexId.New<RoomId>();

    private IRoomGrain Room => _grains.GetGrain<IRoomGrain>(_room.Value);

    private IRoomDirectoryGrain Directory => _grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key);

    private async Task<LobbyRoom?> Listed() => (await Directory.List()).SingleOrDefault(r => r.Id == _room);

    private async Task<bool> IsThere(Guest member) => (await Room.Describe(member.Actor)).Value is not null;

    private async Task<(Guest Ada, Guest Bo)> RoomOfTwo()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        await ada.Attach();
        await bo.Attach();
        Assert.NotNull((await ada.Inbox.CreateRoom(ada.Actor, _room, "Now", temporary: true)).Value);
        Assert.NotNull((await bo.Joins(_room)).Value);
        return (ada, bo);
    }

    // As the clock of a silo does, every few seconds.
    private async Task Passes(TimeSpan time)
    {
        await Directory.Tend();
        for (var step = TimeSpan.FromSeconds(5); time > TimeSpan.Zero; time -= step)
        {
            fixture.Time.Advance(step);
            await Directory.Tend();
        }
    }

    private static Task GoesAway(Guest guest) => guest.User.ConnectionGone(guest.Actor.Connection);

    [Fact]
    public async Task It_is_listed_as_what_it_is_and_stays_while_its_owner_is_here()
    {
        var (ada, bo) = await RoomOfTwo();
        Assert.Equal(new LobbyRoom(_room, "Now", Owner: ada.Actor.User, Temporary: true), await Listed());
        // Within a touch lease of the lobby, which a front would renew.
        await Passes(Roster.TouchLease - TimeSpan.FromSeconds(10));
        Assert.True(await IsThere(bo));
    }

    [Fact]
    public async Task It_ends_when_its_owner_leaves()
    {
        var (ada, bo) = await RoomOfTwo();
        await bo.Says("hello", conversation: ConversationId.Of(_room));
        for (var twice = 0; twice < 2; twice++)
            Assert.NotNull((await ada.Leaves(_room)).Value);
        Assert.Equal(LeftReason.RoomGone, (await bo.Front.Sees<ConversationLeft>()).Reason);
        Assert.Null(await Listed());
        Assert.False(await IsThere(bo));
        Assert.Equal(RefusalCode.NotFound, (await bo.Joins(_room)).Refusal?.Code);
        Assert.All(await fixture.Log.ReadAfter(ConversationId.Of(_room), 0, 10), e => Assert.True(e.Body.IsEmpty));
    }

    [Fact]
    public async Task Others_may_come_and_go()
    {
        var (ada, bo) = await RoomOfTwo();
        await bo.Leaves(_room);
        await GoesAway(bo);
        await Passes(TimeSpan.FromSeconds(30));
        Assert.True(await IsThere(ada));
    }

    [Fact]
    public async Task It_ends_when_its_owner_has_been_away_for_a_minute_and_not_before()
    {
        var (ada, bo) = await RoomOfTwo();
        await GoesAway(ada);
        await Passes(IRoomGrain.OwnerMayBeAway - TimeSpan.FromSeconds(5));
        Assert.True(await IsThere(bo));
        await Passes(TimeSpan.FromSeconds(5));
        Assert.False(await IsThere(bo));
        Assert.Null(await Listed());
    }

    [Fact]
    public async Task Who_comes_back_in_time_has_a_minute_again()
    {
        var (ada, bo) = await RoomOfTwo();
        await GoesAway(ada);
        await Passes(TimeSpan.FromSeconds(50));
        await ada.Attach();
        await Passes(TimeSpan.FromSeconds(10));
        Assert.True(await IsThere(bo));
        await GoesAway(ada);
        await Passes(TimeSpan.FromSeconds(55));
        Assert.True(await IsThere(bo));
        await Passes(TimeSpan.FromSeconds(5));
        Assert.False(await IsThere(bo));
    }

    [Fact]
    public async Task A_new_activation_does_not_begin_the_minute_anew()
    {
        var (ada, bo) = await RoomOfTwo();
        await GoesAway(ada);
        await Passes(TimeSpan.FromSeconds(30));
        await ClusterFixture.Deactivate(Room);
        await ClusterFixture.Deactivate(Directory);
        await Passes(TimeSpan.FromSeconds(30));
        Assert.False(await IsThere(bo));
    }

    [Fact]
    public async Task Handed_over_it_depends_on_its_new_owner()
    {
        var (ada, bo) = await RoomOfTwo();
        await Room.HandOver(ada.Actor, bo.Actor.User);
        await ada.Leaves(_room);
        Assert.True(await IsThere(bo));
        await GoesAway(bo);
        await Passes(IRoomGrain.OwnerMayBeAway);
        Assert.False(await IsThere(bo));
    }

    [Fact]
    public async Task It_ends_with_its_owner_s_account()
    {
        var (ada, bo) = await RoomOfTwo();
        await Room.Forget(ada.Actor.User);
        Assert.False(await IsThere(bo));
        Assert.Null(await Listed());
    }

    [Fact]
    public async Task An_end_that_broke_off_is_finished_the_next_time()
    {
        var (ada, bo) = await RoomOfTwo();
        await GoesAway(ada);
        await Passes(TimeSpan.FromSeconds(55));
        fixture.FailNextWrite("roomdirectory", IRoomDirectoryGrain.Key);
        await Passes(TimeSpan.FromSeconds(5));
        Assert.False(await IsThere(bo));
        await Passes(TimeSpan.FromSeconds(5));
        Assert.Null(await Listed());
    }

    [Fact]
    public async Task A_kept_room_stays()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        await ada.Creates(_room);
        await Passes(IRoomGrain.OwnerMayBeAway * 2);
        Assert.True(await IsThere(ada));
    }
}
