using System.Net;
using ChatMux.WebFront.Hosting;

namespace ChatMux.WebFront.Tests.Hosting;

public sealed class ClientFilesTests
{
    [Fact]
    public async Task Every_answer_forbids_what_the_security_design_forbids()
    {
        await using var door = await Door.Open();
        foreach (var path in new[] { "/", "/assets/a.js", "/api/entry", "/nowhere.js" })
        {
            using var answer = await door.Ask(path);
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, answer.Header("Content-Security-Policy"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("same-origin", answer.Header("Referrer-Policy"));
            Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
            Assert.Equal("same-origin", answer.Header("Cross-Origin-Resource-Policy"));
            Assert.StartsWith("camera=(self)", answer.Header("Permissions-Policy"), StringComparison.Ordinal);
            Assert.Null(answer.Header("Server"));
            Assert.Null(answer.Header("Strict-Transport-Security"));
        }
    }

    [Theory]
    [InlineData("/assets/a.js", "public, max-age=31536000, immutable")]
    [InlineData("/icon.svg", "no-cache")]
    [InlineData("/", "no-cache")]
    [InlineData("/api/entry", "no-store")]
    public async Task Only_what_never_changes_is_kept(string path, string caching)
    {
        await using var door = await Door.Open();
        using var answer = await door.Ask(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(caching.Split(", ").Order(), answer.Header("Cache-Control")!.Split(", ").Order());
    }

    [Fact]
    public async Task Files_are_compressed()
    {
        await using var door = await Door.Open();
        using var answer = await door.Ask("/assets/a.js", headers: [("Accept-Encoding", "gzip, br")]);
        Assert.Equal("br", answer.Header("Content-Encoding"));
    }

    [Theory]
    [InlineData("/", "text/html", HttpStatusCode.OK)]
    [InlineData("/", "*/*", HttpStatusCode.OK)]
    [InlineData("/rooms/general", "text/html", HttpStatusCode.OK)]
    [InlineData("/rooms/general", "*/*", HttpStatusCode.NotFound)]
    [InlineData("/rooms/general", "application/json", HttpStatusCode.NotFound)]
    [InlineData("/api/nothing", "text/html", HttpStatusCode.NotFound)]
    [InlineData("/health/nothing", "text/html", HttpStatusCode.NotFound)]
    [InlineData("/assets/gone.js", "text/html", HttpStatusCode.NotFound)]
    public async Task A_person_gets_the_page_wherever_it_has_one_and_a_program_does_not(string path, string accept, HttpStatusCode status)
    {
        await using var door = await Door.Open();
        using var answer = await door.Ask(path, accept: accept);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(
            status == HttpStatusCode.OK ? Door.Page : """{"value":null,"refusal":{"code":"notFound","retryAfterMs":null}}""", await answer.Text());
    }
}
