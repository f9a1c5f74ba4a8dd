using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Rooms;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Rooms;

/// <summary>What a room's owner may do, and nobody else.</summary>
public sealed class RoomOwnerTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;

    private IRoomGrain Room(RoomId room) => _grains.GetGrain<IRoomGrain>(room.Value);

    private async Task<LobbyRoom?> Listed(RoomId room) =>
        (await _grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List()).SingleOrDefault(r => r.Id == room);

    private async Task<(RoomId Room, Guest Ada, Guest Bo)> RoomOfTwo()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        var room = HexId.New<RoomId>();
        Assert.NotNull((await ada.Creates(room, "Tea")).Value);
        Assert.NotNull((await bo.Joins(room)).Value);
        return (room, ada, bo);
    }

    [Fact]
    public async Task A_room_begins_with_what_it_is_about()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var room = HexId.New<RoomId>();
        Assert.Equal(RefusalCode.InvalidTopic, (await ada.Inbox.CreateRoom(ada.Actor, room, "Tea", "two\nlines")).Refusal?.Code);
        Assert.Null(await Listed(room));
        Assert.NotNull((await ada.Inbox.CreateRoom(ada.Actor, room, "Tea", "and biscuits")).Value);
        Assert.Equal("and biscuits", (await Listed(room))!.Topic);
    }

    [Fact]
    public async Task A_room_that_its_owner_left_passes_on_when_their_account_ends()
    {
        var (room, ada, bo) = await RoomOfTwo();
        await ada.Leaves(room);
        Assert.Equal(ada.Actor.User, (await Listed(room))!.Owner);
        await ada.Inbox.Forget();
        Assert.Equal(bo.Actor.User, (await Listed(room))!.Owner);
    }

    [Fact]
    public async Task What_an_ended_room_keeps_it_keeps_when_its_owner_s_account_ends()
    {
        var (room, ada, bo) = await RoomOfTwo();
        await bo.Says("stays", conversation: ConversationId.Of(room));
        await Room(room).Remove(withMessages: false);
        await ada.Inbox.Forget();
        Assert.False(Assert.Single(await fixture.Log.ReadAfter(ConversationId.Of(room), 0, 10)).Body.IsEmpty);
    }

    [Fact]
    public async Task A_room_is_named_anew_and_everyone_sees_what_it_is_about()
    {
        var (room, ada, _) = await RoomOfTwo();
        Assert.NotNull((await Room(room).Change(ada.Actor, new RoomChange(" Coffee  house ", " and cake "))).Value);
        Assert.Equal(new LobbyRoom(room, "Coffee house", false, "and cake", ada.Actor.User), await Listed(room));
        Assert.NotNull((await Room(room).Change(ada.Actor, new RoomChange("Coffee house", " "))).Value);
        Assert.Null((await Listed(room))!.Topic);
        Assert.Equal("Coffee house", (await ada.Inbox.Open(ada.Actor)).Value!.Conversations.Single(c => c.Room.Id == room).Room.Name);
    }

    [Theory]
    [InlineData("", "", RefusalCode.InvalidName)]
    [InlineData("\u200b", "", RefusalCode.InvalidName)]
    [InlineData("Tea", "two\nlines", RefusalCode.InvalidTopic)]
    public async Task What_cannot_be_is_refused_and_nothing_changes(string name, string topic, RefusalCode code)
    {
        var (room, ada, _) = await RoomOfTwo();
        var before = await Listed(room);
        Assert.Equal(code, (await Room(room).Change(ada.Actor, new RoomChange(name, topic))).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidTopic, (await Room(room).Change(ada.Actor, new RoomChange("Tea", new string('x', Limits.TopicLength + 1)))).Refusal?.Code);
        Assert.Equal(before, await Listed(room));
    }

    [Fact]
    public async Task Nobody_else_changes_hands_over_or_deletes_it()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var eve = await Guest.Enter(_grains, "Eve");
        foreach (var other in new[] { bo, eve })
        {
            Assert.Equal(RefusalCode.NotFound, (await Room(room).Change(other.Actor, new RoomChange("Mine", ""))).Refusal?.Code);
            Assert.Equal(RefusalCode.NotFound, (await Room(room).HandOver(other.Actor, other.Actor.User)).Refusal?.Code);
            Assert.Equal(RefusalCode.NotFound, (await Room(room).Delete(other.Actor)).Refusal?.Code);
        }
        Assert.Equal(RefusalCode.NotAMember, (await Room(room).HandOver(ada.Actor, eve.Actor.User)).Refusal?.Code);
        foreach (var nothing in new[] { RoomDirectoryGrain.General, HexId.New<RoomId>() })
        {
            Assert.Equal(RefusalCode.NotFound, (await Room(nothing).Change(ada.Actor, new RoomChange("Mine", ""))).Refusal?.Code);
            Assert.Equal(RefusalCode.NotFound, (await Room(nothing).Delete(ada.Actor)).Refusal?.Code);
        }
        Assert.Equal("Tea", (await Listed(room))!.Name);
    }

    [Fact]
    public async Task A_room_is_handed_to_a_member_who_then_has_it()
    {
        var (room, ada, bo) = await RoomOfTwo();
        Assert.NotNull((await Room(room).HandOver(ada.Actor, bo.Actor.User)).Value);
        Assert.Equal(bo.Actor.User, (await Listed(room))!.Owner);
        Assert.Equal(RefusalCode.NotFound, (await Room(room).Change(ada.Actor, new RoomChange("Mine", ""))).Refusal?.Code);
        Assert.NotNull((await Room(room).Change(bo.Actor, new RoomChange("Bo's", ""))).Value);
    }

    [Fact]
    public async Task A_deleted_room_is_gone_with_all_that_was_written_in_it()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var chat = ConversationId.Of(room);
        await bo.Attach();
        await bo.Says("a secret", conversation: chat);
        for (var twice = 0; twice < 2; twice++)
            Assert.NotNull((await Room(room).Delete(ada.Actor)).Value);
        await bo.Front.Sees<ConversationLeft>(e => e.Conversation == chat);
        Assert.Null(await Listed(room));
        Assert.Equal(RefusalCode.NotFound, (await bo.Says("still here?", conversation: chat)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await bo.Joins(room)).Refusal?.Code);
        Assert.All(await fixture.Log.ReadAfter(chat, 0, 10), e => Assert.True(e.Body.IsEmpty));
    }

    [Fact]
    public async Task A_removal_that_failed_is_finished_by_the_next_attempt()
    {
        var (room, ada, bo) = await RoomOfTwo();
        fixture.FailNextWrite("roomdirectory", IRoomDirectoryGrain.Key);
        await Assert.ThrowsAnyAsync<Exception>(() => Room(room).Delete(ada.Actor));
        Assert.Equal(RefusalCode.NotFound, (await bo.Joins(room)).Refusal?.Code);
        Assert.NotNull((await Room(room).Delete(ada.Actor)).Value);
        Assert.Null(await Listed(room));
    }

    [Fact]
    public async Task The_room_of_somebody_who_is_removed_passes_to_whoever_is_in_it_longest_and_ends_with_the_last_one()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var later = new List<Guest>();
        for (var i = 0; i < 5; i++)
        {
            later.Add(await Guest.Enter(_grains, $"Guest {i}"));
            Assert.NotNull((await later[i].Joins(room)).Value);
        }
        await bo.Leaves(room);
        await bo.Joins(room);
        await ClusterFixture.Deactivate(Room(room));
        Guest[] heirs = [.. later, bo];
        await Room(room).Forget(ada.Actor.User);
        foreach (var heir in heirs)
        {
            Assert.Equal(heir.Actor.User, (await Listed(room))!.Owner);
            await Room(room).Forget(heir.Actor.User);
        }
        Assert.Null(await Listed(room));
        Assert.Equal(RefusalCode.NotFound, (await (await Guest.Enter(_grains, "Late")).Joins(room)).Refusal?.Code);
    }

    [Fact]
    public async Task A_moderator_comes_first()
    {
        var (room, ada, _) = await RoomOfTwo();
        var mo = await Guest.Enter(_grains, "Mo");
        await mo.Joins(room);
        Assert.NotNull((await Room(room).Moderate(ada.Actor, new Moderation(ModerationKind.NameModerator, mo.Actor.User))).Value);
        await Room(room).Forget(ada.Actor.User);
        Assert.Equal(mo.Actor.User, (await Listed(room))!.Owner);
    }

    [Fact]
    public async Task A_listing_that_failed_is_made_good_when_a_member_next_looks()
    {
        var (room, ada, bo) = await RoomOfTwo();
        fixture.FailNextWrite("roomdirectory", IRoomDirectoryGrain.Key);
        await Assert.ThrowsAnyAsync<Exception>(() => Room(room).HandOver(ada.Actor, bo.Actor.User));
        await ClusterFixture.Deactivate(Room(room));
        await bo.Inbox.Open(bo.Actor);
        Assert.Equal(bo.Actor.User, (await Listed(room))!.Owner);
    }

    [Fact]
    public async Task Many_changes_at_once_are_too_many()
    {
        var (room, ada, _) = await RoomOfTwo();
        for (var i = 0; i < (int)new UserLimits().ProfileChanges.Burst; i++)
            Assert.NotNull((await Room(room).Change(ada.Actor, new RoomChange($"Tea {i}", ""))).Value);
        Assert.Equal(RefusalCode.TooFast, (await Room(room).Change(ada.Actor, new RoomChange("Tea", ""))).Refusal?.Code);
    }
}
