using System.Net;
using ChatMux.WebFront.Hosting;

namespace ChatMux.WebFront.Tests.Hosting;

public sealed class AddressLimitsTests
{
    [Fact]
    public async Task One_address_begins_only_so_many_sessions_and_may_always_end_one()
    {
        await using var door = await Door.Open("--ChatMux:Limits:SessionsPerAddress:Burst=2", "--ChatMux:Limits:SessionsPerAddress:RefillSeconds=600");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await door.Write("/api/session/guest");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        using var refused = await door.Write("/api/session/guest");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("""{"value":null,"refusal":{"code":"tooFast","retryAfterMs":600000}}""", await refused.Text());
        using var end = await door.Write("/api/session/end");
        Assert.Equal(HttpStatusCode.OK, end.StatusCode);
    }

    [Fact]
    public async Task One_address_holds_only_so_many_sockets_and_a_closed_one_makes_room()
    {
        await using var door = await Door.Open("--ChatMux:Limits:SocketsPerAddress=1");
        var open = door.HeldHub();
        await door.HubEntered;
        using (var refused = await door.HeldHub())
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        door.LetHubEnd();
        using var answer = await open;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var again = await door.HeldHub();
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void An_IPv6_host_is_as_many_addresses_as_its_network(string one, string other, bool same) =>
        Assert.Equal(same, AddressLimits.AddressKey(IPAddress.Parse(one)) == AddressLimits.AddressKey(IPAddress.Parse(other)));
}
