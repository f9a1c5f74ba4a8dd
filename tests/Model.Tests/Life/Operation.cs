using ChatMux.Grains.Interfaces.Connections;

namespace ChatMux.Model.Tests.Life;

/// <summary>
/// Something that happens in the place. It names people, tabs and slots by their numbers, so that a list of operations
/// means the same in every run.
/// </summary>
internal abstract record Operation
{
    /// <summary>Somebody comes for the first time.</summary>
    internal sealed record Enter(int Person, int Tab, int Front, DeviceKind Device) : Operation;

    /// <summary>Somebody who is here opens another tab.</summary>
    internal sealed record OpenTab(int Person, int Tab, int Front, DeviceKind Device) : Operation;

    /// <summary>A tab is closed for good.</summary>
    internal sealed record CloseTab(int Tab, bool Politely) : Operation;

    /// <summary>Somebody ends their session, and with it all their tabs.</summary>
    internal sealed record SignOut(int Person, int Front) : Operation;

    /// <summary>Somebody creates a room.</summary>
    internal sealed record CreateRoom(int Person, int Room) : Operation;

    /// <summary>Somebody joins a room.</summary>
    internal sealed record JoinRoom(int Person, int Room) : Operation;

    /// <summary>Somebody leaves a room.</summary>
    internal sealed record LeaveRoom(int Person, int Room) : Operation;

    /// <summary>A tab sends so many messages. Room 0 is General.</summary>
    internal sealed record Send(int Tab, int Room, int Messages) : Operation;

    /// <summary>A tab replies to a message that it shows. Messages are counted from the newest.</summary>
    internal sealed record Reply(int Tab, int Room, int Message) : Operation;

    /// <summary>A tab edits a message of its person, or of anybody, which it shows.</summary>
    internal sealed record Edit(int Tab, int Room, int Message, bool Own) : Operation;

    /// <summary>A tab deletes a message of its person, or of anybody, which it shows.</summary>
    internal sealed record Delete(int Tab, int Room, int Message, bool Own) : Operation;

    /// <summary>A tab reacts to a message that it shows, or takes that back.</summary>
    internal sealed record React(int Tab, int Room, int Message, int Emoji, bool On) : Operation;

    /// <summary>A tab looks at older messages.</summary>
    internal sealed record LookBack(int Tab, int Room) : Operation;

    /// <summary>Somebody has read what a tab shows.</summary>
    internal sealed record MarkRead(int Tab, int Room) : Operation;

    /// <summary>A tab loses its socket and comes back at once.</summary>
    internal sealed record Drop(int Tab, int Front, bool Politely) : Operation;

    /// <summary>A tab comes back on another network; its first socket hangs on.</summary>
    internal sealed record Move(int Tab, int Front) : Operation;

    /// <summary>A tab loses its network.</summary>
    internal sealed record GoAway(int Tab) : Operation;

    /// <summary>A tab that was away has a network again.</summary>
    internal sealed record ComeBack(int Tab, int Front) : Operation;

    /// <summary>A front stops or dies.</summary>
    internal sealed record LoseFront(int Front, bool Die) : Operation;

    /// <summary>A front starts.</summary>
    internal sealed record StartFront(int Front) : Operation;

    /// <summary>A front hangs: nothing moves between it and the grains.</summary>
    internal sealed record FreezeFront(int Front) : Operation;

    /// <summary>A front that hung goes on.</summary>
    internal sealed record ThawFront(int Front) : Operation;

    /// <summary>A silo stops or dies.</summary>
    internal sealed record LoseSilo(int Silo, bool Die) : Operation;

    /// <summary>A silo joins.</summary>
    internal sealed record StartSilo : Operation;

    /// <summary>The grain of the lobby loses its memory.</summary>
    internal sealed record ForgetLobby : Operation;

    /// <summary>The grain of the room directory loses its memory.</summary>
    internal sealed record ForgetDirectory : Operation;

    /// <summary>The grain of a room loses its memory.</summary>
    internal sealed record ForgetRoom(int Room) : Operation;

    /// <summary>The grain of a room's conversation loses its memory.</summary>
    internal sealed record ForgetConversation(int Room) : Operation;

    /// <summary>The grain of a tab's connection loses its memory.</summary>
    internal sealed record ForgetConnection(int Tab) : Operation;

    /// <summary>The grain of a user loses its memory.</summary>
    internal sealed record ForgetUser(int Person) : Operation;

    /// <summary>The grain of a user's inbox loses its memory.</summary>
    internal sealed record ForgetInbox(int Person) : Operation;

    /// <summary>Time passes.</summary>
    internal sealed record Wait(int Milliseconds) : Operation;

    /// <summary>What hangs goes on, everything comes to rest and is compared with the model.</summary>
    internal sealed record Compare : Operation;
}
