using System.Net;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Hosting;
using ChatMux.WebFront.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace ChatMux.WebFront.Tests.Sessions;

public sealed class DemoIdentityTests(TestCluster cluster)
{
    [Theory]
    [InlineData("Development", "localhost", "127.0.0.1", null, null, true)]
    [InlineData("Development", "localhost", "::1", null, null, true)]
    [InlineData("Production", "localhost", "127.0.0.1", null, null, false)]
    [InlineData("Staging", "localhost", "127.0.0.1", null, null, false)]
    [InlineData("Development", "chat.example.org", "127.0.0.1", null, null, false)]
    [InlineData("Development", "sub.localhost", "127.0.0.1", null, null, false)]
    [InlineData("Development", "localhost", "192.168.1.5", null, null, false)]
    [InlineData("Development", "localhost", "127.0.0.1", "X-Forwarded-For", null, false)]
    [InlineData("Development", "localhost", "127.0.0.1", "X-Original-For", null, false)]
    [InlineData("Development", "localhost", "127.0.0.1", "Forwarded", null, false)]
    [InlineData("Development", "localhost", "127.0.0.1", "Via", null, false)]
    [InlineData("Development", "localhost", "127.0.0.1", null, "https://chat.example.org", false)]
    public void They_are_for_the_developers_own_machine(string environment, string host, string from, string? header, string? publicUrl, bool allowed)
    {
        var http = new DefaultHttpContext();
        http.Request.Host = new HostString(host, 5080);
        http.Connection.RemoteIpAddress = IPAddress.Parse(from);
        if (header is not null)
            http.Request.Headers[header] = "192.0.2.1";
        var settings = FrontSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("ChatMux:PublicUrl", publicUrl)]).Build());
        Assert.Equal(allowed, DemoIdentities.MayBeUsed(new Place(environment), settings, http));
    }

    [Fact]
    public async Task Two_people_are_tried_on_one_machine()
    {
        await using var front = await cluster.StartFront(null, "--environment=Development");
        using PlainBrowser one = new(front), other = new(front), again = new(front);
        Assert.Equal(DemoIdentities.Names, (await one.Entry()).Ways.Demo);
        var ada = (await one.Write<Profile>("/api/session/demo", new EnterAsDemo("Ada"))).Value!;
        var grace = (await other.Write<Profile>("/api/session/demo", new EnterAsDemo("Grace"))).Value!;
        Assert.Equal((false, "Ada", "Grace"), (ada.Guest, ada.Name, grace.Name));
        Assert.Equal(ada.Id, (await again.Write<Profile>("/api/session/demo", new EnterAsDemo("Ada"))).Value?.Id);
        Assert.Equal(RefusalCode.NotFound, (await again.Write<Profile>("/api/session/demo", new EnterAsDemo("Mallory"))).Refusal?.Code);
        using var proxied = new PlainBrowser(front);
        Assert.Equal(RefusalCode.NotFound, (await proxied.Write<Profile>("/api/session/demo", new EnterAsDemo("Ada"), ("X-Forwarded-Host", "x"))).Refusal?.Code);
    }

    [Fact]
    public async Task Elsewhere_there_are_none()
    {
        using var browser = new PlainBrowser(cluster.One);
        Assert.Empty((await browser.Entry()).Ways.Demo);
        using var answer = await browser.Get("/api/session/demo");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(RefusalCode.NotFound, (await browser.Write<Profile>("/api/session/demo", new EnterAsDemo("Ada"))).Refusal?.Code);
    }

    private sealed class Place(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;
        public string ApplicationName { get; set; } = "";
        public string ContentRootPath { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
