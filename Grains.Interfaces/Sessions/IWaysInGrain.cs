using System.Text.Json.Serialization;
using Orleans.Concurrency;

namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>The ways in of one identity: its passkeys, and its accounts elsewhere. Its key is the user's id.</summary>
[Alias("IWaysInGrain")]
public interface IWaysInGrain : IGrainWithStringKey
{
    /// <summary>How long after a sign-in its person may change what opens the identity, export it or delete it.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Called by a front that signs somebody up or in with this login, which is the user's: notes it among the ways in, or
    /// that it was used.
    /// </summary>
    [Alias("SignedIn")]
    Task SignedIn(WayIn way);

    /// <summary>
    /// Adds one more, which a front has just seen proven in the actor's browser. Refused with
    /// <see cref="RefusalCode.FreshSignInNeeded"/>, <see cref="RefusalCode.LoginTaken"/>, <see cref="RefusalCode.TooManyWaysIn"/>.
    /// </summary>
    [Alias("Add")]
    Task<Result<Done>> Add(Actor actor, WayIn way);

    /// <summary>Whether the actor may add one now; asked before a person is led through making a passkey.</summary>
    [Alias("MayAdd")]
    Task<Result<Done>> MayAdd(Actor actor);

    /// <summary>What there is, oldest first.</summary>
    [Alias("List")]
    Task<Result<WaysInList>> List(Actor actor);

    /// <summary>Names a way in, 1 to <see cref="Limits.NameLength"/> characters.</summary>
    [Alias("Rename")]
    Task<Result<Done>> Rename(Actor actor, string reference, string name);

    /// <summary>
    /// Removes a way in. Refused with <see cref="RefusalCode.LastWayIn"/>, and with <see cref="RefusalCode.FreshSignInNeeded"/>.
    /// </summary>
    [Alias("Remove")]
    Task<Result<Done>> Remove(Actor actor, string reference);

    /// <summary>The passkeys, for a front that verifies one. Interleaves: it only reads.</summary>
    [AlwaysInterleave]
    [Alias("GetPasskeys")]
    Task<IReadOnlyList<PasskeyRecord>> GetPasskeys();

    /// <summary>Lets go of every login, when the user is removed.</summary>
    [Alias("ReleaseAll")]
    Task ReleaseAll();
}

/// <summary>A login with what is kept of it.</summary>
/// <param name="Login">The login.</param>
/// <param name="Name">What it is called in the settings.</param>
/// <param name="Passkey">The public key and its flags, when it is a passkey.</param>
[GenerateSerializer, Immutable, Alias("WayIn")]
public sealed record WayIn(
    [property: Id(0)] Login Login, [property: Id(1)] string Name, [property: Id(2)] PasskeyRecord? Passkey = null);

/// <summary>What the server keeps of a passkey (WebAuthn Level 3, section 4: credential record). No secret is in it.</summary>
/// <param name="CredentialId">The id that the authenticator gave it.</param>
/// <param name="PublicKey">Its public key in COSE form.</param>
/// <param name="SignCount">How often it had signed at the last use, or 0 always.</param>
/// <param name="Transports">How it can be reached.</param>
/// <param name="UserVerified">Whether the authenticator verified the person.</param>
/// <param name="BackupEligible">Whether it may be synchronised.</param>
/// <param name="BackedUp">Whether it is.</param>
/// <param name="AttestationObject">What the authenticator said when it was made.</param>
/// <param name="ClientData">What the browser said then.</param>
[GenerateSerializer, Immutable, Alias("PasskeyRecord")]
public sealed record PasskeyRecord(
    [property: Id(0)] byte[] CredentialId,
    [property: Id(1)] byte[] PublicKey,
    [property: Id(2)] uint SignCount,
    [property: Id(3)] IReadOnlyList<string> Transports,
    [property: Id(4)] bool UserVerified,
    [property: Id(5)] bool BackupEligible,
    [property: Id(6)] bool BackedUp,
    [property: Id(7)] byte[] AttestationObject,
    [property: Id(8)] byte[] ClientData);

/// <summary>The kinds of way in, as the client names them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WayInKind>))]
public enum WayInKind
{
    /// <summary>An account at GitHub.</summary>
    [JsonStringEnumMemberName("gitHub")] GitHub,

    /// <summary>A passkey.</summary>
    [JsonStringEnumMemberName("passkey")] Passkey,

    /// <summary>A demo identity's name.</summary>
    [JsonStringEnumMemberName("demo")] Demo,
}

/// <summary>The ways in of an identity, for its own eyes.</summary>
/// <param name="Ways">The ways in.</param>
/// <param name="Fresh">Whether they may be changed now, or only after showing once more who one is.</param>
[GenerateSerializer, Immutable, Alias("WaysInList")]
public sealed record WaysInList([property: Id(0)] IReadOnlyList<WayInDescription> Ways, [property: Id(1)] bool Fresh);

/// <summary>One way in.</summary>
/// <param name="Reference">Names it to its own user.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="Name">What the user calls it.</param>
/// <param name="AddedMs">When it was added, in milliseconds since 1970 UTC.</param>
/// <param name="UsedMs">When it was last used, in milliseconds since 1970 UTC.</param>
[GenerateSerializer, Immutable, Alias("WayInDescription")]
public sealed record WayInDescription(
    [property: Id(0)] string Reference,
    [property: Id(1)] WayInKind Kind,
    [property: Id(2)] string Name,
    [property: Id(3)] long AddedMs,
    [property: Id(4)] long UsedMs);
