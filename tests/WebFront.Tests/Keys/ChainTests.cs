using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Tests.Keys;
using ChatMux.WebFront.Keys;
using ChatMux.WebFront.Tests.Friends;
using Microsoft.AspNetCore.SignalR.Client;

namespace ChatMux.WebFront.Tests.Keys;

public sealed class ChainTests(TestCluster cluster)
{
    private static readonly string Id = new('a', 32);

    private readonly TestDevice _laptop = new();
    private readonly TestDevice _phone = new();
    private readonly byte[] _key = TestDevice.NewPoint();

    private static UserId Me(TestBrowser browser) => browser.Welcome.Me.Id;

    private static async Task<IReadOnlyList<byte[]>?> Reads(TestBrowser browser, UserId of) =>
        (await browser.Call<DeviceChain>("GetChain", new GetChainCommand(of))).Value?.Entries;

    private static async Task<RefusalCode?> Appends(TestBrowser browser, byte[] entry, byte[]? before = null) =>
        (await browser.Call<Done>("AppendToChain", new AppendToChainCommand(entry, entry.Length == 0 || entry[0] == 0 ? [] : TestDevice.KeysOf(entry, before)))).Refusal?.Code;

    [Fact]
    public async Task What_one_appends_at_one_front_the_friends_read_at_another_and_nobody_else()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var bo = await Accounts.Enter(cluster.Two, "Bo");
        await using var cyd = await Accounts.Enter(cluster.Two, "Cyd");
        await using var guest = await TestBrowser.Enter(cluster.One, "Guest");
        await ada.Does(FriendAct.Request, bo);
        await bo.Does(FriendAct.Accept, ada);
        Assert.Equal([], await Reads(ada, Me(ada)));
        var genesis = _laptop.Signs(Me(ada), null, [_laptop], _key);
        var both = _laptop.Signs(Me(ada), genesis, [_laptop, _phone], _key);
        Assert.Null(await Appends(ada, genesis));
        Assert.Null(await Appends(ada, both, genesis));
        // A retry.
        Assert.Null(await Appends(ada, both, genesis));
        foreach (var reader in new[] { ada, bo })
            Assert.Equal([genesis, both], await Reads(reader, Me(ada)));
        foreach (var other in new[] { cyd, guest })
            Assert.Null(await Reads(other, Me(ada)));
        Assert.Null(await Reads(ada, HexId.New<UserId>()));
    }

    [Fact]
    public async Task Nobody_changes_another_s_devices_and_a_guest_has_none()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var eve = await Accounts.Enter(cluster.Two, "Eve");
        await using var guest = await TestBrowser.Enter(cluster.One, "Guest");
        var genesis = _laptop.Signs(Me(ada), null, [_laptop], _key);
        // To whose chain it goes is not hers to say: it is her own.
        Assert.Equal(RefusalCode.InvalidChainEntry, await Appends(eve, genesis));
        Assert.Equal(RefusalCode.IdentityNeeded, await Appends(guest, _laptop.Signs(Me(guest), null, [_laptop], _key)));
        Assert.Null(await Appends(ada, genesis));
        Assert.Equal(RefusalCode.ChainMovedOn, await Appends(ada, _phone.Signs(Me(ada), null, [_phone], _key)));
        Assert.Equal([genesis], await Reads(ada, Me(ada)));
    }

    public static readonly TheoryData<string, object?> Wrong = new()
    {
        { "GetChain", null },
        { "GetChain", Id },
        { "GetChain", new Dictionary<string, object?>() },
        { "GetChain", new Dictionary<string, object?> { ["user"] = Id[1..] } },
        { "AppendToChain", null },
        { "AppendToChain", new Dictionary<string, object?>() },
        { "AppendToChain", new Dictionary<string, object?> { ["entry"] = null } },
        { "AppendToChain", new Dictionary<string, object?> { ["entry"] = new Dictionary<string, object?>() } },
        { "AppendToChain", new Dictionary<string, object?> { ["entry"] = 7 } },
        { "AppendToChain", new Dictionary<string, object?> { ["entry"] = new byte[3] } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task What_no_honest_browser_sends_is_refused(string method, object? command)
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        Assert.Equal(RefusalCode.Malformed, (await ada.Socket.InvokeCoreAsync<Result<Done>>(method, [command])).Refusal?.Code);
        Assert.Equal(RefusalCode.InvalidChainEntry, await Appends(ada, []));
        Assert.Equal(RefusalCode.InvalidChainEntry, await Appends(ada, new byte[30_000]));
        Assert.Equal([], await Reads(ada, Me(ada)));
    }
}
