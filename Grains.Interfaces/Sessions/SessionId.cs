using System.Text.Json.Serialization;

namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>Names one sign-in of one browser: the SHA-256 of the session key that only that browser's cookie holds. Key of its <see cref="ISessionGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("SessionId"), JsonConverter(typeof(HexIdJsonConverter<SessionId>))]
public readonly record struct SessionId([property: Id(0)] string Value) : IHexId<SessionId>
{
    /// <inheritdoc/>
    public static int Length => 64;

    /// <inheritdoc/>
    public static SessionId Of(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
