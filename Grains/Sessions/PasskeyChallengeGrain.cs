using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;

namespace ChatMux.Grains.Sessions;

/// <inheritdoc cref="IPasskeyChallengeGrain"/>
public sealed class PasskeyChallengeGrain(TimeProvider time) : Grain, IPasskeyChallengeGrain
{
    private PasskeyQuestion? _question;
    private DateTimeOffset _expires;

    /// <inheritdoc/>
    public Task Keep(PasskeyQuestion question)
    {
        (_question, _expires) = (question, time.GetUtcNow() + IPasskeyChallengeGrain.Lifetime);
        DelayDeactivation(IPasskeyChallengeGrain.Lifetime);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Result<PasskeyQuestion>> Take()
    {
        var question = time.GetUtcNow() < _expires ? _question : null;
        _question = null;
        DeactivateOnIdle();
        return Task.FromResult<Result<PasskeyQuestion>>(question is null ? RefusalCode.ChallengeExpired : question);
    }
}
