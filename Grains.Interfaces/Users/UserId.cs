using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Users;

/// <summary>Names one user: a guest now, an identity later. Key of its <see cref="IUserGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("UserId"), JsonConverter(typeof(HexIdJsonConverter<UserId>))]
public readonly record struct UserId([property: Id(0)] string Value) : IHexId<UserId>
{
    /// <inheritdoc/>
    public static UserId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
