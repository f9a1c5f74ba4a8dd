using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Interfaces.Rooms;

/// <summary>One room: its name and who belongs to it. Tells its conversation who may read and write.</summary>
[Alias("IRoomGrain")]
public interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes this the room that everyone who is here belongs to. Called by the room directory; repeating it changes nothing.
    /// </summary>
    [Alias("OpenToEveryone")]
    Task OpenToEveryone(string name);

    /// <summary>The room, or <see cref="RefusalCode.NotFound"/>.</summary>
    [Alias("Describe")]
    Task<Result<RoomDescription>> Describe();
}

/// <summary>What a member may know of a room.</summary>
[GenerateSerializer, Immutable, Alias("RoomDescription")]
public sealed record RoomDescription(
    [property: Id(0)] RoomId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] ConversationId Conversation);
