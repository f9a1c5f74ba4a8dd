using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.WebFront.Rooms;

namespace ChatMux.WebFront;

internal sealed partial class ChatHub
{
    /// <summary>Creates an open room and joins it.</summary>
    public async Task<Result<InboxConversation>> CreateRoom(CreateRoomCommand command) =>
        await Follow(await Inbox.CreateRoom(Actor, command.Room, command.Name, command.Topic, command.Temporary ?? false));

    /// <summary>Joins an open room.</summary>
    public async Task<Result<InboxConversation>> JoinRoom(JoinRoomCommand command) =>
        await Follow(await Inbox.JoinRoom(Actor, command.Room));

    /// <summary>Leaves a room.</summary>
    public Task<Result<Done>> LeaveRoom(LeaveRoomCommand command) => Inbox.LeaveRoom(Actor, command.Room);

    /// <summary>Names a room anew and says what it is about.</summary>
    public Task<Result<Done>> ChangeRoom(ChangeRoomCommand command) =>
        Room(command.Room).Change(Actor, new RoomChange(command.Name, command.Topic));

    /// <summary>Makes another member a room's owner.</summary>
    public Task<Result<Done>> HandOverRoom(HandOverRoomCommand command) => Room(command.Room).HandOver(Actor, command.To);

    /// <summary>Deletes a room with everything that was written in it.</summary>
    public Task<Result<Done>> DeleteRoom(DeleteRoomCommand command) => Room(command.Room).Delete(Actor);

    /// <summary>Does something to somebody in a room, as its owner or a moderator.</summary>
    public Task<Result<Done>> Moderate(ModerateCommand command) =>
        Room(command.Room).Moderate(Actor, new Moderation(command.Kind, command.Whom, command.ForMs));

    /// <summary>Invites somebody who is here into a room.</summary>
    public Task<Result<Done>> InviteToRoom(InviteToRoomCommand command) => Room(command.Room).Invite(Actor, command.Whom);

    /// <summary>A part of a room's members.</summary>
    public Task<Result<RoomMembers>> GetMembers(GetMembersCommand command) => Room(command.Room).ListMembers(Actor, command.From);

    /// <summary>Who may not join a room.</summary>
    public Task<Result<RoomBans>> GetBans(GetBansCommand command) => Room(command.Room).ListBans(Actor);

    /// <summary>A part of a room's log of acts.</summary>
    public Task<Result<ActPage>> GetActs(GetActsCommand command) => Conversation(ConversationId.Of(command.Room)).ReadActs(Actor, command.Before);

    private IRoomGrain Room(RoomId room) => grains.Grain<IRoomGrain>(room.Value);

    // The mailbox says the same to all of the user's browsers; the one that asked follows before it has its answer.
    private async Task<Result<InboxConversation>> Follow(Result<InboxConversation> joined)
    {
        if (joined.Value is { } conversation)
            await subscriptions.Follow(Browser, TopicId.Of(conversation.Conversation));
        return joined;
    }
}
