using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Tests.Friends;

namespace ChatMux.Grains.Tests.Keys;

public sealed class StartingOverTests(ClusterFixture cluster)
{
    private static readonly TimeSpan After = TimeSpan.FromMilliseconds(IDeviceChainGrain.StartsOverAfterMs);

    private readonly TestDevice _phone = new();

    private static async Task<long?> StartsOverAt(TestHousehold home) => (await home.Chain.GetChain(home.Actor)).Value!.StartsOverAtMs;

    private static async Task<RefusalCode?> Begins(TestHousehold home, TestDevice device)
    {
        var genesis = device.Signs(home.Account, null, [device], TestDevice.NewPoint());
        return (await home.Chain.Append(home.Actor, genesis, TestDevice.KeysOf(genesis))).Refusal?.Code;
    }

    [Fact]
    public async Task After_a_day_a_new_genesis_takes_the_place_of_the_chain_and_not_before()
    {
        Assert.Equal(TimeSpan.FromHours(24), After);
        var home = await TestHousehold.Enter(cluster);
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, new()])));
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop], keyVersion: 2)));
        Assert.Equal(RefusalCode.ChainMovedOn, await Begins(home, _phone));
        Assert.Null((await home.Chain.StartOver(home.Actor)).Refusal);
        var due = (cluster.Time.GetUtcNow() + After).ToUnixTimeMilliseconds();
        Assert.Equal(due, (await home.Person.Front.Sees<DevicesChanged>(e => e.StartsOverAtMs is not null)).StartsOverAtMs);
        // Asked again the time does not begin again.
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await home.Chain.StartOver(home.Actor)).Refusal);
        await ClusterFixture.Deactivate(home.Chain);
        Assert.Equal(due, await StartsOverAt(home));
        cluster.Time.Advance(After - TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(RefusalCode.ChainMovedOn, await Begins(home, _phone));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
        // Not from an old session that somebody has got hold of.
        Assert.Equal(RefusalCode.FreshSignInNeeded, await Begins(home, _phone));
        await home.SignsInAgain();
        Assert.Null(await Begins(home, _phone));
        Assert.Single((await home.Chain.GetEntries()).Entries);
        Assert.Null(await StartsOverAt(home));
        // Nothing that was sealed for those of before is given to anybody.
        Assert.Equal(RefusalCode.DeviceNotAdded, (await home.Chain.GetKeys(home.As(home.Laptop))).Refusal?.Code);
        Assert.Empty((await home.Chain.GetKeys(home.As(_phone))).Value!.KeysBefore);
        Assert.Equal(_phone.Id, Assert.Single((await home.Chain.GetKeyDevices(home.Actor)).Value!.Devices).Device);
        // Once.
        Assert.Equal(RefusalCode.ChainMovedOn, await Begins(home, home.Laptop));
    }

    [Fact]
    public async Task Any_device_says_no_until_it_is_done_whoever_else_must_have_signed_in_a_moment_ago()
    {
        var home = await TestHousehold.Enter(cluster);
        Assert.Null((await home.Chain.StartOver(home.Actor)).Refusal);
        cluster.Time.Advance(After + TimeSpan.FromDays(1));
        Assert.Equal(RefusalCode.FreshSignInNeeded, (await home.Chain.DoNotStartOver(home.Actor)).Refusal?.Code);
        Assert.Equal(RefusalCode.FreshSignInNeeded, (await home.Chain.DoNotStartOver(home.As(_phone))).Refusal?.Code);
        Assert.Null((await home.Chain.DoNotStartOver(home.As(home.Laptop))).Refusal);
        await home.Person.Front.Sees<DevicesChanged>(e => e.StartsOverAtMs is null && home.Person.Front.All<DevicesChanged>().Any(seen => seen.StartsOverAtMs is not null));
        await home.SignsInAgain();
        Assert.Equal(RefusalCode.ChainMovedOn, await Begins(home, _phone));
        Assert.Null((await home.Chain.DoNotStartOver(home.Actor)).Refusal);
    }

    [Fact]
    public async Task Who_is_signed_in_for_long_or_has_no_devices_does_not_start_over()
    {
        var home = await TestHousehold.Enter(cluster);
        cluster.Time.Advance(IWaysInGrain.FreshFor + TimeSpan.FromSeconds(1));
        Assert.Equal(RefusalCode.FreshSignInNeeded, (await home.Chain.StartOver(home.Actor)).Refusal?.Code);
        Assert.Null(await StartsOverAt(home));
        var bo = await Person.Away(cluster, "Bo");
        Assert.Equal(RefusalCode.NotFound, (await cluster.Grains.GetGrain<IDeviceChainGrain>(bo.Id.Value).StartOver(bo.Actor)).Refusal?.Code);
    }

    [Fact]
    public async Task Devices_go_on_changing_meanwhile_and_one_that_is_added_ends_it()
    {
        var home = await TestHousehold.Enter(cluster);
        Assert.Null((await home.Chain.StartOver(home.Actor)).Refusal);
        var paper = new TestDevice(paper: true);
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, paper])));
        Assert.NotNull(await StartsOverAt(home));
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, paper, _phone])));
        Assert.Null(await StartsOverAt(home));
        cluster.Time.Advance(After);
        await home.SignsInAgain();
        Assert.Equal(RefusalCode.ChainMovedOn, await Begins(home, _phone));
    }
}
