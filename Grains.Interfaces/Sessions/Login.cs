namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>What proves who somebody is.</summary>
public enum LoginKind
{
    /// <summary>An account at GitHub; the subject is its numeric id, which stays when the account is renamed.</summary>
    GitHub,

    /// <summary>A passkey (WebAuthn); the subject is its credential id in lowercase hexadecimal.</summary>
    Passkey,

    /// <summary>A name to try ChatMux with, on the developer's own machine only.</summary>
    Demo,
}

/// <summary>One way to sign in, proven by a front before it is used.</summary>
/// <param name="Kind">What kind of proof it is.</param>
/// <param name="Subject">Whom it proves, unique among its kind.</param>
[GenerateSerializer, Immutable, Alias("Login")]
public sealed record Login([property: Id(0)] LoginKind Kind, [property: Id(1)] string Subject)
{
    /// <summary>The key of its <see cref="ILoginGrain"/>.</summary>
    public string Key => $"{Kind.ToString().ToLowerInvariant()}:{Subject}";
}
