using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Presence;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Presence;

namespace ChatMux.Grains.Tests.Presence;

/// <summary>How a person appears; tabs are written short: <c>a</c> attached, <c>g</c> gone and may come back, in capitals while idle.</summary>
public sealed class PresenceRulesTests
{
    private static ConnectionPresence[] Tabs(string tabs) => [.. tabs.Select((tab, i) => new ConnectionPresence(
        ConnectionId.Of($"{9 - i:x32}"), HexId.New<SessionId>(), HexId.New<FrontId>(), DeviceKind.Desktop, char.ToLowerInvariant(tab) == 'a', char.IsUpper(tab)))];

    [Theory]
    [InlineData(Availability.Available, "", null)]
    [InlineData(Availability.Available, "a", PersonPresence.Online)]
    [InlineData(Availability.Available, "A", PersonPresence.Idle)]
    [InlineData(Availability.Available, "aA", PersonPresence.Online)]
    [InlineData(Availability.Available, "AA", PersonPresence.Idle)]
    [InlineData(Availability.Available, "g", PersonPresence.Online)]
    [InlineData(Availability.Available, "G", PersonPresence.Idle)]
    [InlineData(Availability.Available, "Ag", PersonPresence.Online)]
    [InlineData(Availability.Available, "AG", PersonPresence.Idle)]
    [InlineData(Availability.DoNotDisturb, "", null)]
    [InlineData(Availability.DoNotDisturb, "a", PersonPresence.DoNotDisturb)]
    [InlineData(Availability.DoNotDisturb, "A", PersonPresence.DoNotDisturb)]
    [InlineData(Availability.DoNotDisturb, "g", PersonPresence.DoNotDisturb)]
    [InlineData(Availability.Invisible, "", null)]
    [InlineData(Availability.Invisible, "a", null)]
    [InlineData(Availability.Invisible, "A", null)]
    [InlineData(Availability.Invisible, "aAg", null)]
    public void What_others_see(Availability availability, string tabs, PersonPresence? seen) =>
        Assert.Equal(seen, PresenceRules.Shown(availability, Tabs(tabs)));

    [Fact]
    public void The_person_sees_their_attached_tabs_in_an_order_that_stays()
    {
        var tabs = Tabs("aGAg");
        var own = PresenceRules.Own(Availability.Invisible, tabs);
        Assert.Equal(Availability.Invisible, own.Availability);
        Assert.Equal([(tabs[2].Connection, true), (tabs[0].Connection, false)], own.Connections.Select(c => (c.Connection, c.Idle)));
        Assert.Equal(own.Connections, PresenceRules.Own(Availability.Invisible, tabs.Reverse()).Connections);
    }
}
