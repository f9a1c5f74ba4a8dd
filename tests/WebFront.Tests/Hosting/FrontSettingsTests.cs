using ChatMux.WebFront.Hosting;
using Microsoft.Extensions.Configuration;

namespace ChatMux.WebFront.Tests.Hosting;

public sealed class FrontSettingsTests
{
    private static FrontSettings Read(params string[] args) =>
        FrontSettings.Read(new ConfigurationBuilder().AddCommandLine(FrontArguments.Expand(args)).Build());

    [Fact]
    public void Https_is_a_bare_switch_wherever_it_stands()
    {
        Assert.True(Read("--https").Https);
        Assert.True(Read("--ChatMux:DataDirectory", "x", "--https", "--urls", "https://*:1").Https);
        Assert.False(Read("--urls", "https://*:1").Https);
    }

    [Theory]
    [InlineData("https://chat.example.org")]
    [InlineData("https://chat.example.org:8443/")]
    [InlineData("http://localhost:5080")]
    public void A_public_address_is_one_that_browsers_trust(string url) =>
        Assert.Equal(new Uri(url), Read($"--ChatMux:PublicUrl={url}").PublicUrl);

    [Theory]
    [InlineData("ChatMux:PublicUrl", "http://chat.example.org")]
    [InlineData("ChatMux:PublicUrl", "https://chat.example.org/chat")]
    [InlineData("ChatMux:PublicUrl", "chat.example.org")]
    [InlineData("ChatMux:KnownProxies", "caddy")]
    [InlineData("ChatMux:Https", "sometimes")]
    [InlineData("ChatMux:Limits:SessionsPerAddress:Burst", "0")]
    public void What_cannot_be_meant_is_told_with_the_setting_and_its_value(string key, string value)
    {
        var sentence = Assert.Throws<CannotStartException>(() => Read($"--{key}={value}")).Message;
        Assert.Contains(key, sentence, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Proxies_are_addresses_and_networks() =>
        Assert.Equal(["127.0.0.1/32", "10.0.0.0/8", "::1/128"], Read("--ChatMux:KnownProxies=127.0.0.1, 10.0.0.0/8,::1").KnownProxies.Select(proxy => proxy.ToString()));
}
