using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Operators;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Operators;

namespace ChatMux.WebFront;

internal sealed partial class ChatHub
{
    /// <summary>What the user may know and do of the server.</summary>
    public Task<Result<ServerView>> GetServer() => Operator.View(Actor);

    /// <summary>Makes the user the operator.</summary>
    public Task<Result<ServerView>> BecomeOperator(BecomeOperatorCommand command) => Operator.Become(Actor, command.Code);

    /// <summary>Opens or closes sign-up and guests.</summary>
    public Task<Result<ServerView>> SetPolicy(SetPolicyCommand command) => Operator.SetPolicy(Actor, command.Policy);

    /// <summary>Finds an identity by its handle.</summary>
    public Task<Result<Profile>> FindUser(FindUserCommand command) => Operator.Find(Actor, command.Handle);

    /// <summary>Removes a person.</summary>
    public Task<Result<Done>> RemoveUser(RemoveUserCommand command) => Operator.RemoveUser(Actor, command.User, command.WithMessages);

    /// <summary>Removes a room.</summary>
    public Task<Result<Done>> RemoveRoom(RemoveRoomCommand command) => Operator.RemoveRoom(Actor, command.Room, command.WithMessages);

    private IOperatorGrain Operator => grains.Grain<IOperatorGrain>(IOperatorGrain.Key);
}
