using System.Text.Json.Nodes;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Operators;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Operators;
using ChatMux.WebFront.Sessions;
using ChatMux.WebFront.Tests.Sessions;
using ChatMux.WebFront.Users;

namespace ChatMux.WebFront.Tests.Operators;

/// <summary>A place of its own: what its operator decides is for everyone in it.</summary>
[Collection<Alone>]
public sealed class PolicyTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private readonly TestBrowser _ada = new();
    private SoftAuthenticator _authenticator = null!;

    private string Origin => _cluster.One.Address.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartOwn();
        _authenticator = new SoftAuthenticator { Origin = Origin };
        var code = await _cluster.Grains.GetGrain<IOperatorGrain>(IOperatorGrain.Key).NewCode();
        await _ada.SignUp(_cluster.One, _authenticator);
        await _ada.Open(_cluster.One);
        await _ada.Attach();
        Assert.True((await _ada.Call<ServerView>("BecomeOperator", new BecomeOperatorCommand(code!))).Value?.Operator);
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        _authenticator.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Closed_doors_are_closed_and_those_who_are_in_stay()
    {
        await using var bob = await TestBrowser.Enter(_cluster.Two, "Bob");
        Assert.NotNull((await _ada.Call<ServerView>("SetPolicy", new SetPolicyCommand(new Policy(SignUpOpen: false, GuestsWelcome: false)))).Value);
        await using var eve = new TestBrowser();
        Assert.Equal(RefusalCode.GuestsClosed, (await eve.SignIn(_cluster.Two, "Eve")).Refusal?.Code);
        using var other = new SoftAuthenticator { Origin = Origin };
        Assert.Equal(RefusalCode.SignUpClosed, (await eve.SignUp(_cluster.One, other, "Eve")).Refusal?.Code);
        Assert.Equal(RefusalCode.SignUpClosed, (await bob.SignUp(_cluster.One, other, "Bob")).Refusal?.Code);
        // Nor by the back door: not as a sign-up, but as one more passkey.
        var question = (await bob.Post<PasskeyChallenge>(_cluster.One, "/api/passkeys/creation", new CreatePasskey("Bob", "#336699"))).Value!;
        var added = await bob.Post<Done>(_cluster.One, "/api/passkeys", new PasskeyAnswer(question.Challenge, other.Create(question.Options)));
        Assert.Equal(RefusalCode.IdentityNeeded, added.Refusal?.Code);
        Assert.NotNull((await bob.SignInWith(_cluster.One, other)).Refusal);
        Assert.NotNull((await bob.Says("still here")).Value);
        using var page = new PlainBrowser(_cluster.One);
        Assert.Equal((false, false), ((await page.Entry()).Ways.Guest, (await page.Entry()).Ways.SignUp));
        // Who has an account comes in.
        await using var phone = new TestBrowser();
        Assert.NotNull((await phone.SignInWith(_cluster.One, _authenticator)).Value);
    }

    [Fact]
    public async Task Whoever_is_removed_is_out_at_once_and_may_not_come_back_as_they_were()
    {
        using var authenticator = new SoftAuthenticator { Origin = Origin };
        await using var eve = new TestBrowser();
        var profile = (await eve.SignUp(_cluster.One, authenticator, "Eve")).Value!;
        await eve.Open(_cluster.Two);
        await eve.Attach();
        Assert.NotNull((await _ada.Call<Done>("RemoveUser", new RemoveUserCommand(profile.Id, WithMessages: false))).Value);
        await eve.Sees<SessionEnded>(e => e.Reason == SessionEndReason.AccountRemoved);
        await eve.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(RefusalCode.PasskeyInvalid, (await eve.SignInWith(_cluster.One, authenticator)).Refusal?.Code);
    }

    [Fact]
    public async Task An_account_is_exported_and_deleted_by_its_own_person_soon_after_signing_in()
    {
        using var authenticator = new SoftAuthenticator { Origin = Origin };
        await using var eve = new TestBrowser();
        await eve.SignUp(_cluster.One, authenticator, "Eve");
        await eve.Open(_cluster.One);
        await eve.Attach();
        await eve.Says("keep \"this\"");
        using var page = new PlainBrowser(_cluster.One);
        page.Cookies[SessionHandler.CookieName] = eve.Cookie.Split('=', 2)[1];
        using (var export = await page.Send(Write("/api/account/export", "{}")))
        {
            Assert.Equal("attachment; filename=\"chatmux-account.json\"", export.Content.Headers.ContentDisposition?.ToString());
            var file = JsonNode.Parse(await export.Content.ReadAsStringAsync())!;
            Assert.Equal("Eve", (string?)file["account"]!["profile"]!["name"]);
            Assert.Equal("keep \"this\"", (string?)Assert.Single(file["messages"]!.AsArray())!["text"]);
        }
        await _cluster.Pass(IWaysInGrain.FreshFor + TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalCode.FreshSignInNeeded, (await page.Write<Done>("/api/account/export", new { })).Refusal?.Code);
        Assert.Equal(RefusalCode.FreshSignInNeeded, (await page.Write<Done>("/api/account/delete", new DeleteAccount(true))).Refusal?.Code);
        await eve.SignInWith(_cluster.One, authenticator);
        page.Cookies[SessionHandler.CookieName] = eve.Cookie.Split('=', 2)[1];
        Assert.NotNull((await page.Write<Done>("/api/account/delete", new DeleteAccount(true))).Value);
        Assert.False(page.Cookies.ContainsKey(SessionHandler.CookieName));
        Assert.Equal(RefusalCode.PasskeyInvalid, (await eve.SignInWith(_cluster.One, authenticator)).Refusal?.Code);
        using var stranger = new PlainBrowser(_cluster.One);
        Assert.Equal(RefusalCode.NotSignedIn, (await stranger.Write<Done>("/api/account/delete", new DeleteAccount(true))).Refusal?.Code);
    }

    private HttpRequestMessage Write(string path, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_cluster.One.Address, path)) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("X-ChatMux", "1");
        request.Headers.Add("Origin", Origin);
        return request;
    }
}
