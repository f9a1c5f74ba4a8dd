using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>Which user one login opens. Its key is <see cref="Login.Key"/>. Called by fronts that have seen the proof, and by <see cref="IWaysInGrain"/>.</summary>
[Alias("ILoginGrain")]
public interface ILoginGrain : IGrainWithStringKey
{
    /// <summary>The user that it opens, or null.</summary>
    [Alias("GetUser")]
    Task<LoginOwner?> GetUser();

    /// <summary>Gives it to this user unless it belongs to somebody. Answers whose it is then.</summary>
    [Alias("Claim")]
    Task<LoginOwner> Claim(UserId user);

    /// <summary>Takes it from this user. Does nothing when it belongs to somebody else.</summary>
    [Alias("Release")]
    Task Release(UserId user);
}

/// <summary>Whose a login is.</summary>
[GenerateSerializer, Immutable, Alias("LoginOwner")]
public sealed record LoginOwner([property: Id(0)] UserId User);
