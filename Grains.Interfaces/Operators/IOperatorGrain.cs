using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Operators;

/// <summary>
/// Who runs this place, and who may come in. The first identity that enters the code printed at the start is the
/// operator; nobody is by default. To everyone else the operator's doings are <see cref="RefusalCode.NotFound"/>.
/// </summary>
[Alias("IOperatorGrain")]
public interface IOperatorGrain : IGrainWithStringKey
{
    /// <summary>Key of the only one.</summary>
    public const string Key = "main";

    /// <summary>
    /// Called by the host at its start: draws a new code while there is no operator, which makes older ones void; null when there is one.
    /// Only a hash of it is kept.
    /// </summary>
    [Alias("NewCode")]
    Task<string?> NewCode();

    /// <summary>Who may come in. Interleaves: asked at every entry.</summary>
    [AlwaysInterleave]
    [Alias("GetPolicy")]
    Task<Policy> GetPolicy();

    /// <summary>What this identity may know and do of the server.</summary>
    [Alias("View")]
    Task<Result<ServerView>> View(Actor actor);

    /// <summary>
    /// Makes an identity the operator. Refused with <see cref="RefusalCode.IdentityNeeded"/>, and with
    /// <see cref="RefusalCode.WrongOperatorCode"/>, also when there is an operator already.
    /// </summary>
    [Alias("Become")]
    Task<Result<ServerView>> Become(Actor actor, string code);

    /// <summary>Whether this user is the operator: for a front that guards the Orleans Dashboard.</summary>
    [AlwaysInterleave]
    [Alias("IsOperator")]
    Task<bool> IsOperator(UserId user);

    /// <summary>Opens or closes sign-up and guests. Those who are in stay.</summary>
    [Alias("SetPolicy")]
    Task<Result<ServerView>> SetPolicy(Actor actor, Policy policy);

    /// <summary>Finds an identity by its exact handle, here or away.</summary>
    [Alias("Find")]
    Task<Result<Profile>> Find(Actor actor, string handle);

    /// <summary>Removes a person, with their messages if so chosen. Not oneself, nor another operator.</summary>
    [Alias("RemoveUser")]
    Task<Result<Done>> RemoveUser(Actor actor, UserId user, bool withMessages);

    /// <summary>Removes a room, with its messages if so chosen. Not the one that everyone belongs to.</summary>
    [Alias("RemoveRoom")]
    Task<Result<Done>> RemoveRoom(Actor actor, RoomId room, bool withMessages);
}

/// <summary>Who may come in.</summary>
/// <param name="SignUpOpen">Whether people may make themselves an account.</param>
/// <param name="GuestsWelcome">Whether people may come in as guests.</param>
[GenerateSerializer, Immutable, Alias("Policy")]
public sealed record Policy([property: Id(0)] bool SignUpOpen, [property: Id(1)] bool GuestsWelcome);

/// <summary>The server as an identity may know it.</summary>
/// <param name="Operator">Whether the actor is the operator.</param>
/// <param name="Unclaimed">Whether there is no operator yet, so that the code still counts.</param>
/// <param name="Policy">Who may come in.</param>
[GenerateSerializer, Immutable, Alias("ServerView")]
public sealed record ServerView(
    [property: Id(0)] bool Operator, [property: Id(1)] bool Unclaimed, [property: Id(2)] Policy Policy);
