namespace ChatMux.Grains.Interfaces.Users;

/// <summary>
/// Who has the handles that look like its key. The key is a handle's skeleton, in which letters that can be taken for one
/// another are one: so no two handles that a hurried reader could confuse belong to two users. Called by user grains only.
/// </summary>
[Alias("IHandleGrain")]
public interface IHandleGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes the handle for this user. Refused with <see cref="RefusalCode.HandleTaken"/> when another user holds one that
    /// looks like it; a user who was given it and does not hold it (a claim that was never finished) loses it.
    /// </summary>
    [Alias("Claim")]
    Task<Result<Done>> Claim(UserId user, string handle);

    /// <summary>Gives it up. Does nothing when it belongs to somebody else.</summary>
    [Alias("Release")]
    Task Release(UserId user);

    /// <summary>Who has a handle that looks like the key, or null.</summary>
    [Alias("GetOwner")]
    Task<HandleOwner?> GetOwner();
}

/// <summary>A handle and its user.</summary>
[GenerateSerializer, Immutable, Alias("HandleOwner")]
public sealed record HandleOwner([property: Id(0)] UserId User, [property: Id(1)] string Handle);
