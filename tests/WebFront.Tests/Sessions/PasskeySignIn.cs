using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Sessions;

namespace ChatMux.WebFront.Tests.Sessions;

/// <summary>What a browser does with an authenticator.</summary>
internal static class PasskeySignIn
{
    /// <summary>Makes a passkey and signs up with it.</summary>
    public static async Task<Result<Profile>> SignUp(this TestBrowser browser, Uri front, SoftAuthenticator authenticator, string name = "Ada")
    {
        var question = (await browser.Post<PasskeyChallenge>(front, "/api/passkeys/creation", new CreatePasskey(name, "#336699"))).Value!;
        return await browser.Post<Profile>(front, "/api/session/passkey/new", new PasskeyAnswer(question.Challenge, authenticator.Create(question.Options)));
    }

    /// <summary>Signs in with a passkey.</summary>
    public static async Task<Result<Profile>> SignInWith(this TestBrowser browser, Uri front, SoftAuthenticator authenticator)
    {
        var question = (await browser.Post<PasskeyChallenge>(front, "/api/passkeys/request", new object())).Value!;
        return await browser.Post<Profile>(front, "/api/session/passkey", new PasskeyAnswer(question.Challenge, authenticator.Get(question.Options)));
    }
}
