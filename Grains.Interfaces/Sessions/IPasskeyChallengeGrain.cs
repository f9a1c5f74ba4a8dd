using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Sessions;

/// <summary>
/// A question that was put to an authenticator. In memory, for <see cref="Lifetime"/> and for one answer: an answer that
/// comes a second time, or to a question of a lost grain, finds nothing, and the person is asked anew.
/// Its key is drawn by the front, 128 random bits, and known only to the browser that asked.
/// </summary>
[Alias("IPasskeyChallengeGrain")]
public interface IPasskeyChallengeGrain : IGrainWithStringKey
{
    /// <summary>How long the question holds.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Keeps the question. Called once, by the front that asks it. Refused with <see cref="RefusalCode.InvalidName"/> for a name that nobody may
    /// have: better before a passkey is made than after.
    /// </summary>
    [Alias("Keep")]
    Task<Result<Done>> Keep(PasskeyQuestion question);

    /// <summary>The question, for the first who comes with an answer in time; otherwise <see cref="RefusalCode.ChallengeExpired"/>.</summary>
    [Alias("Take")]
    Task<Result<PasskeyQuestion>> Take();
}

/// <summary>What the front needs to check the answer.</summary>
/// <param name="State">What the verifier wrote down: the challenge and what was asked for.</param>
/// <param name="For">The user that a new passkey will open; null when an existing one is asked for.</param>
/// <param name="Name">The name to sign up under.</param>
/// <param name="Colour">The colour to sign up with.</param>
[GenerateSerializer, Immutable, Alias("PasskeyQuestion")]
public sealed record PasskeyQuestion(
    [property: Id(0)] string State, [property: Id(1)] UserId? For = null, [property: Id(2)] string Name = "", [property: Id(3)] string Colour = "");
