using System.Security.Cryptography;
using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.Grains.Interfaces.Messages;

/// <summary>Names one ordered log of messages. A room's chat has the room's own 128 bits. Key of its <see cref="IConversationGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("ConversationId"), JsonConverter(typeof(HexIdJsonConverter<ConversationId>))]
public readonly record struct ConversationId([property: Id(0)] string Value) : IHexId<ConversationId>
{
    /// <inheritdoc/>
    public static ConversationId Of(string value) => new(value);

    /// <summary>The chat of a room: neither has to be looked up from the other.</summary>
    public static ConversationId Of(RoomId room) => new(room.Value);

    /// <summary>The conversation of these two. Their browsers compute it for themselves, and take no other.</summary>
    public static ConversationId Of(FriendshipId pair)
    {
        byte[] both = [.. "ChatMux/v1/dm\0"u8, .. Convert.FromHexString(pair.First.Value), .. Convert.FromHexString(pair.Second.Value)];
        var id = SHA256.HashData(both).AsSpan(0, 16);
        // No room has such an id: see RoomId.
        id[0] |= 0x80;
        return new(Convert.ToHexStringLower(id));
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
