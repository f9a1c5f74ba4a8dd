using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Rooms;

namespace ChatMux.Grains.Tests;

/// <summary>A guest with one tab, as a front would act for them.</summary>
internal sealed class Guest(IGrainFactory grains, FakeFront front, Actor actor)
{
    public static readonly ConversationId General = ConversationId.Of(RoomDirectoryGrain.General.Value);

    public FakeFront Front => front;

    public Actor Actor => actor;

    public static async Task<Guest> Enter(IGrainFactory grains, string name, FakeFront? front = null)
    {
        var actor = new Actor(HexId.New<UserId>(), HexId.New<DeviceId>(), HexId.New<SessionId>(), HexId.New<ConnectionId>());
        var profile = await grains.GetGrain<IUserGrain>(actor.User.Value).BecomeGuest(new GuestProfile(name, "#336699"));
        Assert.NotNull(profile.Value);
        await grains.GetGrain<ISessionGrain>(actor.Session.Value).Begin(actor.User, actor.Device, SessionStart.Unknown);
        return new Guest(grains, front ?? new FakeFront(grains), actor);
    }

    /// <summary>Another tab of the same browser.</summary>
    public Guest OtherTab() => new(grains, new FakeFront(grains), actor with { Connection = HexId.New<ConnectionId>() });

    public IUserGrain User => grains.GetGrain<IUserGrain>(actor.User.Value);

    public ISessionGrain Session => grains.GetGrain<ISessionGrain>(actor.Session.Value);

    public IConnectionGrain Connection => grains.GetGrain<IConnectionGrain>(actor.Connection.Value);

    public IInboxGrain Inbox => grains.GetGrain<IInboxGrain>(actor.User.Value);

    public string AttachmentId { get; private set; } = "";

    public Task<Result<Attached>> Attach(MailboxPosition? position = null, DeviceKind device = DeviceKind.Desktop)
    {
        AttachmentId = Guid.NewGuid().ToString("N");
        return Connection.Attach(actor, new Attachment(AttachmentId, front.Id, front.Reference, device), position);
    }

    public Task<Result<InboxConversation>> Creates(RoomId room, string name = "Room") => Inbox.CreateRoom(actor, room, name);

    public Task<Result<InboxConversation>> Joins(RoomId room) => Inbox.JoinRoom(actor, room);

    public Task<Result<Done>> Leaves(RoomId room) => Inbox.LeaveRoom(actor, room);

    public Task<Result<SendReceipt>> Says(string text, MessageId? id = null, ConversationId? conversation = null) =>
        grains.GetGrain<IConversationGrain>((conversation ?? General).Value).Post(actor, id ?? HexId.New<MessageId>(), text);
}
