using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.Grains.Rooms;

/// <summary>What is stored of a room.</summary>
public sealed class RoomState
{
    /// <summary>The room's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether everyone who is here belongs to it.</summary>
    public bool Everyone { get; set; }

    /// <summary>Grows with every change of who belongs to it; the version of the access that is pushed to the conversation.</summary>
    public long AccessVersion { get; set; }
}

/// <inheritdoc cref="IRoomGrain"/>
public sealed class RoomGrain(
    [PersistentState("room", GrainStorage.Name)] IPersistentState<RoomState> state) : Grain, IRoomGrain
{
    private RoomId Id => RoomId.Of(this.GetPrimaryKeyString());

    // The chat of a room has the room's own 128 bits, so neither has to be looked up from the other.
    private ConversationId Conversation => ConversationId.Of(Id.Value);

    /// <inheritdoc/>
    public async Task OpenToEveryone(string name)
    {
        if (!state.RecordExists)
        {
            state.State = new RoomState { Name = name, Everyone = true, AccessVersion = 1 };
            await state.WriteStateAsync();
        }
        await GrainFactory.GetGrain<IConversationGrain>(Conversation.Value)
            .SetAccess(new ConversationAccess(state.State.AccessVersion, state.State.Everyone));
    }

    /// <inheritdoc/>
    public Task<Result<RoomDescription>> Describe() => Task.FromResult<Result<RoomDescription>>(
        state.RecordExists ? new RoomDescription(Id, state.State.Name, Conversation) : RefusalCode.NotFound);
}
