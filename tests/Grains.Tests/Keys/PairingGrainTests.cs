using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Tests.Friends;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>How the chain hands over what a browser that asks and a trusted one say to each other.</summary>
public sealed class PairingGrainTests(ClusterFixture cluster) : IDisposable
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private readonly TestDevice _phone = new();

    public void Dispose() => cluster.OnCall = null;

    [Fact]
    public async Task What_both_say_reaches_every_tab_in_order_and_the_grant_is_in_the_chain()
    {
        var home = await TestHousehold.Enter(cluster);
        var tab = home.Person.Tab.OtherTab();
        await tab.Attach();
        var pairing = await home.Starts(_phone);
        byte[][] said =
        [
            home.Laptop.Accepts(pairing), TestDevice.Reveals(pairing),
            TestDevice.Grants(pairing, home.Next(home.Laptop, [home.Laptop, _phone])), TestDevice.IsDone(pairing),
        ];
        Assert.Null(await home.Says(said[0], home.Laptop));
        Assert.Null(await home.Says(said[1]));
        Assert.Null(await home.Says(said[2], home.Laptop));
        Assert.Null(await home.Says(said[3]));
        foreach (var front in new[] { home.Person.Front, tab.Front })
        {
            var last = await front.Sees<PairingMoved>(e => e.Pairing.Messages.Count == 5);
            Assert.Equal((pairing, "Firefox on Linux"), (last.Pairing.Id, last.Pairing.Name));
            Assert.Equal(said, last.Pairing.Messages.Skip(1));
            Assert.Contains(_phone.Id, (await front.Sees<DevicesChanged>(e => e.Version == 2)).Devices);
        }
        // Whoever was away finds it, and its place is free.
        Assert.Equal(5, Assert.Single(await home.Pairings()).Messages.Count);
        for (var others = 0; others < Limits.Pairings; others++)
            await home.Starts(new TestDevice());
        // What was sealed for the phone with the message is what it gets when it asks, and nobody else does.
        Assert.Equal(said[2][70..289], (await home.Chain.GetKeys(home.As(_phone))).Value!.Grant);
        Assert.Equal(RefusalCode.DeviceNotAdded, (await home.Chain.GetKeys(home.Person.Actor)).Refusal?.Code);
        var devices = (await home.Chain.GetKeyDevices(home.Person.Actor)).Value!.Devices;
        Assert.Equal([(home.Laptop.Id, null), (_phone.Id, "Firefox on Linux")], devices.Select(device => (device.Device, device.Name)));
        Assert.All(devices, device => Assert.NotNull(device.AddedAtMs));
    }

    [Fact]
    public async Task A_retry_is_the_same_and_is_told_again()
    {
        var home = await TestHousehold.Enter(cluster);
        var pairing = HexId.New<PairingId>();
        var start = _phone.Starts(home.Account, pairing);
        for (var time = 0; time < 2; time++)
            Assert.Null((await home.Chain.StartPairing(home.Person.Actor, start, "Phone")).Refusal);
        var accept = home.Laptop.Accepts(pairing);
        for (var time = 0; time < 2; time++)
            Assert.Null(await home.Says(accept, home.Laptop));
        Assert.Equal([start, accept], Assert.Single(await home.Pairings()).Messages);
        var last = new Func<Task<PairingMoved>>(() => home.Person.Front.Sees<PairingMoved>(
            e => e.Pairing.Messages.Count == 2 && home.Person.Front.All<PairingMoved>().Count(seen => seen.Pairing.Messages.Count == 2) == 2));
        await last();
        Assert.Null(await home.Says(TestDevice.Reveals(pairing)));
        var grant = TestDevice.Grants(pairing, home.Next(home.Laptop, [home.Laptop, _phone]));
        for (var time = 0; time < 2; time++)
            Assert.Null(await home.Says(grant, home.Laptop));
        Assert.Equal(2, (await home.Chain.GetEntries()).Entries.Count);
    }

    [Fact]
    public async Task Only_trusted_devices_say_what_they_say_and_only_the_one_that_accepted_goes_on()
    {
        var home = await TestHousehold.Enter(cluster);
        var tablet = new TestDevice();
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, tablet])));
        var pairing = await home.Starts(_phone);
        // Not proven, proven as another, not in the list.
        Assert.Equal(RefusalCode.DeviceNotAdded, await home.Says(home.Laptop.Accepts(pairing)));
        Assert.Equal(RefusalCode.DeviceNotAdded, await home.Says(home.Laptop.Accepts(pairing), tablet));
        Assert.Equal(RefusalCode.DeviceNotAdded, await home.Says(_phone.Accepts(pairing), _phone));
        Assert.Null(await home.Says(home.Laptop.Accepts(pairing), home.Laptop));
        Assert.Equal(RefusalCode.PairingTaken, await home.Says(tablet.Accepts(pairing), tablet));
        Assert.Null(await home.Says(TestDevice.Reveals(pairing)));
        var grant = TestDevice.Grants(pairing, home.Next(tablet, [home.Laptop, tablet, _phone]));
        Assert.Equal(RefusalCode.DeviceNotAdded, await home.Says(grant, tablet));
        Assert.Equal(RefusalCode.InvalidPairing, await home.Says(grant, home.Laptop));
        Assert.Equal(2, (await home.Chain.GetEntries()).Entries.Count);
    }

    [Fact]
    public async Task What_does_not_follow_is_refused_and_changes_nothing()
    {
        var home = await TestHousehold.Enter(cluster);
        var pairing = await home.Starts(_phone);
        var entry = home.Next(home.Laptop, [home.Laptop, _phone]);
        foreach (var early in new[] { TestDevice.Reveals(pairing), TestDevice.Grants(pairing, entry), TestDevice.IsDone(pairing), _phone.Starts(home.Account, pairing) })
            Assert.Equal(RefusalCode.InvalidPairing, await home.Says(early, home.Laptop));
        Assert.Equal(RefusalCode.InvalidPairing, await home.Says([]));
        Assert.Equal(RefusalCode.PairingOver, await home.Says(home.Laptop.Accepts(HexId.New<PairingId>()), home.Laptop));
        Assert.Single(Assert.Single(await home.Pairings()).Messages);
        Assert.Null(await home.Says(home.Laptop.Accepts(pairing), home.Laptop));
        Assert.Null(await home.Says(TestDevice.Reveals(pairing)));
        // Another one than asked, more than asked, another key, somebody removed.
        foreach (var devices in new TestDevice[][] { [home.Laptop, new()], [home.Laptop, _phone, new()], [home.Laptop] })
            Assert.NotNull(await home.Says(TestDevice.Grants(pairing, home.Next(home.Laptop, devices)), home.Laptop));
        Assert.Single((await home.Chain.GetEntries()).Entries);
        Assert.Null(await home.Says(TestDevice.Grants(pairing, entry), home.Laptop));
    }

    [Fact]
    public async Task Whoever_loses_the_race_for_the_entry_looks_again_and_grants_anew()
    {
        var home = await TestHousehold.Enter(cluster);
        var pairing = await home.Starts(_phone);
        await home.Says(home.Laptop.Accepts(pairing), home.Laptop);
        await home.Says(TestDevice.Reveals(pairing));
        var late = home.Next(home.Laptop, [home.Laptop, _phone]);
        var tablet = new TestDevice();
        Assert.Null(await home.Appends(home.Next(home.Laptop, [home.Laptop, tablet])));
        Assert.Equal(RefusalCode.ChainMovedOn, await home.Says(TestDevice.Grants(pairing, late), home.Laptop));
        Assert.Null(await home.Says(TestDevice.Grants(pairing, home.Next(home.Laptop, [home.Laptop, tablet, _phone])), home.Laptop));
        Assert.Equal(3, (await home.Chain.GetEntries()).Entries.Count);
    }

    [Fact]
    public async Task Who_no_trusted_device_would_show_is_refused()
    {
        var home = await TestHousehold.Enter(cluster);
        async Task<RefusalCode?> Asks(byte[] start, string name = "Phone", Person? by = null) =>
            (await home.Chain.StartPairing((by ?? home.Person).Actor, start, name)).Refusal?.Code;
        var start = _phone.Starts(home.Account, HexId.New<PairingId>());
        var (bo, guest) = (await Person.Away(cluster, "Bo"), await Person.Guest(cluster, "Cy"));
        foreach (var other in new[] { bo, guest })
            Assert.Equal(RefusalCode.NotFound, await Asks(start, by: other));
        Assert.Equal(RefusalCode.InvalidPairing, await Asks([]));
        Assert.Equal(RefusalCode.InvalidPairing, await Asks(home.Laptop.Accepts(HexId.New<PairingId>())));
        Assert.Equal(RefusalCode.InvalidPairing, await Asks(_phone.Starts(bo.Id, HexId.New<PairingId>())));
        Assert.Equal(RefusalCode.InvalidPairing, await Asks(home.Laptop.Starts(home.Account, HexId.New<PairingId>())));
        Assert.Equal(RefusalCode.InvalidPairing, await Asks(new TestDevice(paper: true).Starts(home.Account, HexId.New<PairingId>())));
        Assert.Equal(RefusalCode.InvalidName, await Asks(start, " "));
        Assert.Empty(await home.Pairings());
        // Who has no devices asks nobody.
        Assert.Equal(RefusalCode.InvalidPairing, (await cluster.Grains.GetGrain<IDeviceChainGrain>(bo.Id.Value)
            .StartPairing(bo.Actor, _phone.Starts(bo.Id, HexId.New<PairingId>()), "Phone")).Refusal?.Code);
    }

    [Fact]
    public async Task Three_at_a_time_may_ask_and_five_within_an_hour()
    {
        var limits = new UserLimits().Pairings;
        Assert.Equal((5, 5.0 / 3600), (limits.Burst, limits.PerSecond));
        var home = await TestHousehold.Enter(cluster);
        Result<Done> answer = Done.Instance;
        async Task Asks() => answer = await home.Chain.StartPairing(home.Person.Actor, new TestDevice().Starts(home.Account, HexId.New<PairingId>()), "Phone");
        for (var asked = 0; asked < Limits.Pairings; asked++)
            await Asks();
        Assert.Null(answer.Refusal);
        await Asks();
        Assert.Equal(RefusalCode.TooManyPairings, answer.Refusal?.Code);
        foreach (var pairing in await home.Pairings())
            Assert.Null((await home.Chain.EndPairing(home.Person.Actor, pairing.Id)).Refusal);
        await Asks();
        await Asks();
        Assert.Null(answer.Refusal);
        await Asks();
        Assert.Equal(RefusalCode.TooFast, answer.Refusal?.Code);
        Assert.InRange(answer.Refusal!.RetryAfterMs!.Value, 1, 720_000);
    }

    [Fact]
    public async Task Anybody_of_the_identity_ends_it_and_nobody_else()
    {
        var home = await TestHousehold.Enter(cluster);
        var pairing = await home.Starts(_phone);
        var bo = await Person.Away(cluster, "Bo");
        Assert.Equal(RefusalCode.NotFound, (await home.Chain.EndPairing(bo.Actor, pairing)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await home.Chain.Pair(bo.Actor, home.Laptop.Accepts(pairing))).Refusal?.Code);
        Assert.Equal(RefusalCode.NotFound, (await home.Chain.GetPairings(bo.Actor)).Refusal?.Code);
        for (var time = 0; time < 2; time++)
            Assert.Null((await home.Chain.EndPairing(home.Person.Actor, pairing)).Refusal);
        Assert.Equal(pairing, (await home.Person.Front.Sees<PairingEnded>()).Pairing);
        Assert.Equal(RefusalCode.PairingOver, await home.Says(home.Laptop.Accepts(pairing), home.Laptop));
    }

    [Fact]
    public async Task After_ten_minutes_it_is_forgotten_and_everybody_told()
    {
        var home = await TestHousehold.Enter(cluster);
        var pairing = await home.Starts(_phone);
        Assert.Equal((cluster.Time.GetUtcNow() + Lasts).ToUnixTimeMilliseconds(), Assert.Single(await home.Pairings()).EndsAtMs);
        TaskCompletionSource<PairingId> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.OnCall = call =>
        {
            if (call.MethodName == nameof(IUserGrain.Notify) && call.Request.GetArgument(0) is PairingEnded ended && ended.Pairing == pairing)
                told.TrySetResult(ended.Pairing);
            return Task.CompletedTask;
        };
        cluster.Time.Advance(Lasts);
        // Whether or not anybody asks. The tab has not been touched for so long, and counts as gone.
        await told.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(await home.Pairings());
        Assert.Equal(RefusalCode.PairingOver, await home.Says(home.Laptop.Accepts(pairing), home.Laptop));
        // Nothing of it was ever stored.
        var again = await home.Starts(new TestDevice());
        await ClusterFixture.Deactivate(home.Chain);
        Assert.Equal(RefusalCode.PairingOver, await home.Says(home.Laptop.Accepts(again), home.Laptop));
    }
}
