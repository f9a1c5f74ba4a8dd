using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Tests.Keys;
using ChatMux.WebFront.Keys;
using ChatMux.WebFront.Tests.Friends;
using Microsoft.AspNetCore.SignalR.Client;

namespace ChatMux.WebFront.Tests.Keys;

/// <summary>How browsers of one identity become its devices and cease to be, from socket to socket.</summary>
public sealed class KeyDeviceTests(TestCluster cluster)
{
    private const RefusalCode Fine = (RefusalCode)(-1);
    private const RefusalCode NotFound = RefusalCode.NotFound;
    private const RefusalCode Unproven = RefusalCode.DeviceNotAdded;

    private static readonly PairingId Nothing = HexId.New<PairingId>();

    private readonly TestDevice _laptop = new();
    private readonly TestDevice _phone = new();
    private readonly byte[] _key = TestDevice.NewPoint();

    private static UserId Me(TestBrowser browser) => browser.Welcome.Me.Id;

    private static async Task<RefusalCode?> Proves(TestBrowser browser, TestDevice device)
    {
        var challenge = (await browser.Call<DeviceChallenge>("GetDeviceChallenge")).Value!.Challenge;
        var signature = device.Proves(Me(browser), browser.Connection, challenge);
        return (await browser.Call<Done>("ProveDevice", new ProveDeviceCommand(device.Id, signature))).Refusal?.Code;
    }

    private async Task<byte[]> Begins(TestBrowser browser, params TestDevice[] devices)
    {
        var genesis = _laptop.Signs(Me(browser), null, [_laptop, .. devices], _key);
        Assert.Null((await browser.Call<Done>("AppendToChain", new AppendToChainCommand(genesis, TestDevice.KeysOf(genesis)))).Refusal);
        return genesis;
    }

    private static async Task<RefusalCode?> Pairs(TestBrowser browser, byte[] message) => (await browser.Call<Done>("Pair", new PairCommand(message))).Refusal?.Code;

    [Fact]
    public async Task A_browser_at_one_front_is_added_from_another_and_reads_what_was_sealed_for_it()
    {
        await using var laptop = await Accounts.Enter(cluster.One, "Ada");
        await using var phone = await laptop.OtherTab(cluster.Two);
        var genesis = await Begins(laptop);
        Assert.Null(await Proves(laptop, _laptop));
        var pairing = HexId.New<PairingId>();
        Assert.Null((await phone.Call<Done>("StartPairing", new StartPairingCommand(_phone.Starts(Me(phone), pairing), "Safari on iPhone"))).Refusal);
        var asked = (await laptop.Sees<PairingMoved>()).Pairing;
        Assert.Equal((pairing, "Safari on iPhone"), (asked.Id, asked.Name));
        Assert.Null(await Pairs(laptop, _laptop.Accepts(pairing)));
        await phone.Sees<PairingMoved>(moved => moved.Pairing.Messages.Count == 2);
        Assert.Null(await Pairs(phone, TestDevice.Reveals(pairing)));
        await laptop.Sees<PairingMoved>(moved => moved.Pairing.Messages.Count == 3);
        var grant = TestDevice.Grants(pairing, _laptop.Signs(Me(laptop), genesis, [_laptop, _phone], _key));
        // What a trusted device says comes from a socket that has proven to be it.
        Assert.Equal(Unproven, await Pairs(phone, grant));
        Assert.Null(await Pairs(laptop, grant));
        Assert.Equal(grant, (await phone.Sees<PairingMoved>(moved => moved.Pairing.Messages.Count == 4)).Pairing.Messages[3]);
        Assert.Equal(Unproven, (await phone.Call<KeptKeys>("GetKeys")).Refusal?.Code);
        Assert.Null(await Proves(phone, _phone));
        Assert.Equal(grant[70..289], (await phone.Call<KeptKeys>("GetKeys")).Value!.Grant);
        var devices = (await phone.Call<KeyDeviceList>("GetKeyDevices")).Value!.Devices;
        Assert.Equal([(_laptop.Id, true), (_phone.Id, true)], devices.Select(device => (device.Device, device.Here)));
    }

    [Fact]
    public async Task A_device_that_was_removed_is_told_and_its_socket_is_no_device_any_more()
    {
        await using var laptop = await Accounts.Enter(cluster.One, "Ada");
        await using var phone = await laptop.OtherTab(cluster.Two);
        var genesis = await Begins(laptop, _phone);
        Assert.Null(await Proves(laptop, _laptop));
        Assert.Null(await Proves(phone, _phone));
        Assert.Null((await phone.Call<KeptKeys>("GetKeys")).Refusal);
        var removal = _laptop.Signs(Me(laptop), genesis, [_laptop], TestDevice.NewPoint(), keyVersion: 2);
        Assert.Null((await laptop.Call<Done>("AppendToChain", new AppendToChainCommand(removal, TestDevice.KeysOf(removal, genesis)))).Refusal);
        Assert.DoesNotContain(_phone.Id, (await phone.Sees<DevicesChanged>(changed => changed.Version == 2)).Devices);
        Assert.Equal(Unproven, (await phone.Call<KeptKeys>("GetKeys")).Refusal?.Code);
        Assert.Equal(Unproven, (await phone.Call<VaultPart>("ReadVaultPart", new ReadVaultPartCommand(0))).Refusal?.Code);
        Assert.Equal(Unproven, await Proves(phone, _phone));
        Assert.Null((await laptop.Call<KeptKeys>("GetKeys")).Refusal);
    }

    public static readonly TheoryData<string, RefusalCode[]> Rows = new()
    {
        // A guest, an identity that has proven nothing, and one that has.
        { "GetKeys", [Unproven, Unproven, Fine] },
        { "GetRecovery", [NotFound, NotFound, NotFound] },
        { "GetKeyDevices", [Fine, Fine, Fine] },
        { "NameKeyDevice", [Unproven, Unproven, Fine] },
        { "StartPairing", [RefusalCode.InvalidPairing, Fine, Fine] },
        { "Pair", [RefusalCode.PairingOver, RefusalCode.PairingOver, RefusalCode.PairingOver] },
        { "EndPairing", [Fine, Fine, Fine] },
        { "GetPairings", [Fine, Fine, Fine] },
        { "StartOver", [NotFound, Fine, Fine] },
        { "DoNotStartOver", [Fine, Fine, Fine] },
        { "ReadVaultPart", [Unproven, Unproven, Fine] },
        { "KeepVaultPart", [Unproven, Unproven, Fine] },
    };

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public async Task Who_may_do_what(string method, RefusalCode[] expected)
    {
        await using var guest = await TestBrowser.Enter(cluster.One, "Guest");
        await using var unproven = await Accounts.Enter(cluster.One, "Ada");
        await using var proven = await Accounts.Enter(cluster.Two, "Bo");
        await Begins(unproven);
        await Begins(proven);
        Assert.Null(await Proves(proven, _laptop));
        foreach (var (browser, code) in new[] { guest, unproven, proven }.Zip(expected))
            Assert.Equal(code, await Does(browser, method));
    }

    private async Task<RefusalCode> Does(TestBrowser browser, string method)
    {
        object? command = method switch
        {
            "NameKeyDevice" => new NameKeyDeviceCommand(_laptop.Id, "Laptop"),
            "StartPairing" => new StartPairingCommand(_phone.Starts(Me(browser), HexId.New<PairingId>()), "Phone"),
            "Pair" => new PairCommand(TestDevice.Reveals(Nothing)),
            "EndPairing" => new EndPairingCommand(Nothing),
            "ReadVaultPart" => new ReadVaultPartCommand(15),
            "KeepVaultPart" => new KeepVaultPartCommand(15, TestVault.Part(15, 1, 1)),
            _ => null,
        };
        object?[] arguments = command is null ? [] : [command];
        return (await browser.Socket.InvokeCoreAsync<Result<object>>(method, arguments)).Refusal?.Code ?? Fine;
    }

    public static readonly TheoryData<string, object?> Wrong = new()
    {
        { "NameKeyDevice", null },
        { "StartPairing", null },
        { "StartPairing", new Dictionary<string, object?> { ["message"] = 7, ["name"] = "Phone" } },
        { "StartPairing", new Dictionary<string, object?> { ["message"] = new byte[3] } },
        { "Pair", null },
        { "Pair", new Dictionary<string, object?> { ["message"] = true } },
        { "EndPairing", new Dictionary<string, object?> { ["pairing"] = "ab" } },
        { "ReadVaultPart", new Dictionary<string, object?> { ["part"] = "one" } },
        { "KeepVaultPart", new Dictionary<string, object?> { ["part"] = 1 } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task What_no_honest_browser_sends_is_refused(string method, object? command)
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        Assert.Equal(RefusalCode.Malformed, (await ada.Socket.InvokeCoreAsync<Result<Done>>(method, [command])).Refusal?.Code);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(16)]
    [InlineData(int.MaxValue)]
    public async Task There_are_so_many_parts_and_no_others(int part)
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        Assert.Equal(NotFound, (await ada.Call<VaultPart>("ReadVaultPart", new ReadVaultPartCommand(part))).Refusal?.Code);
        Assert.Equal(NotFound, (await ada.Call<Done>("KeepVaultPart", new KeepVaultPartCommand(part, []))).Refusal?.Code);
    }
}
