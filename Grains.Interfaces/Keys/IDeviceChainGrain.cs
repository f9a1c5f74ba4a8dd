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
    /// <summary>How long an identity waits before it can start over, in milliseconds: 24 hours.</summary>
    const long StartsOverAfterMs = 24 * 3_600_000;

    /// <summary>
    /// All entries from the genesis on; none while no device has made one. For the identity itself, its friends, and those with whom it has a
    /// conversation of two; for anybody else it is <see cref="RefusalCode.NotFound"/>. Draws on the allowance for keys; refused with <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("GetChain")]
    Task<Result<DeviceChain>> GetChain(Actor actor);

    /// <summary>
    /// Appends what a device of the identity has signed, with the keys that go with it; when this returns, both are stored. The same bytes again
    /// are taken as the same. Refused with <see cref="RefusalCode.NotFound"/> to anybody else, with <see cref="RefusalCode.IdentityNeeded"/> to
    /// guests, with <see cref="RefusalCode.ChainMovedOn"/> when another entry was first, with <see cref="RefusalCode.InvalidChainEntry"/> for what is
    /// no entry or not one that may follow, and for keys that are not those that have to go with it, with
    /// <see cref="RefusalCode.TooManyKeyChanges"/> after <see cref="Limits.ChainEntries"/> unless it only removes devices, and with
    /// <see cref="RefusalCode.TooFast"/>. A genesis may follow when the identity has waited to start over (<see cref="StartOver"/>), from whoever has signed in a moment ago; to others it is
    /// <see cref="RefusalCode.FreshSignInNeeded"/>.
    /// </summary>
    [Alias("AppendWithKeys")]
    Task<Result<Done>> Append(Actor actor, byte[] entry, byte[] keys);

    /// <summary>
    /// The keys that are sealed for the device that the actor has proven to be; refused with <see cref="RefusalCode.DeviceNotAdded"/> to any other.
    /// Draws on the allowance for keys.
    /// </summary>
    [Alias("GetKeys")]
    Task<Result<KeptKeys>> GetKeys(Actor actor);

    /// <summary>
    /// What the code on paper opens; for the identity itself, whether or not it has proven a device. Refused with
    /// <see cref="RefusalCode.NotFound"/> to anybody else and when there is no code. Draws on the allowance for keys.
    /// </summary>
    [Alias("GetRecovery")]
    Task<Result<RecoveryKeys>> GetRecovery(Actor actor);

    /// <summary>
    /// What is known of the devices beside what the chain says, for the identity itself. Refused with <see cref="RefusalCode.NotFound"/> to
    /// anybody else.
    /// </summary>
    [Alias("GetKeyDevices")]
    Task<Result<KeyDeviceList>> GetKeyDevices(Actor actor);

    /// <summary>
    /// Names a device of the chain; whoever has proven to be one of them may. Refused with <see cref="RefusalCode.DeviceNotAdded"/> to anybody
    /// else, with <see cref="RefusalCode.NotFound"/> when there is no such device, and with <see cref="RefusalCode.InvalidName"/>.
    /// </summary>
    [Alias("NameKeyDevice")]
    Task<Result<Done>> NameKeyDevice(Actor actor, DeviceId device, string name);

    /// <summary>
    /// A browser of the identity asks to become one of its devices; all browsers of the identity are told (<see cref="PairingMoved"/>). The same
    /// bytes again are taken as the same. Refused with <see cref="RefusalCode.InvalidPairing"/> for what no trusted device would show, with
    /// <see cref="RefusalCode.InvalidName"/>, with <see cref="RefusalCode.TooManyPairings"/> while <see cref="Limits.Pairings"/> are on their way, and
    /// with <see cref="RefusalCode.TooFast"/> after five within an hour.
    /// </summary>
    /// <param name="actor">Any browser of the identity.</param>
    /// <param name="message">A <c>pair-start</c>.</param>
    /// <param name="name">What the browser calls itself, for the owner to tell it from others; nobody vouches for it.</param>
    [Alias("StartPairing")]
    Task<Result<Done>> StartPairing(Actor actor, byte[] message, string name);

    /// <summary>
    /// Hands over the next message of a pairing, and with a grant appends its entry to the chain. The same bytes again are taken as the same.
    /// Refused with <see cref="RefusalCode.PairingOver"/> when there is no such pairing (any more), with <see cref="RefusalCode.InvalidPairing"/>
    /// for a message that may not follow, with <see cref="RefusalCode.DeviceNotAdded"/> when what only a trusted device says comes from another
    /// browser, with <see cref="RefusalCode.PairingTaken"/> when another device has accepted it, and, for a grant, as <see cref="Append"/>.
    /// </summary>
    [Alias("Pair")]
    Task<Result<Done>> Pair(Actor actor, byte[] message);

    /// <summary>Ends a pairing before it is done, which any browser of the identity may; one that is over already is no refusal.</summary>
    [Alias("EndPairing")]
    Task<Result<Done>> EndPairing(Actor actor, PairingId pairing);

    /// <summary>The pairings that are on their way, for any browser of the identity. None is kept longer than ten minutes, or on disk.</summary>
    [Alias("GetPairings")]
    Task<Result<PairingList>> GetPairings(Actor actor);

    /// <summary>
    /// All devices are lost: in <see cref="StartsOverAfterMs"/> a new genesis may take the place of the whole chain, unless a device of it says no
    /// until then. Told to all browsers of the identity; asked again changes nothing. Refused with <see cref="RefusalCode.NotFound"/> to anybody
    /// else and when there is no chain, with <see cref="RefusalCode.FreshSignInNeeded"/>, and with <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("StartOver")]
    Task<Result<Done>> StartOver(Actor actor);

    /// <summary>
    /// The identity does not start over. Whoever has proven to be one of its devices may say so, and whoever has signed in a moment ago, for they may
    /// have found another way; to others it is <see cref="RefusalCode.FreshSignInNeeded"/>.
    /// </summary>
    [Alias("DoNotStartOver")]
    Task<Result<Done>> DoNotStartOver(Actor actor);

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
    /// The identity is being removed: forgets everything that was sealed for it, and the chain too, unless others check by it what stays. Called by
    /// <see cref="IRemovalGrain"/>.
    /// </summary>
    [Alias("ForgetKeys")]
    Task Forget(bool keepsChain);
}

/// <summary>The chain of an identity's devices.</summary>
/// <param name="Entries">The entries from the genesis on, each with its signature, as they were appended.</param>
/// <param name="StartsOverAtMs">When a new genesis may take their place, in milliseconds since 1970 UTC; null while nobody wants that, and for anybody but the identity itself.</param>
[GenerateSerializer, Immutable, Alias("DeviceChain")]
public sealed record DeviceChain([property: Id(0)] IReadOnlyList<byte[]> Entries, [property: Id(1)] long? StartsOverAtMs = null);
