using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Keys;

/// <summary>
/// A part of what an identity's devices know of others, sealed for them: whom they have met, and the newest states of chains that they have seen.
/// Keyed by <see cref="KeyOf"/>. The server cannot open it, and keeps only what follows on what it has.
/// </summary>
[Alias("IVaultPartGrain")]
public interface IVaultPartGrain : IGrainWithStringKey
{
    /// <summary>How many parts each identity has.</summary>
    const int Parts = 16;

    /// <summary>The key of a part of an identity's.</summary>
    static string KeyOf(UserId user, int part) => $"{user}-{part:x}";

    /// <summary>What is kept; refused with <see cref="RefusalCode.DeviceNotAdded"/> to whoever has not proven to be a device of the identity.</summary>
    [Alias("Read")]
    Task<Result<VaultPart>> Read(Actor actor);

    /// <summary>
    /// Keeps this in the place of what is there; when this returns, it is stored. The same bytes again are taken as the same. Refused with
    /// <see cref="RefusalCode.DeviceNotAdded"/> as above, with <see cref="RefusalCode.InvalidVault"/> for what is no sealed part, or another one, with
    /// <see cref="RefusalCode.VaultMovedOn"/> when another device has written first or the key is not the newest, and with
    /// <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("Keep")]
    Task<Result<Done>> Keep(Actor actor, byte[] vault);

    /// <summary>The identity is being removed: forgets what is kept. Called by <see cref="IRemovalGrain"/>.</summary>
    [Alias("Forget")]
    Task Forget();
}

/// <summary>A sealed part of a vault.</summary>
/// <param name="Sealed">As it came; null when nothing is kept.</param>
[GenerateSerializer, Immutable, Alias("VaultPart")]
public sealed record VaultPart([property: Id(0)] byte[]? Sealed)
{
    /// <summary>Never prints what is sealed, so that no log can.</summary>
    public override string ToString() => $"{Sealed?.Length ?? 0} sealed bytes";
}
