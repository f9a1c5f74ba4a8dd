using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Operators;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Operators;
using ChatMux.WebFront.Sessions;
using ChatMux.WebFront.Tests.Sessions;

namespace ChatMux.WebFront.Tests.Operators;

/// <summary>What a hostile review of Identity found; each fails until it is mended.</summary>
[Collection<Alone>]
public sealed class Review4Tests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private readonly TestBrowser _ada = new();
    private SoftAuthenticator _authenticator = null!;

    private string Origin => _cluster.One.Address.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartOwn();
        _authenticator = new SoftAuthenticator { Origin = Origin };
    }

    public async ValueTask DisposeAsync()
    {
        await _ada.DisposeAsync();
        _authenticator.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_signs_up_through_the_back_door_while_sign_up_is_closed()
    {
        var code = await _cluster.Grains.GetGrain<IOperatorGrain>(IOperatorGrain.Key).NewCode();
        await _ada.SignUp(_cluster.One, _authenticator);
        await _ada.Open(_cluster.One);
        await _ada.Attach();
        Assert.True((await _ada.Call<ServerView>("BecomeOperator", new BecomeOperatorCommand(code!))).Value?.Operator);
        Assert.NotNull((await _ada.Call<ServerView>("SetPolicy", new SetPolicyCommand(new Policy(SignUpOpen: false, GuestsWelcome: true)))).Value);

        using var key = new SoftAuthenticator { Origin = Origin };
        await using var eve = await TestBrowser.Enter(_cluster.Two, "Eve");
        var question = (await eve.Post<PasskeyChallenge>(_cluster.One, "/api/passkeys/creation", new CreatePasskey("Eve", "#336699"))).Value;
        if (question is null)
            return;
        // Not "sign up", but "one more passkey".
        await eve.Post<Done>(_cluster.One, "/api/passkeys", new PasskeyAnswer(question.Challenge, key.Create(question.Options)));
        await eve.SignInWith(_cluster.One, key);
        var me = await _cluster.Grains.GetGrain<IUserGrain>(eve.Welcome.Me.Id.Value).GetProfile();
        Assert.True(me.Value!.Guest, $"she is @{me.Value.Handle} now");
    }

    [Fact]
    public async Task A_question_without_a_name_is_malformed_and_no_failure_of_the_server()
    {
        await using var eve = new TestBrowser();
        var answer = await eve.Post<PasskeyChallenge>(_cluster.One, "/api/passkeys/creation", new object());
        Assert.NotEqual(RefusalCode.Unavailable, answer.Refusal?.Code);
    }

    [Fact]
    public async Task An_answer_without_its_parts_is_malformed_and_no_failure_of_the_server()
    {
        await using var eve = new TestBrowser();
        foreach (var path in new[] { "/api/session/passkey", "/api/session/passkey/new", "/api/passkeys" })
            Assert.NotEqual(RefusalCode.Unavailable, (await eve.Post<Profile>(_cluster.One, path, new object())).Refusal?.Code);
        var question = (await eve.Post<PasskeyChallenge>(_cluster.One, "/api/passkeys/request", new object())).Value!;
        Assert.NotEqual(RefusalCode.Unavailable, (await eve.Post<Profile>(_cluster.One, "/api/session/passkey", new { question.Challenge })).Refusal?.Code);
    }

    [Fact]
    public async Task A_name_that_nobody_can_see_is_refused_at_sign_up_as_it_is_for_guests()
    {
        await using var eve = new TestBrowser();
        var question = await eve.Post<PasskeyChallenge>(_cluster.One, "/api/passkeys/creation", new CreatePasskey("\u200b", "#336699"));
        Assert.Equal(RefusalCode.InvalidName, question.Refusal?.Code);
    }
}
