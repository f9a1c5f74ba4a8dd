using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Model.Tests.Place;
using ChatMux.Model.Tests.Reference;
using ChatMux.WebFront.Rooms;

namespace ChatMux.Model.Tests.Client;

/// <summary>
/// The rooms that a person wants to create, join and leave: one after the other, through whichever of the tabs is attached,
/// each again until it is answered. So the model knows what holds in the end.
/// </summary>
internal sealed class Wishes(Person person, ReferenceModel model, ModelPlace place, Stage stage)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(300);

    private readonly List<Tab> _tabs = [];
    private readonly Queue<Func<Tab, Task<bool>>> _waiting = [];

    public bool AreFulfilled => _waiting.Count == 0;

    public void Have(Tab tab) => _tabs.Add(tab);

    public void Create(RoomId room, string name) => Wish(async tab =>
    {
        model.BeginRoom(room);
        model.Membership(person.Me, room).Change();
        if ((await tab.Call<InboxConversation>("CreateRoom", new CreateRoomCommand(room, name, ""))).Value is not { } conversation)
            return false;
        model.AddRoom(room);
        Joined(room, conversation);
        return true;
    });

    public void Join(RoomId room) => Wish(async tab =>
    {
        // Its creator may have gone before it was created; then it is not on anybody's list to be joined.
        if (!model.Rooms.Contains(room))
            return true;
        model.Membership(person.Me, room).Change();
        if ((await tab.Call<InboxConversation>("JoinRoom", new JoinRoomCommand(room))).Value is not { } conversation)
            return false;
        Joined(room, conversation);
        return true;
    });

    public void Leave(RoomId room) => Wish(async tab =>
    {
        if (!model.Rooms.Contains(room))
            return true;
        model.Membership(person.Me, room).Change();
        if ((await tab.Call<Done>("LeaveRoom", new LeaveRoomCommand(room))).Value is null)
            return false;
        model.Leave(person.Me, room);
        return true;
    });

    private void Joined(RoomId room, InboxConversation conversation)
    {
        model.Membership(person.Me, room).Join();
        model.Cursor(person.Me, conversation.Conversation).BeginAt(conversation.ReadUpTo);
    }

    private void Wish(Func<Tab, Task<bool>> wish)
    {
        _waiting.Enqueue(wish);
        if (_waiting.Count == 1)
            stage.Start(Fulfil);
    }

    private async Task Fulfil()
    {
        while (_waiting.TryPeek(out var wish))
            if (_tabs.FirstOrDefault(tab => tab.IsAttached) is { } tab && await wish(tab))
                _waiting.Dequeue();
            else
                await Task.Delay(Again, place.Time);
    }
}
