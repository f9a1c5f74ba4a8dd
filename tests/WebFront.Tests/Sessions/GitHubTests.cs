using System.Net;
using System.Text.RegularExpressions;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Sessions;
using ChatMux.WebFront.Users;
using Microsoft.AspNetCore.Http;

namespace ChatMux.WebFront.Tests.Sessions;

/// <summary>The way to GitHub and back, against a stand-in, over two fronts.</summary>
public sealed partial class GitHubTests(TestCluster cluster) : IAsyncLifetime
{
    private static long _people = Random.Shared.NextInt64(1, 1L << 40);

    private GitHubStandIn _gitHub = null!;
    private TestFront _front = null!;

    public async ValueTask InitializeAsync()
    {
        _gitHub = await GitHubStandIn.Start();
        _gitHub.Is(Interlocked.Increment(ref _people), "octo-cat", "Mona Octocat");
        _front = await cluster.StartFront(null, _gitHub.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        await _gitHub.DisposeAsync();
        Assert.Empty(_gitHub.Complaints);
    }

    private string Origin => _front.Address.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task Somebody_comes_in_with_name_handle_and_picture()
    {
        using var browser = new PlainBrowser(_front);
        Assert.Equal("/", await GoesThrough(browser));
        var me = (await browser.Entry()).Me!;
        Assert.Equal(("Mona Octocat", false), (me.Name, me.Guest));
        Assert.StartsWith("octo_cat", me.Handle);
        // The same account again is the same person, whatever it is called now.
        _gitHub.Person = _gitHub.Person.Replace("octo-cat", "renamed", StringComparison.Ordinal);
        using var other = new PlainBrowser(_front);
        await GoesThrough(other);
        Assert.Equal(me, (await other.Entry()).Me);

        using var picture = await browser.Get($"/api/avatars/{me.Id}?v={me.Picture}");
        Assert.Equal(("image/png", HttpStatusCode.OK), (picture.Content.Headers.ContentType?.MediaType, picture.StatusCode));
        Assert.Equal("max-age=86400, private", picture.Headers.CacheControl?.ToString());
        using var again = await browser.Get($"/api/avatars/{me.Id}?v={me.Picture}");
        Assert.Equal(1, _gitHub.PicturesServed);
        using var stranger = new PlainBrowser(_front);
        using var refused = await stranger.Get($"/api/avatars/{me.Id}");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task What_goes_to_GitHub_is_bound_to_this_browser_and_asks_for_nothing_more()
    {
        using var browser = new PlainBrowser(_front);
        await browser.Write<Profile>("/api/session/guest", new EnterAsGuest("Ada", "#336699"));
        var session = browser.Cookies[SessionHandler.CookieName];
        using var leaving = await browser.SendForm("/api/session/github", Origin);
        var to = leaving.Headers.Location!.AbsoluteUri;
        Assert.StartsWith(new Uri(_gitHub.Address, "login/oauth/authorize?").AbsoluteUri, to);
        Assert.Contains(Uri.EscapeDataString($"{Origin}/api/session/github/callback"), to);
        Assert.DoesNotContain(session, to);
        var correlation = Assert.Single(browser.Set);
        Assert.StartsWith("__Host-cm-github.", correlation);
        foreach (var attribute in new[] { "path=/", "secure", "httponly", "samesite=lax" })
            Assert.Contains(attribute, correlation, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_guest_becomes_an_identity_in_place_and_a_second_browser_begins_no_other()
    {
        using var browser = new PlainBrowser(_front);
        var guest = (await browser.Write<Profile>("/api/session/guest", new EnterAsGuest("Ada", "#336699"))).Value!;
        var old = browser.Cookies[SessionHandler.CookieName];
        Assert.Equal("/", await GoesThrough(browser));
        Assert.NotEqual(old, browser.Cookies[SessionHandler.CookieName]);
        Assert.Equal((guest.Id, false), ((await browser.Entry()).Me!.Id, (await browser.Entry()).Me!.Guest));
        // A guest elsewhere who comes back as this person leaves the guest behind.
        using var second = new PlainBrowser(_front);
        var otherGuest = (await second.Write<Profile>("/api/session/guest", new EnterAsGuest("Somebody", "#336699"))).Value!;
        await GoesThrough(second);
        Assert.Equal(guest.Id, (await second.Entry()).Me!.Id);
        Assert.True((await cluster.Grains.GetGrain<IUserGrain>(otherGuest.Id.Value).GetProfile()).Value!.Guest);
    }

    [Fact]
    public async Task Saying_no_is_no_failure()
    {
        using var browser = new PlainBrowser(_front);
        Assert.Equal("/?signin=gitHubDenied", await GoesThrough(browser, "Cancel"));
        Assert.Null((await browser.Entry()).Me);
    }

    [Theory]
    [InlineData("/api/session/github/callback")]
    [InlineData("/api/session/github/callback?code=x&state=y")]
    [InlineData("/api/session/github/callback?error=access_denied")]
    [InlineData("/api/session/github/callback?returnUrl=https://evil.example&code=x")]
    public async Task A_way_back_that_nobody_went_leads_nowhere(string path)
    {
        using var browser = new PlainBrowser(_front);
        using var back = await browser.Get(path);
        Assert.Equal("/?signin=signInFailed", back.Headers.Location?.OriginalString);
        Assert.Null((await browser.Entry()).Me);
    }

    [Fact]
    public async Task The_way_back_of_another_browser_leads_nowhere()
    {
        using var eve = new PlainBrowser(_front);
        var evesWayBack = await WayBack(eve, "Authorize");
        using var ada = new PlainBrowser(_front);
        using var leaving = await ada.SendForm("/api/session/github", Origin);
        Assert.Equal("/?signin=signInFailed", await Follow(ada, evesWayBack));
        Assert.Null((await ada.Entry()).Me);
        // It was not used up by that: it is Eve's own.
        Assert.Equal("/", await Follow(eve, evesWayBack));
        Assert.Equal("/?signin=signInFailed", await Follow(eve, evesWayBack));
    }

    [Fact]
    public async Task A_GitHub_that_is_down_or_talks_nonsense_is_told_and_changes_nothing()
    {
        Func<HttpContext, Task>[] broken =
        [
            http => Answer(http, 500, "application/json", "{}"),
            http => Answer(http, 200, "text/html", "<h1>unicorn</h1>"),
            http => Answer(http, 200, "application/json", "{"),
            http => Answer(http, 200, "application/json", "[]"),
            http => Answer(http, 200, "application/json", "{\"id\":\"1\",\"login\":7}"),
            http => Answer(http, 200, "application/json", "{\"id\":0,\"login\":\"zero\"}"),
            http => { http.Abort(); return Task.CompletedTask; },
        ];
        using var browser = new PlainBrowser(_front);
        foreach (var answer in broken)
        {
            _gitHub.UserBroken = answer;
            Assert.Equal("/?signin=gitHubUnavailable", await GoesThrough(browser));
        }
        _gitHub.UserBroken = null;
        foreach (var answer in broken[..3])
        {
            _gitHub.TokenBroken = answer;
            Assert.Equal("/?signin=gitHubUnavailable", await GoesThrough(browser));
        }
        Assert.Null((await browser.Entry()).Me);
        _gitHub.TokenBroken = null;
        Assert.Equal("/", await GoesThrough(browser));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    public async Task Only_our_own_page_sends_people_to_GitHub(string? origin)
    {
        using var browser = new PlainBrowser(_front);
        using var refused = await browser.SendForm("/api/session/github", origin);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Empty(browser.Cookies);
        using var read = await browser.Get("/api/session/github");
        Assert.NotEqual(HttpStatusCode.Redirect, read.StatusCode);
    }

    [Fact]
    public async Task An_account_at_GitHub_is_added_to_an_identity_and_opens_one_alone()
    {
        using var authenticator = new SoftAuthenticator { Origin = Origin };
        await using var ada = new TestBrowser();
        var me = (await ada.SignUp(_front, authenticator)).Value!;
        using var browser = new PlainBrowser(_front);
        browser.Cookies[SessionHandler.CookieName] = ada.Cookie.Split('=', 2)[1];
        Assert.Equal("/?signin=added", await GoesThrough(browser, "Authorize", ("purpose", "add")));
        using var elsewhere = new PlainBrowser(_front);
        await GoesThrough(elsewhere);
        Assert.Equal(me.Id, (await elsewhere.Entry()).Me?.Id);

        using var other = new SoftAuthenticator { Origin = Origin };
        await using var bob = new TestBrowser();
        await bob.SignUp(_front, other, "Bob");
        using var bobs = new PlainBrowser(_front);
        bobs.Cookies[SessionHandler.CookieName] = bob.Cookie.Split('=', 2)[1];
        Assert.Equal("/?signin=loginTaken", await GoesThrough(bobs, "Authorize", ("purpose", "add")));
        using var nobody = new PlainBrowser(_front);
        Assert.Equal("/?signin=notSignedIn", await GoesThrough(nobody, "Authorize", ("purpose", "add")));
    }

    [Fact]
    public async Task Whoever_leaves_too_often_reads_a_sentence_and_no_JSON()
    {
        await using var front = await cluster.StartFront(null, [.. _gitHub.Settings, "--ChatMux:Limits:SessionsPerAddress:Burst=1"]);
        using var browser = new PlainBrowser(front);
        var origin = front.Address.GetLeftPart(UriPartial.Authority);
        using var first = await browser.SendForm("/api/session/github", origin);
        using var second = await browser.SendForm("/api/session/github", origin);
        Assert.Equal("/?signin=tooFast", second.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Whoever_came_to_the_browser_meanwhile_is_given_nothing()
    {
        using SoftAuthenticator one = new() { Origin = Origin }, other = new() { Origin = Origin };
        await using var ada = new TestBrowser();
        await using var eve = new TestBrowser();
        await ada.SignUp(_front, one);
        await eve.SignUp(_front, other, "Eve");
        using var browser = new PlainBrowser(_front);
        browser.Cookies[SessionHandler.CookieName] = ada.Cookie.Split('=', 2)[1];
        var back = await WayBack(browser, "Authorize", ("purpose", "add"));
        browser.Cookies[SessionHandler.CookieName] = eve.Cookie.Split('=', 2)[1];
        Assert.Equal("/?signin=signInFailed", await Follow(browser, back));
    }

    [Fact]
    public async Task A_GitHub_that_is_slow_is_not_waited_for_without_end()
    {
        _gitHub.UserBroken = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var browser = new PlainBrowser(_front);
        Assert.Equal("/?signin=gitHubUnavailable", await GoesThrough(browser));
    }

    [Fact]
    public async Task A_picture_that_is_none_or_too_large_is_not_passed_on()
    {
        Func<HttpContext, Task>[] broken =
        [
            http => Answer(http, 200, "text/html", "<script>alert(1)</script>"),
            http => Answer(http, 200, "image/svg+xml", "<svg/>"),
            http => Answer(http, 404, "image/png", ""),
            http => Answer(http, 200, "image/png", new string('x', Pictures.MostBytes + 1)),
            http => { http.Response.Redirect("http://localhost:1/internal"); return Task.CompletedTask; },
        ];
        foreach (var answer in broken)
        {
            _gitHub.Is(Interlocked.Increment(ref _people), "octo-cat", null);
            _gitHub.PictureBroken = answer;
            using var browser = new PlainBrowser(_front);
            await GoesThrough(browser);
            using var picture = await browser.Get($"/api/avatars/{(await browser.Entry()).Me!.Id}");
            Assert.Equal(HttpStatusCode.NotFound, picture.StatusCode);
        }
    }

    [Fact]
    public async Task A_picture_elsewhere_is_never_fetched()
    {
        _gitHub.Person = """{"id":4711,"login":"mallory","avatar_url":"http://127.0.0.1:1/admin"}""".Replace("4711", $"{Interlocked.Increment(ref _people)}", StringComparison.Ordinal);
        using var browser = new PlainBrowser(_front);
        await GoesThrough(browser);
        using var picture = await browser.Get($"/api/avatars/{(await browser.Entry()).Me!.Id}");
        Assert.Equal(HttpStatusCode.NotFound, picture.StatusCode);
    }

    [Fact]
    public async Task A_front_without_it_offers_none_and_has_no_such_address()
    {
        using var browser = new PlainBrowser(cluster.One);
        Assert.False((await browser.Entry()).Ways.GitHub);
        using var refused = await browser.SendForm("/api/session/github", cluster.One.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.True((await new PlainBrowser(_front).Entry()).Ways.GitHub);
    }

    [Fact]
    public async Task A_sign_in_begun_at_one_front_ends_at_another()
    {
        // As behind a balancer: both are this address.
        await using var other = await cluster.StartFront(null, [.. _gitHub.Settings, $"--ChatMux:PublicUrl={Origin}"]);
        using var browser = new PlainBrowser(_front);
        var back = await WayBack(browser, "Authorize");
        var there = new PlainBrowser(other);
        foreach (var (name, value) in browser.Cookies)
            there.Cookies[name] = value;
        Assert.Equal("/", await Follow(there, new UriBuilder(back) { Port = other.Address.Port }.Uri));
        Assert.Equal("Mona Octocat", (await there.Entry()).Me?.Name);
    }

    private async Task<string> GoesThrough(PlainBrowser browser, string link = "Authorize", params (string, string)[] fields) =>
        await Follow(browser, await WayBack(browser, link, fields));

    /// <summary>Leaves for GitHub and chooses a link there.</summary>
    private async Task<Uri> WayBack(PlainBrowser browser, string link, params (string, string)[] fields)
    {
        using var leaving = await browser.SendForm("/api/session/github", Origin, fields);
        Assert.Equal(HttpStatusCode.Redirect, leaving.StatusCode);
        using var gitHub = new HttpClient();
        var page = await gitHub.GetStringAsync(leaving.Headers.Location);
        var links = Link().Matches(page).ToDictionary(m => m.Groups[2].Value, m => m.Groups[1].Value);
        return new Uri(WebUtility.HtmlDecode(links[link]));
    }

    private static async Task<string> Follow(PlainBrowser browser, Uri back)
    {
        using var arriving = await browser.Get(back.PathAndQuery);
        Assert.Equal(HttpStatusCode.Redirect, arriving.StatusCode);
        return arriving.Headers.Location!.OriginalString;
    }

    private static async Task Answer(HttpContext http, int status, string type, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(body);
    }

    [GeneratedRegex("<a href=\"([^\"]+)\">(\\w+)</a>")]
    private static partial Regex Link();
}
