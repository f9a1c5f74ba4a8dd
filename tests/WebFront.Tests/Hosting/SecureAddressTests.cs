using System.Net;

namespace ChatMux.WebFront.Tests.Hosting;

public sealed class SecureAddressTests
{
    [Fact]
    public async Task A_browser_from_another_machine_over_plain_http_gets_a_page_that_says_what_it_needs()
    {
        await using var door = await Door.Open();
        using var answer = await door.Ask("/", host: $"192.168.1.5:{door.Port}");
        var page = await answer.Text();
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("needs a secure address", page, StringComparison.Ordinal);
        Assert.Contains("--https", page, StringComparison.Ordinal);
        Assert.Contains($"reverse_proxy localhost:{door.Port}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("style-src 'sha256-", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/entry")]
    [InlineData("/hub")]
    [InlineData("/assets/a.js")]
    public async Task Nothing_else_is_given_over_plain_http(string path)
    {
        await using var door = await Door.Open();
        using var answer = await door.Ask(path, host: "192.168.1.5");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("\"refusal\":{\"code\":", await answer.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Localhost_in_numbers_leads_to_its_name(string host)
    {
        await using var door = await Door.Open();
        using var answer = await door.Ask("/room?x=1", host: $"{host}:{door.Port}");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        Assert.Equal($"http://localhost:{door.Port}/room?x=1", answer.Header("Location"));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("chat.localhost")]
    public async Task Localhost_is_let_in(string host)
    {
        await using var door = await Door.Open();
        using var answer = await door.Ask("/api/entry", host: $"{host}:{door.Port}");
        Assert.Equal("in", await answer.Text());
    }

    [Fact]
    public async Task Health_is_told_by_whatever_address()
    {
        await using var door = await Door.Open();
        using var live = await door.Ask("/health/live", host: "10.1.2.3");
        using var ready = await door.Ask("/health/ready", host: "10.1.2.3");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode); // no cluster behind this door
    }

    [Fact]
    public async Task A_known_proxy_that_says_https_is_believed()
    {
        await using var door = await Door.Open("--ChatMux:KnownProxies=127.0.0.1");
        using var answer = await door.Ask("/api/entry", host: "chat.example.org", headers: [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.9")]);
        Assert.Equal("in", await answer.Text());
        Assert.Contains("max-age=31536000", answer.Header("Strict-Transport-Security"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "chat.example.org")]
    [InlineData("10.0.0.0/8", "chat.example.org")]
    [InlineData("", "chat.localhost")]
    public async Task Anyone_else_who_says_https_is_not_believed_and_told_why(string known, string host)
    {
        await using var door = await Door.Open($"--ChatMux:KnownProxies={known}");
        using var answer = await door.Ask("/", host: host, headers: [("X-Forwarded-Proto", "https")]);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("ChatMux:KnownProxies</code>.</p>", await answer.Text(), StringComparison.Ordinal);
    }
}
