using System.Net;

namespace ChatMux.WebFront.Tests.Hosting;

public sealed class OriginCheckTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost")] // another port is another origin
    public async Task The_socket_opens_for_no_other_page(string? origin)
    {
        await using var door = await Door.Open();
        using var answer = await door.Ask("/hub", headers: origin is null ? [] : [("Origin", origin)]);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_socket_opens_for_our_own_page()
    {
        await using var door = await Door.Open();
        using var answer = await door.Ask("/hub", headers: [("Origin", $"http://localhost:{door.Port}")]);
        Assert.Equal("in", await answer.Text());
    }

    [Fact]
    public async Task The_public_address_is_our_own_too()
    {
        await using var door = await Door.Open("--ChatMux:PublicUrl=https://chat.example.org");
        using var answer = await door.Ask("/hub", headers: [("Origin", "https://chat.example.org")]);
        Assert.Equal("in", await answer.Text());
    }

    [Fact]
    public async Task A_write_needs_our_origin_and_our_header()
    {
        await using var door = await Door.Open();
        var own = ("Origin", $"http://localhost:{door.Port}");
        var header = ("X-ChatMux", "1");
        foreach (var headers in new (string, string)[][] { [], [own], [header], [("Origin", "https://evil.example"), header] })
        {
            using var refused = await door.Ask("/api/session/end", method: HttpMethod.Post, headers: headers);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
        using var answer = await door.Write("/api/session/end");
        Assert.Equal("in", await answer.Text());
    }

    [Fact]
    public async Task Whoever_is_turned_away_and_whoever_fetches_a_file_is_not_even_asked_who_they_are()
    {
        await using var door = await Door.Open();
        using var foreign = await door.Ask("/hub", headers: [("Origin", "https://evil.example")]);
        using var insecure = await door.Ask("/api/entry", host: "192.168.1.5");
        using var file = await door.Ask("/assets/a.js");
        Assert.Equal(0, door.TimesAsked);
        using var answer = await door.Ask("/api/entry");
        Assert.Equal(1, door.TimesAsked);
    }
}
