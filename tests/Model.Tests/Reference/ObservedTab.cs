using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Model.Tests.Reference;

/// <summary>What a tab shows at one moment.</summary>
/// <param name="Name">Which tab.</param>
/// <param name="User">Whose; null as long as the person has not entered.</param>
/// <param name="WantsToBeHere">Whether it is open and not away.</param>
/// <param name="IsAttached">Whether it has a socket that is attached.</param>
/// <param name="StaleSockets">How many sockets are open that it has let go of.</param>
/// <param name="Conversations">Its conversations.</param>
/// <param name="People">Whom it shows, with their kinds of device.</param>
/// <param name="Rooms">Which rooms it shows.</param>
internal sealed record ObservedTab(
    string Name,
    UserId? User,
    bool WantsToBeHere,
    bool IsAttached,
    int StaleSockets,
    IReadOnlyList<ObservedConversation> Conversations,
    IReadOnlyDictionary<UserId, DeviceKind[]> People,
    IReadOnlySet<RoomId> Rooms);

/// <summary>What a tab shows of one conversation.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Messages">Its messages.</param>
/// <param name="Unsent">How many messages and changes wait for their answers.</param>
/// <param name="Head">The number of the last entry that it knows of.</param>
/// <param name="ReadUpTo">How far the user has read.</param>
/// <param name="Unread">How many messages are unread.</param>
internal sealed record ObservedConversation(
    ConversationId Conversation,
    IReadOnlyList<ShownMessage> Messages,
    int Unsent,
    long Head,
    long ReadUpTo,
    int Unread);
