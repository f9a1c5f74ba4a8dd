using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Friends;

/// <summary>What two users are to each other, as one of them may know it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FriendRelation>))]
public enum FriendRelation
{
    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>This one has asked the other, who has not answered, or never sees it because they have blocked this one: both look alike.</summary>
    [JsonStringEnumMemberName("requestSent")] RequestSent,

    /// <summary>The other has asked this one, who has not answered.</summary>
    [JsonStringEnumMemberName("requestReceived")] RequestReceived,

    /// <summary>They are friends.</summary>
    [JsonStringEnumMemberName("friends")] Friends,
}

/// <summary>What somebody does about another person.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FriendAct>))]
public enum FriendAct
{
    /// <summary>Asks to be friends; if the other has asked too, they are.</summary>
    [JsonStringEnumMemberName("request")] Request,

    /// <summary>Says yes to the other's request.</summary>
    [JsonStringEnumMemberName("accept")] Accept,

    /// <summary>Says no to the other's request.</summary>
    [JsonStringEnumMemberName("decline")] Decline,

    /// <summary>Takes the own request back.</summary>
    [JsonStringEnumMemberName("cancel")] Cancel,

    /// <summary>Ends the friendship.</summary>
    [JsonStringEnumMemberName("unfriend")] Unfriend,

    /// <summary>Ends everything there is between them, and hears of nothing more until unblocked. The other is not told.</summary>
    [JsonStringEnumMemberName("block")] Block,

    /// <summary>Takes a block back; a request that the other made meanwhile is there then.</summary>
    [JsonStringEnumMemberName("unblock")] Unblock,
}

/// <summary>What one of two users may know of what they are to each other.</summary>
/// <param name="With">The other one.</param>
/// <param name="Relation">What they are.</param>
/// <param name="Blocked">Whether this one has blocked the other. That the other has blocked this one is told to nobody.</param>
/// <param name="SinceMs">Since when they are friends or the request is there, in milliseconds since 1970 UTC; 0 for neither.</param>
[GenerateSerializer, Immutable, Alias("FriendshipView")]
public sealed record FriendshipView(
    [property: Id(0)] UserId With,
    [property: Id(1)] FriendRelation Relation,
    [property: Id(2)] bool Blocked,
    [property: Id(3)] long SinceMs);
