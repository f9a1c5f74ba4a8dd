using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Tests.Friends;

namespace ChatMux.Grains.Tests.Keys;

public sealed class VaultPartGrainTests(ClusterFixture cluster)
{
    private IVaultPartGrain Part(TestHousehold home, int part = 10) => cluster.Grains.GetGrain<IVaultPartGrain>(IVaultPartGrain.KeyOf(home.Account, part));

    private async Task<RefusalCode?> Keeps(TestHousehold home, byte[] vault) => (await Part(home).Keep(home.As(home.Laptop), vault)).Refusal?.Code;

    private async Task<byte[]?> Reads(TestHousehold home) => (await Part(home).Read(home.As(home.Laptop))).Value?.Sealed;

    [Fact]
    public async Task Of_two_devices_at_once_one_writes_and_the_other_looks_again()
    {
        var home = await TestHousehold.Enter(cluster);
        Assert.Null(await Reads(home));
        var first = TestVault.Part(10, 1, 1);
        Assert.Null(await Keeps(home, first));
        Assert.Null(await Keeps(home, first));
        Assert.Equal(RefusalCode.VaultMovedOn, await Keeps(home, TestVault.Part(10, 1, 1)));
        Assert.Equal(RefusalCode.VaultMovedOn, await Keeps(home, TestVault.Part(10, 1, 3)));
        await ClusterFixture.Deactivate(Part(home));
        Assert.Equal(first, await Reads(home));
        var second = TestVault.Part(10, 1, 2, people: 0);
        Assert.Null(await Keeps(home, second));
        Assert.Equal(second, await Reads(home));
    }

    [Fact]
    public async Task Only_under_the_newest_key_and_only_by_a_device()
    {
        var home = await TestHousehold.Enter(cluster);
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, new()])));
        var vault = TestVault.Part(10, 1, 1);
        var bo = await Person.Away(cluster, "Bo");
        foreach (var actor in new[] { home.Person.Actor, home.As(new TestDevice()), bo.Actor with { KeyDevice = home.Laptop.Id } })
        {
            Assert.Equal(RefusalCode.DeviceNotAdded, (await Part(home).Keep(actor, vault)).Refusal?.Code);
            Assert.Equal(RefusalCode.DeviceNotAdded, (await Part(home).Read(actor)).Refusal?.Code);
        }
        Assert.Null(await Keeps(home, vault));
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop], keyVersion: 2)));
        Assert.Equal(RefusalCode.VaultMovedOn, await Keeps(home, TestVault.Part(10, 1, 2)));
        Assert.Null(await Keeps(home, TestVault.Part(10, 2, 2)));
    }

    [Fact]
    public async Task What_is_no_part_or_another_one_is_refused()
    {
        var home = await TestHousehold.Enter(cluster);
        foreach (var wrong in new[] { [], new byte[30_000], TestVault.Part(11, 1, 1), TestVault.Part(10, 1, 1)[..^1], TestVault.Part(10, 1, 1, people: 301) })
            Assert.Equal(RefusalCode.InvalidVault, await Keeps(home, wrong));
        Assert.Null(await Reads(home));
        cluster.FailNextWrite("vaultpart", IVaultPartGrain.KeyOf(home.Account, 10));
        var vault = TestVault.Part(10, 1, 1, people: 300);
        await Assert.ThrowsAnyAsync<Exception>(() => Keeps(home, vault));
        Assert.Null(await Reads(home));
        Assert.Null(await Keeps(home, vault));
    }
}
