using System.Text.Json;

namespace ChatMux.Browser.Tests.Sessions;

/// <summary>Chromium's virtual authenticator (CDP domain WebAuthn) in somebody's browser: a laptop with a fingerprint reader.</summary>
internal sealed class Authenticator(ICDPSession session, string id)
{
    public static async Task<Authenticator> Of(Person person)
    {
        var session = await person.Page.Context.NewCDPSessionAsync(person.Page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new
            {
                protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true,
                automaticPresenceSimulation = true,
            },
        });
        return new Authenticator(session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Gives the other one everything that this one has, as passkeys that a phone and a laptop share.</summary>
    public async Task SharesWith(Authenticator other)
    {
        var held = await session.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = id });
        foreach (var credential in held!.Value.GetProperty("credentials").EnumerateArray())
            await other.Takes(credential);
    }

    /// <summary>The person does not show that it is them.</summary>
    public Task IsNotUnlocked() => session.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = id, ["isUserVerified"] = false });

    private Task<JsonElement?> Takes(JsonElement credential) =>
        session.SendAsync("WebAuthn.addCredential", new() { ["authenticatorId"] = id, ["credential"] = credential });
}
