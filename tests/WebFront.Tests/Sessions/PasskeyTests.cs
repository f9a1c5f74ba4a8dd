using System.Text.Json.Nodes;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Sessions;
using ChatMux.WebFront.Tests.Connections;

namespace ChatMux.WebFront.Tests.Sessions;

public sealed class PasskeyTests(TestCluster cluster) : IDisposable
{
    private readonly SoftAuthenticator _authenticator = new() { Origin = cluster.One.Address.GetLeftPart(UriPartial.Authority) };

    public void Dispose() => _authenticator.Dispose();

    // A browser keeps to one address; here the fronts have one each, as behind a balancer the authenticator would not see.
    private SoftAuthenticator At(TestFront front)
    {
        _authenticator.Origin = front.Address.GetLeftPart(UriPartial.Authority);
        return _authenticator;
    }

    [Fact]
    public async Task Somebody_signs_up_at_one_front_and_in_at_another()
    {
        await using var laptop = new TestBrowser();
        var ada = (await laptop.SignUp(cluster.One, At(cluster.One), "Ada Lovelace")).Value!;
        Assert.Equal(("Ada Lovelace", false), (ada.Name, ada.Guest));
        Assert.StartsWith("ada_lovelace", ada.Handle);
        await using var phone = new TestBrowser();
        Assert.Equal(ada, (await phone.SignInWith(cluster.Two, At(cluster.Two))).Value);
        await phone.Open(cluster.Two);
        Assert.Equal(ada, (await phone.Attach()).Value!.Me);
    }

    [Fact]
    public async Task A_guest_who_signs_up_stays_the_same_in_every_tab_and_nobody_sees_them_leave()
    {
        await using var bob = await TestBrowser.Enter(cluster.Two, "Bob");
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var tab = await ada.OtherTab(cluster.Two);
        var guest = ada.Welcome.Me;
        var said = (await ada.Says("as a guest")).Value!;
        await bob.Sees<Grains.Interfaces.Lobby.LobbyChanged>(c => c.Present.Any(p => p.Profile.Id == guest.Id));

        var identity = (await ada.SignUp(cluster.One, At(cluster.One), "Ada")).Value!;
        Assert.Equal((guest.Id, false), (identity.Id, identity.Guest));
        tab.TakesOverCookieOf(ada);
        var before = ada.Mailbox.Position;
        await ada.ComeBack(cluster.Two);
        await tab.Sees<SessionEnded>(ended => ended.Reason == SessionEndReason.Replaced);
        var back = await tab.ComeBack(cluster.One);
        Assert.Equal((identity, true), (back.Me, back.Mailbox.Resumed));
        Assert.Equal(before!.Epoch, ada.Mailbox.Position!.Epoch);
        Assert.Equal(said.Sequence + 1, (await ada.Says("as an identity")).Value!.Sequence);

        await bob.Sees<Grains.Interfaces.Lobby.LobbyChanged>(c => c.Present.Any(p => p.Profile == identity));
        Assert.DoesNotContain(bob.All<Grains.Interfaces.Lobby.LobbyChanged>(), c => c.Gone.Contains(guest.Id));
    }

    [Fact]
    public async Task The_session_of_before_opens_nothing_once_the_new_one_was_used()
    {
        await using var ada = await TestBrowser.Enter(cluster.One, "Ada");
        await using var thief = ada.OtherTab();
        await ada.SignUp(cluster.One, At(cluster.One));
        await ada.ComeBack(cluster.One);
        await Assert.ThrowsAnyAsync<Exception>(() => thief.Open(cluster.Two));
    }

    [Fact]
    public async Task An_answer_holds_once()
    {
        await using var ada = new TestBrowser();
        await ada.SignUp(cluster.One, At(cluster.One));
        var question = (await ada.Post<PasskeyChallenge>(cluster.One, "/api/passkeys/request", new object())).Value!;
        var answer = new PasskeyAnswer(question.Challenge, _authenticator.Get(question.Options));
        Assert.NotNull((await ada.Post<Profile>(cluster.One, "/api/session/passkey", answer)).Value);
        await using var thief = new TestBrowser();
        foreach (var front in new[] { cluster.One, cluster.Two })
            Assert.Equal(RefusalCode.ChallengeExpired, (await thief.Post<Profile>(front, "/api/session/passkey", answer)).Refusal?.Code);
        Assert.Equal("", thief.Cookie);
    }

    [Fact]
    public async Task An_answer_to_another_question_is_refused()
    {
        await using var ada = new TestBrowser();
        await ada.SignUp(cluster.One, At(cluster.One));
        var one = (await ada.Post<PasskeyChallenge>(cluster.One, "/api/passkeys/request", new object())).Value!;
        var other = (await ada.Post<PasskeyChallenge>(cluster.One, "/api/passkeys/request", new object())).Value!;
        await using var thief = new TestBrowser();
        var mixed = new PasskeyAnswer(other.Challenge, _authenticator.Get(one.Options));
        Assert.Equal(RefusalCode.PasskeyInvalid, (await thief.Post<Profile>(cluster.One, "/api/session/passkey", mixed)).Refusal?.Code);
        // A question for a new passkey is none for a sign-in.
        var creation = (await ada.Post<PasskeyChallenge>(cluster.One, "/api/passkeys/creation", new CreatePasskey("Ada", "#336699"))).Value!;
        var crossed = new PasskeyAnswer(creation.Challenge, _authenticator.Get(creation.Options));
        Assert.Equal(RefusalCode.ChallengeExpired, (await thief.Post<Profile>(cluster.One, "/api/session/passkey", crossed)).Refusal?.Code);
    }

    [Theory]
    [InlineData("https://evil.example", "localhost", true)]
    [InlineData("http://localhost:1", "localhost", true)]
    [InlineData(null, "evil.example", true)]
    [InlineData(null, "localhost", false)]
    public async Task What_was_made_for_another_page_or_without_its_person_is_refused(string? origin, string site, bool verifies)
    {
        using var good = new SoftAuthenticator { Origin = cluster.One.Address.GetLeftPart(UriPartial.Authority) };
        await using var ada = new TestBrowser();
        Assert.NotNull((await ada.SignUp(cluster.One, good)).Value);
        (good.Origin, good.Site, good.Verifies) = (origin ?? good.Origin, site, verifies);
        await using var thief = new TestBrowser();
        Assert.Equal(RefusalCode.PasskeyInvalid, (await thief.SignInWith(cluster.One, good)).Refusal?.Code);
        Assert.Equal("", thief.Cookie);
        using var bad = new SoftAuthenticator { Origin = good.Origin, Site = site, Verifies = verifies };
        Assert.Equal(RefusalCode.PasskeyInvalid, (await thief.SignUp(cluster.One, bad)).Refusal?.Code);
        Assert.Equal("", thief.Cookie);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("not json")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{}}""")]
    public async Task An_answer_that_is_none_is_refused(string credential)
    {
        await using var eve = new TestBrowser();
        foreach (var (ask, tell) in new[] { ("creation", "passkey/new"), ("request", "passkey") })
        {
            var question = (await eve.Post<PasskeyChallenge>(cluster.One, $"/api/passkeys/{ask}", new CreatePasskey("Eve", "#336699"))).Value!;
            var answer = await eve.Post<Profile>(cluster.One, $"/api/session/{tell}", new PasskeyAnswer(question.Challenge, credential));
            Assert.Equal(RefusalCode.PasskeyInvalid, answer.Refusal?.Code);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task A_question_that_was_never_asked_has_no_answer(string challenge)
    {
        await using var eve = new TestBrowser();
        foreach (var path in new[] { "/api/session/passkey", "/api/session/passkey/new", "/api/passkeys" })
            Assert.Equal(RefusalCode.ChallengeExpired, (await eve.Post<Profile>(cluster.One, path, new PasskeyAnswer(challenge, "{}"))).Refusal?.Code);
    }

    [Theory]
    [InlineData("/api/passkeys/creation", "{}")]
    [InlineData("/api/passkeys/creation", """{"name":null,"colour":null}""")]
    [InlineData("/api/session/passkey", "{}")]
    [InlineData("/api/session/passkey/new", """{"challenge":null,"credential":null}""")]
    [InlineData("/api/passkeys", "[]")]
    public async Task A_body_without_its_parts_is_malformed_and_no_failure_of_the_server(string path, string body)
    {
        using var eve = new PlainBrowser(cluster.One);
        Assert.Equal(RefusalCode.Malformed, (await eve.Write<PasskeyChallenge>(path, JsonNode.Parse(body)!)).Refusal?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u200b")]
    [InlineData("a\u0000")]
    public async Task A_name_that_nobody_can_see_is_refused_before_a_passkey_is_made(string name)
    {
        await using var eve = new TestBrowser();
        var question = await eve.Post<PasskeyChallenge>(cluster.One, "/api/passkeys/creation", new CreatePasskey(name, "#336699"));
        Assert.Equal(RefusalCode.InvalidName, question.Refusal?.Code);
    }

    [Fact]
    public async Task A_passkey_that_nobody_has_here_opens_nothing()
    {
        await using var eve = new TestBrowser();
        Assert.Equal(RefusalCode.PasskeyInvalid, (await eve.SignInWith(cluster.One, _authenticator)).Refusal?.Code);
    }

    [Fact]
    public async Task One_passkey_opens_one_account()
    {
        await using var ada = new TestBrowser();
        await ada.SignUp(cluster.One, At(cluster.One));
        // Signed in as somebody, a passkey of another account neither switches nor joins.
        using var other = new SoftAuthenticator { Origin = _authenticator.Origin };
        await using var bob = new TestBrowser();
        await bob.SignUp(cluster.One, other, "Bob");
        Assert.Equal(RefusalCode.WrongLogin, (await bob.SignInWith(cluster.One, _authenticator)).Refusal?.Code);
        await using var again = new TestBrowser();
        Assert.Equal(RefusalCode.PasskeyInvalid, (await again.SignUp(cluster.One, _authenticator, "Somebody else")).Refusal?.Code);
    }

    [Fact]
    public async Task Passkeys_are_added_named_and_removed_but_not_the_last_one()
    {
        using var second = new SoftAuthenticator { Origin = cluster.One.Address.GetLeftPart(UriPartial.Authority) };
        await using var ada = new TestBrowser();
        var me = (await ada.SignUp(cluster.One, At(cluster.One))).Value!;
        await ada.Open(cluster.One);
        await ada.Attach();
        var first = Assert.Single((await ada.Call<WaysInList>("GetWaysIn")).Value!.Ways);
        Assert.Equal(RefusalCode.LastWayIn, (await ada.Call<Done>("RemoveWayIn", new RemoveWayInCommand(first.Reference))).Refusal?.Code);

        var question = (await ada.Post<PasskeyChallenge>(cluster.One, "/api/passkeys/creation", new CreatePasskey("", ""))).Value!;
        Assert.Equal(me.Name, (string?)JsonNode.Parse(question.Options)!["user"]!["name"]);
        Assert.NotNull((await ada.Post<Done>(cluster.One, "/api/passkeys", new PasskeyAnswer(question.Challenge, second.Create(question.Options)))).Value);
        Assert.NotNull((await ada.Call<Done>("RenameWayIn", new RenameWayInCommand(first.Reference, "Old laptop"))).Value);
        Assert.Contains((await ada.Call<WaysInList>("GetWaysIn")).Value!.Ways, w => w.Name == "Old laptop");

        Assert.NotNull((await ada.Call<Done>("RemoveWayIn", new RemoveWayInCommand(first.Reference))).Value);
        await using var phone = new TestBrowser();
        Assert.Equal(RefusalCode.PasskeyInvalid, (await phone.SignInWith(cluster.One, _authenticator)).Refusal?.Code);
        Assert.Equal(me.Id, (await phone.SignInWith(cluster.One, second)).Value?.Id);
    }
}
