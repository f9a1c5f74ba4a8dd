using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Lobby;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Rooms;

namespace ChatMux.Grains.Tests.Rooms;

public sealed class RoomGrainTests(ClusterFixture fixture)
{
    private readonly IGrainFactory _grains = fixture.Grains;

    private IConversationGrain Conversation(RoomId room) => _grains.GetGrain<IConversationGrain>(room.Value);

    private static async Task<InboxConversation?> InInbox(Guest guest, RoomId room) =>
        (await guest.Inbox.Open(guest.Actor)).Value!.Conversations.SingleOrDefault(c => c.Room.Id == room);

    private static Task<Result<SendReceipt>> Says(Guest guest, RoomId room, string text = "hello") =>
        guest.Says(text, conversation: ConversationId.Of(room));

    private async Task<(RoomId Room, Guest Ada, Guest Bo)> RoomOfTwo()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        var room = HexId.New<RoomId>();
        Assert.NotNull((await ada.Creates(room)).Value);
        Assert.NotNull((await bo.Joins(room)).Value);
        return (room, ada, bo);
    }

    [Fact]
    public async Task Who_creates_a_room_is_in_it_and_everyone_finds_it()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var room = HexId.New<RoomId>();
        var created = (await ada.Creates(room, "  Tea   house ")).Value!;
        Assert.Equal(new RoomDescription(room, "Tea house", ConversationId.Of(room)) { Role = RoomRole.Owner }, created.Room);
        Assert.Equal(created, await InInbox(ada, room));
        Assert.NotNull((await Says(ada, room)).Value);
        fixture.Time.Advance(LobbyGrain.Tick);
        var lobby = await _grains.GetGrain<ILobbyGrain>(ILobbyGrain.Key).GetSnapshot();
        Assert.Contains(new LobbyRoom(room, "Tea house", Owner: ada.Actor.User), lobby.Rooms);
        Assert.Null(await InInbox(await Guest.Enter(_grains, "Bo"), room));
    }

    [Fact]
    public async Task Creating_again_answers_as_the_first_time_and_lists_the_room_once()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var room = HexId.New<RoomId>();
        var first = await ada.Creates(room);
        Assert.Equal(first.Value, (await ada.Creates(room)).Value);
        var listed = await _grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List();
        Assert.Single(listed, r => r.Id == room);
        Assert.Single((await ada.Inbox.Open(ada.Actor)).Value!.Conversations, c => c.Room.Id == room);
    }

    [Fact]
    public async Task An_id_that_is_taken_is_refused()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        var room = HexId.New<RoomId>();
        await ada.Creates(room);
        Assert.Equal(RefusalCode.NotFound, (await bo.Creates(room)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Creates(room, "Another name")).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await bo.Creates(RoomDirectoryGrain.General, "General")).Refusal?.Code);
        Assert.Null(await InInbox(bo, room));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u200b")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_name_that_cannot_be_is_refused_and_no_room_comes_of_it(string name)
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var room = HexId.New<RoomId>();
        Assert.Equal(RefusalCode.InvalidName, (await ada.Creates(room, name)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Joins(room)).Refusal?.Code);
    }

    [Fact]
    public async Task Someone_who_creates_rooms_without_end_is_told_when_to_go_on()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var last = default(RoomId);
        for (var i = 0; i < 10; i++)
            Assert.NotNull((await ada.Creates(last = HexId.New<RoomId>())).Value);
        var next = HexId.New<RoomId>();
        var refused = await ada.Creates(next);
        Assert.Equal(RefusalCode.TooFast, refused.Refusal?.Code);
        Assert.NotNull((await ada.Creates(last)).Value); // a repeat costs nothing
        fixture.Time.Advance(TimeSpan.FromMilliseconds(refused.Refusal!.RetryAfterMs!.Value));
        Assert.NotNull((await ada.Creates(next)).Value);
    }

    [Fact]
    public async Task Only_members_take_part()
    {
        var (room, ada, bo) = await RoomOfTwo();
        var chat = Conversation(room);
        async Task<RefusalCode?[]> TakesPart(Guest guest) =>
        [
            (await Says(guest, room)).Refusal?.Code,
            (await chat.Read(guest.Actor, new PageRequest(null, null, 1))).Refusal?.Code,
            (await chat.Typing(guest.Actor)).Refusal?.Code,
            (await chat.GetHead(guest.Actor)).Refusal?.Code,
        ];
        var everything = new RefusalCode?[4];
        var nothing = Enumerable.Repeat<RefusalCode?>(RefusalCode.NotFound, 4);
        Assert.Equal(nothing, await TakesPart(await Guest.Enter(_grains, "Cy")));
        Assert.Equal(everything, await TakesPart(bo));
        Assert.NotNull((await bo.Leaves(room)).Value);
        Assert.Equal(nothing, await TakesPart(bo));
        Assert.Equal(RefusalCode.NotFound, (await bo.Inbox.MarkRead(bo.Actor, ConversationId.Of(room), 1)).Refusal?.Code);
        Assert.Equal(everything, await TakesPart(ada));
        Assert.NotNull((await bo.Joins(room)).Value);
        Assert.Equal(everything, await TakesPart(bo));
    }

    [Fact]
    public async Task Whoever_joins_has_read_what_was_said_before_each_time_anew()
    {
        var (room, ada, bo) = await RoomOfTwo();
        await Says(ada, room);
        Assert.Equal(1, (await InInbox(bo, room))!.Unread);
        await bo.Joins(room);
        Assert.Equal(1, (await InInbox(bo, room))!.Unread); // was in already
        await bo.Leaves(room);
        Assert.Null(await InInbox(bo, room));
        await Says(ada, room);
        Assert.Equal(0, (await bo.Joins(room)).Value!.Unread);
        await Says(ada, room);
        Assert.Equal((3, 1), ((await InInbox(bo, room))!.Head, (await InInbox(bo, room))!.Unread));
    }

    [Fact]
    public async Task All_tabs_hear_of_joining_and_leaving()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var room = HexId.New<RoomId>();
        await ada.Creates(room);
        var bo = await Guest.Enter(_grains, "Bo");
        var other = bo.OtherTab();
        await bo.Attach();
        await other.Attach();
        var joined = (await bo.Joins(room)).Value!;
        await bo.Leaves(room);
        foreach (var front in new[] { bo.Front, other.Front })
        {
            Assert.Equal(joined, (await front.Sees<ConversationJoined>()).Conversation);
            Assert.Equal(joined.Conversation, (await front.Sees<ConversationLeft>()).Conversation);
        }
    }

    [Fact]
    public async Task Everyone_belongs_to_General_and_nobody_leaves_it()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        Assert.NotNull((await ada.Joins(RoomDirectoryGrain.General)).Value);
        Assert.Equal(RefusalCode.NotFound, (await ada.Leaves(RoomDirectoryGrain.General)).Refusal?.Code);
        Assert.NotNull(await InInbox(ada, RoomDirectoryGrain.General));
    }

    [Fact]
    public async Task The_owner_may_leave_and_the_room_stays()
    {
        var (room, ada, bo) = await RoomOfTwo();
        await ada.Leaves(room);
        Assert.NotNull((await Says(bo, room)).Value);
        Assert.NotNull((await ada.Joins(room)).Value);
    }

    [Fact]
    public async Task A_room_that_is_not_there_can_neither_be_joined_nor_left()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var nowhere = HexId.New<RoomId>();
        Assert.Equal(RefusalCode.NotFound, (await ada.Joins(nowhere)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await ada.Leaves(nowhere)).Refusal?.Code);
    }

    [Fact]
    public async Task Nobody_joins_or_leaves_for_another()
    {
        var (room, ada, bo) = await RoomOfTwo();
        Assert.Equal(RefusalCode.NotFound, (await bo.Inbox.LeaveRoom(ada.Actor, room)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await bo.Inbox.JoinRoom(ada.Actor, room)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await bo.Inbox.CreateRoom(ada.Actor, HexId.New<RoomId>(), "Room")).Refusal?.Code);
        Assert.NotNull(await InInbox(ada, room));
    }

    [Fact]
    public async Task A_full_room_takes_nobody_more_until_somebody_leaves()
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var room = HexId.New<RoomId>();
        var others = Enumerable.Range(1, Limits.RoomMembers - 1).Select(_ => HexId.New<UserId>());
        var bo = await Guest.Enter(_grains, "Bo");
        await fixture.Put("room", _grains.GetGrain<IRoomGrain>(room.Value), new RoomState { Name = "Full", Members = [bo.Actor.User, .. others], AccessVersion = 1 });
        Assert.Equal(RefusalCode.RoomFull, (await ada.Joins(room)).Refusal?.Code);
        Assert.NotNull((await bo.Joins(room)).Value); // is in already
        await bo.Leaves(room);
        Assert.NotNull((await ada.Joins(room)).Value);
    }

    [Fact]
    public async Task Nobody_is_in_more_rooms_than_one_may_be()
    {
        var (room, _, bo) = await RoomOfTwo();
        var ada = await Guest.Enter(_grains, "Ada");
        var many = Enumerable.Range(0, Limits.RoomsPerUser).Select(_ => HexId.New<RoomId>()).ToArray();
        await fixture.Put("inbox", ada.Inbox, new InboxState { Rooms = many });
        Assert.Equal(RefusalCode.TooManyRooms, (await ada.Joins(room)).Refusal?.Code);
        Assert.Equal(RefusalCode.TooManyRooms, (await ada.Creates(HexId.New<RoomId>())).Refusal?.Code);
        // The inbox is an index: none of these rooms knows its user.
        Assert.Single((await ada.Inbox.Open(ada.Actor)).Value!.Conversations);
        Assert.NotNull((await ada.Joins(room)).Value);
        Assert.NotNull((await Says(bo, room)).Value);
    }

    [Theory]
    [InlineData("room")]
    [InlineData("conversation")]
    [InlineData("inbox")]
    public async Task A_join_that_failed_halfway_is_completed_by_a_retry(string write)
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var room = HexId.New<RoomId>();
        await ada.Creates(room);
        var bo = await Guest.Enter(_grains, "Bo");
        await bo.Attach();
        fixture.FailNextWrite(write, write == "inbox" ? bo.Actor.User.Value : room.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => bo.Joins(room));
        Assert.Empty(bo.Front.All<ConversationJoined>());
        Assert.NotNull((await bo.Joins(room)).Value);
        Assert.NotNull((await Says(bo, room)).Value);
        Assert.NotNull(await InInbox(bo, room));
        await bo.Front.Sees<ConversationJoined>();
    }

    [Theory]
    [InlineData("room")]
    [InlineData("conversation")]
    [InlineData("inbox")]
    public async Task A_leave_that_failed_halfway_is_completed_by_a_retry(string write)
    {
        var (room, _, bo) = await RoomOfTwo();
        await bo.Attach();
        fixture.FailNextWrite(write, write == "inbox" ? bo.Actor.User.Value : room.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => bo.Leaves(room));
        Assert.Empty(bo.Front.All<ConversationLeft>());
        Assert.NotNull((await bo.Leaves(room)).Value);
        Assert.Equal(RefusalCode.NotFound, (await Says(bo, room)).Refusal?.Code);
        Assert.Null(await InInbox(bo, room));
        await bo.Front.Sees<ConversationLeft>();
    }

    [Theory]
    [InlineData("room")]
    [InlineData("roomdirectory")]
    public async Task A_creation_that_failed_halfway_is_completed_by_a_retry(string write)
    {
        var ada = await Guest.Enter(_grains, "Ada");
        var room = HexId.New<RoomId>();
        fixture.FailNextWrite(write, write == "room" ? room.Value : IRoomDirectoryGrain.Key);
        await Assert.ThrowsAnyAsync<Exception>(() => ada.Creates(room));
        Assert.NotNull((await ada.Creates(room)).Value);
        Assert.Contains(await _grains.GetGrain<IRoomDirectoryGrain>(IRoomDirectoryGrain.Key).List(), r => r.Id == room);
    }

    [Fact]
    public async Task A_room_that_was_lost_before_it_could_tell_its_conversation_tells_it_when_it_is_next_asked()
    {
        var (room, ada, bo) = await RoomOfTwo();
        fixture.FailNextWrite("conversation", room.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => bo.Leaves(room));
        Assert.NotNull((await Says(bo, room)).Value);
        await ClusterFixture.Deactivate(_grains.GetGrain<IRoomGrain>(room.Value));
        Assert.NotNull(await InInbox(ada, room));
        Assert.Equal(RefusalCode.NotFound, (await Says(bo, room)).Refusal?.Code);
    }

    [Fact]
    public async Task Members_outlive_every_activation()
    {
        var (room, ada, bo) = await RoomOfTwo();
        await bo.Leaves(room);
        await ClusterFixture.Deactivate(_grains.GetGrain<IRoomGrain>(room.Value));
        await ClusterFixture.Deactivate(Conversation(room));
        await ClusterFixture.Deactivate(ada.Inbox);
        Assert.NotNull((await Says(ada, room)).Value);
        Assert.Equal(RefusalCode.NotFound, (await Says(bo, room)).Refusal?.Code);
        Assert.Equal("Room", (await InInbox(ada, room))!.Room.Name);
    }

    [Fact]
    public async Task No_room_is_created_over_what_two_people_write_to_each_other()
    {
        var (ada, bo) = (await Guest.Enter(_grains, "Ada"), await Guest.Enter(_grains, "Bo"));
        var direct = ConversationId.Of(FriendshipId.Of(ada.Actor.User, bo.Actor.User)!.Value);
        var over = RoomId.Of(direct.Value);
        Assert.False(over.IsOfARoom);
        Assert.Equal(RefusalCode.Malformed, (await ada.Creates(over)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await bo.Joins(over)).Refusal?.Code);
        for (var drawn = 0; drawn < 100; drawn++)
            Assert.True(HexId.New<RoomId>().IsOfARoom);
    }
}
