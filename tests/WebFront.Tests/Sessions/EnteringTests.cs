using System.Net;
using System.Net.Http.Json;
using System.Text;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Delivery;
using ChatMux.WebFront.Sessions;

namespace ChatMux.WebFront.Tests.Sessions;

public sealed class EnteringTests(TestCluster cluster) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false });

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Post(string path, string body, string type = "application/json", string? cookie = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cluster.One.Address, path)) { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Add("X-ChatMux", "1");
        request.Headers.Add("Origin", cluster.One.Address.GetLeftPart(UriPartial.Authority));
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        return await _http.SendAsync(request);
    }

    private async Task<Entry> Entry(string cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(cluster.One.Address, "/api/entry"));
        request.Headers.Add("Cookie", cookie);
        using var response = await _http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<Entry>(ContractJson.Options))!;
    }

    [Fact]
    public async Task A_guest_gets_a_cookie_that_only_this_server_and_no_script_can_read()
    {
        using var response = await Post("/api/session/guest", """{"name":" Ada  Lovelace ","colour":"#AABBCC"}""");
        var guest = (await response.Content.ReadFromJsonAsync<Result<Profile>>(ContractJson.Options))!.Value!;
        Assert.Equal(("Ada Lovelace", "#aabbcc", true), (guest.Name, guest.Colour, guest.Guest));
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("^__Host-cm=[A-Za-z0-9_-]{43}; ", cookie);
        foreach (var attribute in new[] { "path=/", "secure", "httponly", "samesite=lax" })
            Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(guest, (await Entry(cookie.Split(';')[0])).Me);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"name":7,"colour":"#aabbcc"}""")]
    [InlineData("""{"name":"Ada","colour":"#aabbcc"}""", "text/plain")]
    public async Task A_body_that_cannot_be_read_is_refused_without_a_word_of_the_inside(string body, string type = "application/json")
    {
        using var response = await Post("/api/session/guest", body, type);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Matches("\"code\":\"(malformed|invalidName)\"", text);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_clears_the_cookie_and_may_be_repeated()
    {
        using var entered = await Post("/api/session/guest", """{"name":"Ada","colour":"#aabbcc"}""");
        var cookie = entered.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        for (var i = 0; i < 2; i++)
        {
            using var left = await Post("/api/session/end", "{}", cookie: cookie);
            Assert.Equal(HttpStatusCode.OK, left.StatusCode);
            Assert.Contains("expires=Thu, 01 Jan 1970", left.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        }
        Assert.Null((await Entry(cookie)).Me);
    }

    [Fact]
    public async Task A_stranger_learns_the_limits_and_nothing_of_anyone()
    {
        var entry = await Entry("__Host-cm=" + new string('A', 43));
        Assert.Null(entry.Me);
        Assert.Equal((Limits.NameLength, Limits.MessageLength), (entry.NameLength, entry.MessageLength));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        using var response = await _http.GetAsync(new Uri(cluster.One.Address, "/api/secrets"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
