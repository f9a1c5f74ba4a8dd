using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Friends;

/// <summary>What an address <c>/add/…</c> ends with: 128 random bits that a browser drew. Never stored, never logged.</summary>
[GenerateSerializer, Immutable, Alias("FriendLinkToken"), JsonConverter(typeof(HexIdJsonConverter<FriendLinkToken>))]
public readonly record struct FriendLinkToken([property: Id(0)] string Value) : IHexId<FriendLinkToken>
{
    /// <inheritdoc/>
    public static FriendLinkToken Of(string value) => new(value);

    /// <summary>Never prints the token, so that no log can.</summary>
    public override string ToString() => "…";
}

/// <summary>Names a link: the SHA-256 of its token. Key of its <see cref="IFriendLinkGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("FriendLinkId"), JsonConverter(typeof(HexIdJsonConverter<FriendLinkId>))]
public readonly record struct FriendLinkId([property: Id(0)] string Value) : IHexId<FriendLinkId>
{
    /// <inheritdoc/>
    public static int Length => 64;

    /// <inheritdoc/>
    public static FriendLinkId Of(string value) => new(value);

    /// <summary>The link that this token opens.</summary>
    public static FriendLinkId Of(FriendLinkToken token) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"ChatMux/v1/friendlink\0{token.Value}"))));

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A link that leads to its owner until it expires or is revoked.</summary>
/// <param name="Id">Which.</param>
/// <param name="CreatedMs">When it was made, in milliseconds since 1970 UTC.</param>
/// <param name="ExpiresMs">When it ends.</param>
[GenerateSerializer, Immutable, Alias("FriendLink")]
public sealed record FriendLink([property: Id(0)] FriendLinkId Id, [property: Id(1)] long CreatedMs, [property: Id(2)] long ExpiresMs);

/// <summary>A user's links, the newest first.</summary>
[GenerateSerializer, Immutable, Alias("FriendLinks")]
public sealed record FriendLinks([property: Id(0)] IReadOnlyList<FriendLink> Links);

/// <summary>Where one link leads. Its key is the link's id.</summary>
[Alias("IFriendLinkGrain")]
public interface IFriendLinkGrain : IGrainWithStringKey
{
    /// <summary>Called by its owner's list: the link leads there for this long. False when it leads elsewhere.</summary>
    [Alias("Lead")]
    Task<bool> Lead(UserId to, DateTimeOffset until);

    /// <summary>Called by its owner's list: it leads nowhere any more.</summary>
    [Alias("Revoke")]
    Task Revoke(UserId owner);

    /// <summary>
    /// Who it leads to. Anybody who is in may ask. Refused alike with <see cref="RefusalCode.NotFound"/> when it never was, has expired or was
    /// revoked, and with <see cref="RefusalCode.TooFast"/>.
    /// </summary>
    [Alias("Open")]
    Task<Result<Profile>> Open(Actor actor);
}
