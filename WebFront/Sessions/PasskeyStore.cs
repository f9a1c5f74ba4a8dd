using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.AspNetCore.Identity;

namespace ChatMux.WebFront.Sessions;

/// <summary>A user as ASP.NET Core Identity needs to know one: by id.</summary>
internal sealed record PasskeyUser(UserId Id);

/// <summary>
/// Where ASP.NET Core Identity's passkey handler finds passkeys: in their users' grains. It only reads here; what is verified
/// is written by <see cref="SignIns"/> and <see cref="IWaysInGrain"/>, under the rules of the product.
/// </summary>
internal sealed class PasskeyStore(IGrainFactory grains) : IUserPasskeyStore<PasskeyUser>
{
    public async Task<PasskeyUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        HexId.TryParse<UserId>(userId, out var user) && (await Passkeys(user)).Count > 0 ? new PasskeyUser(user) : null;

    public async Task<PasskeyUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await grains.Grain<ILoginGrain>(PasskeyLogin.Of(credentialId).Key).GetUser() is { } owner ? new PasskeyUser(owner.User) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await GetPasskeysAsync(user, cancellationToken)).FirstOrDefault(p => p.CredentialId.AsSpan().SequenceEqual(credentialId));

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        [.. (await Passkeys(user.Id)).Select(PasskeyLogin.ToInfo)];

    public Task<string> GetUserIdAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id.Value);

    public Task<string?> GetUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Id.Value);

    public void Dispose()
    {
    }

    private Task<IReadOnlyList<PasskeyRecord>> Passkeys(UserId user) => grains.Grain<IWaysInGrain>(user.Value).GetPasskeys();

    Task IUserPasskeyStore<PasskeyUser>.AddOrUpdatePasskeyAsync(PasskeyUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    Task IUserPasskeyStore<PasskeyUser>.RemovePasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    Task IUserStore<PasskeyUser>.SetUserNameAsync(PasskeyUser user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();

    Task<string?> IUserStore<PasskeyUser>.GetNormalizedUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    Task IUserStore<PasskeyUser>.SetNormalizedUserNameAsync(PasskeyUser user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();

    Task<IdentityResult> IUserStore<PasskeyUser>.CreateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    Task<IdentityResult> IUserStore<PasskeyUser>.UpdateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    Task<IdentityResult> IUserStore<PasskeyUser>.DeleteAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    Task<PasskeyUser?> IUserStore<PasskeyUser>.FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("users are written by their grains");
}

/// <summary>A passkey between the shapes of ASP.NET Core Identity and of the contract.</summary>
internal static class PasskeyLogin
{
    public static Login Of(byte[] credentialId) => new(LoginKind.Passkey, Convert.ToHexStringLower(credentialId));

    public static WayIn ToWayIn(UserPasskeyInfo passkey, string name) => new(Of(passkey.CredentialId), name, new PasskeyRecord(
        passkey.CredentialId, passkey.PublicKey, passkey.SignCount, passkey.Transports ?? [], passkey.IsUserVerified,
        passkey.IsBackupEligible, passkey.IsBackedUp, passkey.AttestationObject, passkey.ClientDataJson));

    public static UserPasskeyInfo ToInfo(PasskeyRecord passkey) => new(
        passkey.CredentialId, passkey.PublicKey, DateTimeOffset.UnixEpoch, passkey.SignCount, [.. passkey.Transports], passkey.UserVerified,
        passkey.BackupEligible, passkey.BackedUp, passkey.AttestationObject, passkey.ClientData);
}
