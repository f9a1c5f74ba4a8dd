using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.WebFront.Sessions;

namespace ChatMux.WebFront.Tests.Sessions;

/// <summary>One identity in several browsers, over two fronts.</summary>
public sealed class DeviceTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly SoftAuthenticator _authenticator = new() { Origin = cluster.One.Address.GetLeftPart(UriPartial.Authority) };
    private readonly TestBrowser _laptop = new();
    private readonly TestBrowser _phone = new();

    public async ValueTask InitializeAsync()
    {
        await _laptop.SignUp(cluster.One, _authenticator);
        await _phone.SignInWith(cluster.One, _authenticator);
        await _laptop.Open(cluster.One);
        await _laptop.Attach();
        await _phone.Open(cluster.Two);
        await _phone.Attach();
    }

    public async ValueTask DisposeAsync()
    {
        _authenticator.Dispose();
        await _laptop.DisposeAsync();
        await _phone.DisposeAsync();
    }

    private static async Task<IReadOnlyList<DeviceSession>> Devices(TestBrowser browser) => (await browser.Call<DeviceList>("GetDevices")).Value!.Sessions;

    private static async Task IsSignedOut(TestBrowser browser, TestFront front)
    {
        await browser.Sees<SessionEnded>(e => e.Reason == SessionEndReason.EndedElsewhere);
        await browser.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<Exception>(() => browser.Open(front));
    }

    [Fact]
    public async Task A_browser_sees_all_of_them_and_signs_one_out_at_once()
    {
        await using var tab = await _phone.OtherTab(cluster.One);
        var devices = await Devices(_laptop);
        Assert.Equal(2, devices.Count);
        var phone = devices.Single(d => !d.Current);
        Assert.Equal([false, false], phone.Tabs.Select(t => t.Current));
        Assert.True(Assert.Single(devices.Single(d => d.Current).Tabs).Current);
        Assert.NotNull((await _laptop.Call<Done>("EndSession", new EndSessionCommand(phone.Reference))).Value);
        await IsSignedOut(_phone, cluster.Two);
        await tab.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Single(await Devices(_laptop));
    }

    [Fact]
    public async Task All_others_are_signed_out()
    {
        Assert.NotNull((await _phone.Call<Done>("EndOtherSessions")).Value);
        await IsSignedOut(_laptop, cluster.One);
        Assert.True(Assert.Single(await Devices(_phone)).Current);
    }

    [Fact]
    public async Task Signing_out_everywhere_leaves_none()
    {
        await _laptop.Post<Done>(cluster.Two, "/api/session/end", new EndSession(Everywhere: true));
        await IsSignedOut(_phone, cluster.One);
        await Assert.ThrowsAnyAsync<Exception>(() => _laptop.Open(cluster.One));
    }

    [Fact]
    public async Task A_reference_of_another_persons_device_opens_and_ends_nothing()
    {
        var reference = (await Devices(_laptop))[0].Reference;
        await using var eve = await TestBrowser.Enter(cluster.One, "Eve");
        Assert.Equal(RefusalCode.NotFound, (await eve.Call<Done>("EndSession", new EndSessionCommand(reference))).Refusal?.Code);
        // What is listed is no cookie.
        using var thief = new PlainBrowser(cluster.One);
        thief.Cookies[SessionHandler.CookieName] = reference;
        Assert.Null((await thief.Entry()).Me);
        Assert.Equal(2, (await Devices(_laptop)).Count);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge", "Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari", "iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome", "Android")]
    [InlineData("curl/8.0", "", "")]
    [InlineData(null, "", "")]
    public void A_browser_is_called_by_a_name_that_people_know(string? agent, string browser, string system) =>
        Assert.Equal((browser, system), BrowserName.Of(agent));
}
