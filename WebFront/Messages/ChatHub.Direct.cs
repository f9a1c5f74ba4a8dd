using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Messages;

namespace ChatMux.WebFront;

// What two people write to each other. Whom it is about is said; who says it is known from the session.
internal sealed partial class ChatHub
{
    /// <summary>Sends what is sealed; answers once it is on disk.</summary>
    public Task<Result<SendReceipt>> SendSealed(SendSealedCommand command) => With(command.With, direct => direct.Post(Actor, command.Envelope));

    /// <summary>Passes a signal on.</summary>
    public Task<Result<Done>> SignalSealed(SignalSealedCommand command) => With(command.With, direct => direct.Signal(Actor, command.Envelope));

    /// <summary>Reads a page of what was written.</summary>
    public Task<Result<SealedPage>> ReadSealed(ReadSealedCommand command) =>
        With(command.With, direct => direct.Read(Actor, new PageRequest(command.Before, command.After, command.Count)));

    /// <summary>Reads what became of what was written above a number.</summary>
    public Task<Result<SealedPage>> ReadSealedChanges(ReadSealedChangesCommand command) =>
        With(command.With, direct => direct.ReadChanges(Actor, command.After, command.Count));

    /// <summary>Finds where a time is in the conversation.</summary>
    public Task<Result<LogPlace>> FindSealedTime(FindSealedTimeCommand command) => With(command.With, direct => direct.FindTime(Actor, command.AtMs));

    /// <summary>Reads the records of the epochs.</summary>
    public Task<Result<EpochPage>> ReadEpochs(ReadEpochsCommand command) => With(command.With, direct => direct.ReadEpochs(Actor, command.After));

    /// <summary>Begins the next epoch.</summary>
    public Task<Result<Done>> BeginEpoch(BeginEpochCommand command) => With(command.With, direct => direct.BeginEpoch(Actor, command.Record));

    private Task<Result<T>> With<T>(UserId other, Func<IDirectConversationGrain, Task<Result<T>>> act) where T : class =>
        FriendshipId.Of(Actor.User, other) is { } pair
            ? act(grains.Grain<IDirectConversationGrain>(pair.Key))
            : Task.FromResult<Result<T>>(RefusalCode.NotFound);
}
