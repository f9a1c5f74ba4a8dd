using System.Net;
using System.Net.Sockets;
using ChatMux.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace ChatMux.Silo.Tests.Hosting;

public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("", "127.0.0.1")]
    [InlineData("127.0.0.2", "127.0.0.2")]
    [InlineData("localhost", "127.0.0.1")]
    public void It_is_an_address_or_a_name_of_this_machine(string setting, string address) =>
        Assert.Equal(IPAddress.Parse(address), OwnAddress.Read(Settings(setting)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("203.0.113.7")]
    [InlineData("no-such-name.invalid")]
    [InlineData("not a name")]
    public void What_others_cannot_reach_it_by_is_refused_in_one_sentence(string setting)
    {
        var refusal = Assert.Throws<StartupException>(() => OwnAddress.Read(Settings(setting)));

        Assert.Contains($"ChatMux:SiloAddress is \"{setting}\"", refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_port_must_be_free_on_the_address_that_is_used_and_may_be_taken_on_others()
    {
        using var other = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        Assert.Equal(port, LocalPort.Configured(Settings(""), "ChatMux:SiloPort", port, IPAddress.Loopback));
        var refusal = Assert.Throws<StartupException>(() => LocalPort.Configured(Settings(""), "ChatMux:SiloPort", port, IPAddress.Parse("127.0.0.2")));
        Assert.Contains($"Port {port} of 127.0.0.2 ", refusal.Message);
    }

    private static IConfiguration Settings(string address) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(OwnAddress.Setting, address)]).Build();
}
