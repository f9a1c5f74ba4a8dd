using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>Names one question to an authenticator. Key of its <see cref="IPasskeyChallengeGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("ChallengeId"), JsonConverter(typeof(HexIdJsonConverter<ChallengeId>))]
public readonly record struct ChallengeId([property: Id(0)] string Value) : IHexId<ChallengeId>
{
    /// <inheritdoc/>
    public static ChallengeId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
