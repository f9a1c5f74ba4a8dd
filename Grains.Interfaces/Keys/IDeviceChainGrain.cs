using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Keys;

/// <summary>
/// The devices of one identity, as the devices themselves say: a chain of entries, each signed by a device that was in the one before. Keyed
/// by the <see cref="UserId"/>. The silo checks what it keeps, so that it keeps nothing that no browser would take; what makes it trustworthy
/// is that every browser checks it too.
/// </summary>
[Alias("IDeviceChainGrain")]
public interface IDeviceChainGrain : IGrainWithStringKey
{
    /// <summary>
    /// All entries from the genesis on; none while no device has made one. For the identity itself, its friends, and those with whom it has a
    /// conversation of two; for anybody else it is <see cref="RefusalCode.NotFound"/>. Draws on the allowance for history; refused with <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("GetChain")]
    Task<Result<DeviceChain>> GetChain(Actor actor);

    /// <summary>
    /// Appends what a device of the identity has signed; when this returns, it is stored. The same bytes again are taken as the same. Refused
    /// with <see cref="RefusalCode.NotFound"/> to anybody else, with <see cref="RefusalCode.IdentityNeeded"/> to guests, with
    /// <see cref="RefusalCode.ChainMovedOn"/> when another entry was first, with <see cref="RefusalCode.InvalidChainEntry"/> for what is no entry
    /// or not one that may follow, with <see cref="RefusalCode.TooManyKeyChanges"/> after <see cref="Limits.ChainEntries"/> unless it only removes
    /// devices, and with <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("Append")]
    Task<Result<Done>> Append(Actor actor, byte[] entry);

    /// <summary>
    /// Whether a device has signed this proof, and is in the newest state of the actor's own chain; refused with
    /// <see cref="RefusalCode.DeviceNotAdded"/>. What is signed: <c>"ChatMux/v1/device-proof\0" | account 16 | device 16 | connection 16 | challenge</c>,
    /// of which the challenge is the front's, drawn for this proof alone.
    /// </summary>
    [Alias("Prove")]
    Task<Result<Done>> Prove(Actor actor, DeviceId device, byte[] challenge, byte[] signature);

    /// <summary>All entries, for a conversation of two that judges what its members send. Interleaves: it only reads.</summary>
    [AlwaysInterleave]
    [Alias("GetEntries")]
    Task<DeviceChain> GetEntries();

    /// <summary>
    /// The identity is being removed together with what it has written: forgets everything. Called by <see cref="IRemovalGrain"/>; a chain by which
    /// others check what stays is kept.
    /// </summary>
    [Alias("Forget")]
    Task Forget();
}

/// <summary>The chain of an identity's devices.</summary>
/// <param name="Entries">The entries from the genesis on, each with its signature, as they were appended.</param>
[GenerateSerializer, Immutable, Alias("DeviceChain")]
public sealed record DeviceChain([property: Id(0)] IReadOnlyList<byte[]> Entries);
