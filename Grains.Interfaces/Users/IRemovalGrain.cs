using ChatMux.Grains.Interfaces.Operators;

namespace ChatMux.Grains.Interfaces.Users;

/// <summary>
/// Removes one user with all that is theirs: rooms, logins, sessions, handle, profile, and the messages if so chosen. Each step may
/// be repeated; what stops in the middle is finished by the next <see cref="IUpkeepGrain.Sweep"/>. Its key is the user's id.
/// </summary>
[Alias("IRemovalGrain")]
public interface IRemovalGrain : IGrainWithStringKey
{
    /// <summary>
    /// Removes the user: at once from everybody's sight, and soon altogether. Answers after a few seconds even when it is not finished.
    /// Called by <see cref="IOperatorGrain"/>.
    /// </summary>
    [Alias("Remove")]
    Task Remove(bool withMessages);

    /// <summary>Removes a guest who stayed away, unless they have come back or made an account. Called by upkeep.</summary>
    [Alias("RemoveExpired")]
    Task RemoveExpired();

    /// <summary>Removes the actor's own account. Refused with <see cref="RefusalCode.FreshSignInNeeded"/>.</summary>
    [Alias("RemoveOwn")]
    Task<Result<Done>> RemoveOwn(Actor actor, bool withMessages);

    /// <summary>Finishes a removal that was begun. Answers whether there was one.</summary>
    [Alias("Continue")]
    Task<bool> Continue();
}
