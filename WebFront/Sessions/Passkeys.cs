using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using Microsoft.AspNetCore.Identity;

namespace ChatMux.WebFront.Sessions;

/// <summary>
/// Asks authenticators and checks what they answer, with ASP.NET Core Identity's passkey handler (WebAuthn Level 3). The
/// questions wait in grains, so any front may get the answer, and get it once.
/// </summary>
internal sealed partial class Passkeys(
    IPasskeyHandler<PasskeyUser> handler, IGrainFactory grains, SignIns signIns, ILogger<Passkeys> logger)
{
    /// <summary>Asks for a new passkey: one more for the identity that is signed in, or the first one of a new identity.</summary>
    public async Task<Result<PasskeyChallenge>> AskForNew(HttpContext http, CreatePasskey wish)
    {
        var me = await signIns.WhoIs(http);
        if (me is { Guest: false } && (await WaysIn(me.Id).MayAdd(SessionClaims.ToActor(http.User))).Refusal is { } refusal)
            return refusal;
        var user = me?.Id ?? HexId.New<UserId>();
        var name = me is { Guest: false } || wish.Name.Length == 0 ? me?.Name ?? "" : wish.Name;
        if (name.Length > Limits.NameLength)
            return RefusalCode.InvalidName;
        var entity = new PasskeyUserEntity { Id = user.Value, Name = name, DisplayName = name };
        var options = await handler.MakeCreationOptionsAsync(entity, http);
        return await Keep(options.CreationOptionsJson, new PasskeyQuestion(options.AttestationState!, user, name, wish.Colour));
    }

    /// <summary>Asks for a passkey that opens an identity.</summary>
    public async Task<Result<PasskeyChallenge>> AskForOne(HttpContext http)
    {
        var options = await handler.MakeRequestOptionsAsync(null, http);
        return await Keep(options.RequestOptionsJson, new PasskeyQuestion(options.AssertionState!));
    }

    /// <summary>A new passkey was made: signs up with it.</summary>
    public async Task<Result<Profile>> SignUp(HttpContext http, PasskeyAnswer answer)
    {
        var (question, passkey, refusal) = await CheckNew(http, answer);
        if (refusal is not null)
            return refusal;
        return await signIns.SignUp(http, PasskeyLogin.ToWayIn(passkey!, PasskeyName(http)), question!.For!.Value,
            new IdentityProfile(question.Name, question.Colour, null, null));
    }

    /// <summary>A new passkey was made: adds it to the identity that is signed in.</summary>
    public async Task<Result<Done>> Add(HttpContext http, PasskeyAnswer answer)
    {
        var (question, passkey, refusal) = await CheckNew(http, answer);
        if (refusal is not null)
            return refusal;
        if (!SignIns.IsSignedIn(http.User))
            return RefusalCode.NotSignedIn;
        var actor = SessionClaims.ToActor(http.User);
        return actor.User == question!.For
            ? await WaysIn(actor.User).Add(actor, PasskeyLogin.ToWayIn(passkey!, PasskeyName(http)))
            : RefusalCode.ChallengeExpired;
    }

    /// <summary>A passkey signed the question: signs in as the identity that it opens.</summary>
    public async Task<Result<Profile>> SignIn(HttpContext http, PasskeyAnswer answer)
    {
        var question = await Take(answer);
        if (question.Value is not { For: null } asked)
            return question.Refusal ?? new Refusal(RefusalCode.ChallengeExpired);
        var checkedAnswer = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = http, CredentialJson = answer.Credential, AssertionState = asked.State,
        });
        if (!checkedAnswer.Succeeded)
        {
            LogInvalid(logger, checkedAnswer.Failure.Message);
            return RefusalCode.PasskeyInvalid;
        }
        return await signIns.SignIn(http, PasskeyLogin.ToWayIn(checkedAnswer.Passkey, ""), checkedAnswer.User.Id, new IdentityProfile("", null, null, null));
    }

    private async Task<(PasskeyQuestion? Question, UserPasskeyInfo? Passkey, Refusal? Refusal)> CheckNew(HttpContext http, PasskeyAnswer answer)
    {
        var question = await Take(answer);
        if (question.Value is not { For: not null } asked)
            return (null, null, question.Refusal ?? new Refusal(RefusalCode.ChallengeExpired));
        var checkedAnswer = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = http, CredentialJson = answer.Credential, AttestationState = asked.State,
        });
        if (checkedAnswer.Succeeded)
            return (asked, checkedAnswer.Passkey, null);
        LogInvalid(logger, checkedAnswer.Failure.Message);
        return (null, null, new Refusal(RefusalCode.PasskeyInvalid));
    }

    private async Task<Result<PasskeyChallenge>> Keep(string options, PasskeyQuestion question)
    {
        var challenge = HexId.New<ChallengeId>();
        if ((await grains.Grain<IPasskeyChallengeGrain>(challenge.Value).Keep(question)).Refusal is { } refusal)
            return refusal;
        return new PasskeyChallenge(challenge.Value, options);
    }

    private async Task<Result<PasskeyQuestion>> Take(PasskeyAnswer answer) => HexId.TryParse<ChallengeId>(answer.Challenge, out var challenge)
        ? await grains.Grain<IPasskeyChallengeGrain>(challenge.Value).Take()
        : RefusalCode.ChallengeExpired;

    private IWaysInGrain WaysIn(UserId user) => grains.Grain<IWaysInGrain>(user.Value);

    // Until its person names it: where it was made.
    private static string PasskeyName(HttpContext http)
    {
        var (browser, system) = BrowserName.Of(http.Request.Headers.UserAgent);
        return (browser, system) switch { ("", "") => "Passkey", ("", _) => $"Passkey on {system}", (_, "") => $"Passkey from {browser}", _ => $"{browser} on {system}" };
    }

    [LoggerMessage(1310, LogLevel.Information, "A passkey was refused: {Reason}")]
    private static partial void LogInvalid(ILogger logger, string reason);
}
