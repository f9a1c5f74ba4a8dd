using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Sessions;

/// <inheritdoc cref="IPasskeyChallengeGrain"/>
public sealed class PasskeyChallengeGrain(TimeProvider time) : Grain, IPasskeyChallengeGrain
{
    private PasskeyQuestion? _question;
    private DateTimeOffset _expires;

    /// <inheritdoc/>
    public Task<Result<Done>> Keep(PasskeyQuestion question)
    {
        if (question.For is not null && !DisplayName.TryNormalize(question.Name, out _))
            return Task.FromResult<Result<Done>>(RefusalCode.InvalidName);
        (_question, _expires) = (question, time.GetUtcNow() + IPasskeyChallengeGrain.Lifetime);
        DelayDeactivation(IPasskeyChallengeGrain.Lifetime);
        return Task.FromResult<Result<Done>>(Done.Instance);
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
