using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Tests.Friends;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>What the chain keeps for devices, and what it says of them.</summary>
public sealed class KeyDevicesTests(ClusterFixture cluster)
{
    private readonly TestDevice _phone = new();
    private readonly TestDevice _paper = new(paper: true);

    private static async Task<RefusalCode?> Proves(TestHousehold home, TestDevice device)
    {
        var challenge = RandomNumberGenerator.GetBytes(32);
        return (await home.Chain.Prove(home.Person.Actor, device.Id, challenge, device.Proves(home.Account, home.Person.Actor.Connection, challenge))).Refusal?.Code;
    }

    [Fact]
    public async Task A_removal_leaves_everybody_who_stays_a_key_and_the_way_back_to_those_before()
    {
        var home = await TestHousehold.Enter(cluster);
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, _phone, _paper])));
        var (first, kept) = ((await home.Chain.GetKeys(home.As(home.Laptop))).Value!, (await home.Chain.GetRecovery(home.Person.Actor)).Value!);
        Assert.Empty(first.KeysBefore);
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, _paper], keyVersion: 2)));
        await ClusterFixture.Deactivate(home.Chain);
        var second = (await home.Chain.GetKeys(home.As(home.Laptop))).Value!;
        Assert.NotEqual(first.Grant, second.Grant);
        Assert.Equal(2, Assert.Single(second.KeysBefore).Version);
        Assert.Equal(RefusalCode.DeviceNotAdded, (await home.Chain.GetKeys(home.As(_phone))).Refusal?.Code);
        // The same code opens the same halves, and they the newest key.
        var recovery = (await home.Chain.GetRecovery(home.Person.Actor)).Value!;
        Assert.Equal(kept.Sealed, recovery.Sealed);
        Assert.NotEqual(kept.Grant, recovery.Grant);
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop], keyVersion: 3)));
        Assert.Equal(RefusalCode.NotFound, (await home.Chain.GetRecovery(home.Person.Actor)).Refusal?.Code);
        Assert.Equal([2L, 3L], (await home.Chain.GetKeys(home.As(home.Laptop))).Value!.KeysBefore.Select(one => one.Version));
        Assert.Equal([home.Laptop.Id], (await home.Person.Front.Sees<DevicesChanged>(e => e.Version == 4)).Devices);
    }

    [Fact]
    public async Task An_entry_without_all_that_goes_with_it_is_refused_and_nothing_stays()
    {
        var home = await TestHousehold.Enter(cluster);
        var entry = home.Next(home.Laptop, [home.Laptop, _phone]);
        foreach (var keys in new[] { [], TestDevice.KeysOf(home.Entry), TestDevice.KeysOf(entry), [.. TestDevice.KeysOf(entry, home.Entry), 0] })
            Assert.Equal(RefusalCode.InvalidChainEntry, (await home.Chain.Append(home.Person.Actor, entry, keys)).Refusal?.Code);
        cluster.FailNextWrite("devicechain", home.Account.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => home.Appends(entry));
        Assert.Single((await home.Chain.GetEntries()).Entries);
        Assert.Null(await home.Appends(entry));
        Assert.NotNull((await home.Chain.GetKeys(home.As(_phone))).Value!.Grant);
    }

    [Fact]
    public async Task Nobody_else_learns_of_keys_and_devices_or_names_them()
    {
        var home = await TestHousehold.Enter(cluster);
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, _paper])));
        var (bo, guest) = (await Person.Away(cluster, "Bo"), await Person.Guest(cluster, "Cy"));
        foreach (var other in new[] { bo, guest }.Select(person => person.Actor with { KeyDevice = home.Laptop.Id }))
        {
            Assert.Equal(RefusalCode.DeviceNotAdded, (await home.Chain.GetKeys(other)).Refusal?.Code);
            Assert.Equal(RefusalCode.NotFound, (await home.Chain.GetRecovery(other)).Refusal?.Code);
            Assert.Equal(RefusalCode.NotFound, (await home.Chain.GetKeyDevices(other)).Refusal?.Code);
            Assert.Equal(RefusalCode.DeviceNotAdded, (await home.Chain.NameKeyDevice(other, home.Laptop.Id, "Mine")).Refusal?.Code);
            Assert.Equal(RefusalCode.NotFound, (await home.Chain.StartOver(other)).Refusal?.Code);
            Assert.Equal(RefusalCode.NotFound, (await home.Chain.DoNotStartOver(other)).Refusal?.Code);
        }
        Assert.Equal(RefusalCode.DeviceNotAdded, (await home.Chain.NameKeyDevice(home.Person.Actor, home.Laptop.Id, "Mine")).Refusal?.Code);
    }

    [Fact]
    public async Task What_is_on_paper_proves_to_be_no_browser()
    {
        var home = await TestHousehold.Enter(cluster);
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, _paper])));
        Assert.Null(await Proves(home, home.Laptop));
        Assert.Equal(RefusalCode.DeviceNotAdded, await Proves(home, _paper));
    }

    [Fact]
    public async Task Devices_have_names_and_are_seen_here()
    {
        var home = await TestHousehold.Enter(cluster);
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, _phone])));
        async Task<KeyDevice> Listed(TestDevice device) =>
            (await home.Chain.GetKeyDevices(home.Person.Actor)).Value!.Devices.Single(one => one.Device == device.Id);
        async Task<RefusalCode?> Names(TestDevice device, string name) =>
            (await home.Chain.NameKeyDevice(home.As(home.Laptop), device.Id, name)).Refusal?.Code;
        Assert.False((await Listed(home.Laptop)).Here);
        Assert.Null(await Proves(home, home.Laptop));
        var now = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal((true, now), ((await Listed(home.Laptop)).Here, (await Listed(home.Laptop)).SeenAtMs));
        Assert.Equal((false, null), ((await Listed(_phone)).Here, (await Listed(_phone)).SeenAtMs));
        Assert.Null(await Names(_phone, "  My phone "));
        Assert.Equal("My phone", (await Listed(_phone)).Name);
        Assert.Equal(RefusalCode.InvalidName, await Names(_phone, ""));
        Assert.Equal(RefusalCode.NotFound, await Names(new TestDevice(), "Mine"));
        await home.Person.Tab.Connection.Detach(home.Person.Tab.AttachmentId);
        cluster.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((false, now), ((await Listed(home.Laptop)).Here, (await Listed(home.Laptop)).SeenAtMs));
        await ClusterFixture.Deactivate(home.Chain);
        Assert.Equal(("My phone", now), ((await Listed(_phone)).Name, (await Listed(home.Laptop)).SeenAtMs));
        // Of what is gone nothing is kept.
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop], keyVersion: 2)));
        Assert.Equal(home.Laptop.Id, Assert.Single((await home.Chain.GetKeyDevices(home.Person.Actor)).Value!.Devices).Device);
    }

    [Fact]
    public async Task What_was_sealed_goes_with_the_account_also_where_the_chain_stays()
    {
        var home = await TestHousehold.Enter(cluster);
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, _paper])));
        var part = cluster.Grains.GetGrain<IVaultPartGrain>(IVaultPartGrain.KeyOf(home.Account, 0));
        Assert.Null((await part.Keep(home.As(home.Laptop), TestVault.Part(0, 1, 1))).Refusal);
        await home.Chain.Forget(keepsChain: true);
        Assert.Equal(2, (await home.Chain.GetEntries()).Entries.Count);
        Assert.Null((await home.Chain.GetKeys(home.As(home.Laptop))).Value!.Grant);
        Assert.Equal(RefusalCode.NotFound, (await home.Chain.GetRecovery(home.Person.Actor)).Refusal?.Code);
        Assert.Null((await part.Read(home.As(home.Laptop))).Value!.Sealed);
        await home.Chain.Forget(keepsChain: false);
        Assert.Empty((await home.Chain.GetEntries()).Entries);
    }
}
