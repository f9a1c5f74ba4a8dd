using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Lobby;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces;

/// <summary>A fact that the server tells browsers. The <c>type</c> on the wire is the name given here.</summary>
[GenerateSerializer, Immutable, Alias("ServerEvent")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MessagePosted), "messagePosted")]
[JsonDerivedType(typeof(MessageChanged), "messageChanged")]
[JsonDerivedType(typeof(AuthorErased), "authorErased")]
[JsonDerivedType(typeof(UserTyping), "userTyping")]
[JsonDerivedType(typeof(ConversationPosition), "conversationPosition")]
[JsonDerivedType(typeof(SealedPosted), "sealedPosted")]
[JsonDerivedType(typeof(SealedSignal), "sealedSignal")]
[JsonDerivedType(typeof(DirectErased), "directErased")]
[JsonDerivedType(typeof(ReadMoved), "readMoved")]
[JsonDerivedType(typeof(NoticeLevelChanged), "noticeLevelChanged")]
[JsonDerivedType(typeof(ConversationJoined), "conversationJoined")]
[JsonDerivedType(typeof(ConversationLeft), "conversationLeft")]
[JsonDerivedType(typeof(MemberLeft), "memberLeft")]
[JsonDerivedType(typeof(RoomInvited), "roomInvited")]
[JsonDerivedType(typeof(LobbyChanged), "lobbyChanged")]
[JsonDerivedType(typeof(LobbyPosition), "lobbyPosition")]
[JsonDerivedType(typeof(ResyncNeeded), "resyncNeeded")]
[JsonDerivedType(typeof(GoAway), "goAway")]
[JsonDerivedType(typeof(Outage), "outage")]
[JsonDerivedType(typeof(ConnectionSuperseded), "connectionSuperseded")]
[JsonDerivedType(typeof(ProfileChanged), "profileChanged")]
[JsonDerivedType(typeof(OwnPresenceChanged), "ownPresenceChanged")]
[JsonDerivedType(typeof(FriendshipChanged), "friendshipChanged")]
[JsonDerivedType(typeof(SessionEnded), "sessionEnded")]
[JsonDerivedType(typeof(DevicesChanged), "devicesChanged")]
[JsonDerivedType(typeof(PairingMoved), "pairingMoved")]
[JsonDerivedType(typeof(PairingEnded), "pairingEnded")]
[JsonDerivedType(typeof(BuildChanged), "buildChanged")]
public abstract record ServerEvent
{
    /// <summary>
    /// Set for ephemeral events whose latest value replaces earlier ones: two waiting events with the same key become
    /// one. Null for events that must each arrive.
    /// </summary>
    [JsonIgnore]
    public virtual string? CoalesceKey => null;

    /// <summary>What the event counts against a mailbox's <see cref="Limits.MailboxBytes"/>: an upper estimate, in bytes.</summary>
    [JsonIgnore]
    public virtual int EstimatedBytes => 256;
}
