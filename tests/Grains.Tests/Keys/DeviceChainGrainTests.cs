using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Tests.Friends;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Keys;

public sealed class DeviceChainGrainTests(ClusterFixture cluster)
{
    private readonly TestDevice _laptop = new();
    private readonly TestDevice _phone = new();
    private readonly byte[] _key = TestDevice.NewPoint();

    private IDeviceChainGrain ChainOf(Person person) => cluster.Grains.GetGrain<IDeviceChainGrain>(person.Id.Value);

    private byte[] Genesis(Person of) => _laptop.Signs(of.Id, null, [_laptop], _key);

    private async Task<RefusalCode?> Appends(Person actor, byte[] entry, Person? to = null, byte[]? before = null)
    {
        var entries = (await ChainOf(to ?? actor).GetEntries()).Entries;
        var keys = entry.Length < 300 ? [] : TestDevice.KeysOf(entry, before ?? entries.LastOrDefault(known => !known.SequenceEqual(entry)));
        return (await ChainOf(to ?? actor).Append(actor.Actor, entry, keys)).Refusal?.Code;
    }

    private async Task<IReadOnlyList<byte[]>?> Reads(Person actor, Person of) => (await ChainOf(of).GetChain(actor.Actor)).Value?.Entries;

    [Fact]
    public async Task What_devices_sign_one_after_the_other_is_kept_and_survives_the_activation()
    {
        var ada = await Person.Away(cluster, "Ada");
        Assert.Equal([], await Reads(ada, ada));
        var genesis = Genesis(ada);
        var both = _laptop.Signs(ada.Id, genesis, [_laptop, _phone], _key);
        var removed = _phone.Signs(ada.Id, both, [_phone], TestDevice.NewPoint(), keyVersion: 2);
        foreach (var entry in new[] { genesis, both, removed })
            Assert.Null(await Appends(ada, entry));
        await ClusterFixture.Deactivate(ChainOf(ada));
        Assert.Equal([genesis, both, removed], await Reads(ada, ada));
        Assert.Equal(RefusalCode.InvalidChainEntry, await Appends(ada, _laptop.Signs(ada.Id, removed, [_laptop, _phone], TestDevice.NewPoint(), keyVersion: 3)));
    }

    [Fact]
    public async Task Of_two_devices_at_once_one_wins_and_the_other_is_told_to_look_again()
    {
        var ada = await Person.Away(cluster, "Ada");
        var genesis = Genesis(ada);
        Assert.Null(await Appends(ada, genesis));
        var both = _laptop.Signs(ada.Id, genesis, [_laptop, _phone], _key);
        Assert.Null(await Appends(ada, both));
        var answers = await Task.WhenAll(new[] { _laptop, _phone }.Select(device => Appends(ada, device.Signs(ada.Id, both, [_laptop, _phone, new TestDevice()], _key))));
        Assert.Equal([null, RefusalCode.ChainMovedOn], answers.Order());
        Assert.Equal(3, (await Reads(ada, ada))!.Count);
        // Nobody begins again from the start either.
        Assert.Equal(RefusalCode.ChainMovedOn, await Appends(ada, _laptop.Signs(ada.Id, null, [_laptop], _key)));
    }

    [Fact]
    public async Task The_same_bytes_again_are_the_same_and_what_is_no_entry_changes_nothing()
    {
        var ada = await Person.Away(cluster, "Ada");
        var genesis = Genesis(ada);
        Assert.Null(await Appends(ada, genesis));
        Assert.Null(await Appends(ada, genesis));
        Assert.Equal(RefusalCode.InvalidChainEntry, await Appends(ada, []));
        Assert.Equal(RefusalCode.InvalidChainEntry, await Appends(ada, [.. genesis, 0]));
        Assert.Equal(RefusalCode.InvalidChainEntry, await Appends(ada, _laptop.Signs(ada.Id, genesis, [_laptop], _key)));
        Assert.Equal([genesis], await Reads(ada, ada));
    }

    [Fact]
    public async Task What_could_not_be_stored_is_not_so_and_goes_in_when_it_is_tried_again()
    {
        var ada = await Person.Away(cluster, "Ada");
        var genesis = Genesis(ada);
        cluster.FailNextWrite("devicechain", ada.Id.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => Appends(ada, genesis));
        Assert.Equal([], await Reads(ada, ada));
        Assert.Null(await Appends(ada, genesis));
        Assert.Equal([genesis], await Reads(ada, ada));
    }

    [Fact]
    public async Task Only_the_identity_appends_and_it_and_its_friends_read()
    {
        var (ada, bo) = await Person.EnterFriends(cluster);
        var (stranger, guest) = (await Person.Away(cluster, "Cy"), await Person.Guest(cluster, "Di"));
        var genesis = Genesis(ada);
        foreach (var other in new[] { bo, stranger, guest })
            Assert.Equal(RefusalCode.NotFound, await Appends(other, genesis, to: ada));
        Assert.Equal(RefusalCode.IdentityNeeded, await Appends(guest, Genesis(guest)));
        Assert.Equal(RefusalCode.InvalidChainEntry, await Appends(ada, Genesis(bo)));
        Assert.Null(await Appends(ada, genesis));
        Assert.Equal([genesis], await Reads(bo, ada));
        Assert.Null(await Reads(stranger, ada));
        Assert.Null(await Reads(guest, ada));
        await ada.Must(FriendAct.Block, bo);
        Assert.Null(await Reads(bo, ada));
        // Who is asked, or asks, is no friend yet.
        await ada.Must(FriendAct.Request, stranger);
        Assert.Null(await Reads(stranger, ada));
    }

    [Fact]
    public async Task An_allowance_bounds_how_often_devices_change()
    {
        Assert.Equal((10, 1.0 / 60), (new UserLimits().KeyChanges.Burst, new UserLimits().KeyChanges.PerSecond));
        var ada = await Person.Away(cluster, "Ada");
        var (last, devices) = (Genesis(ada), new[] { _laptop });
        RefusalCode? answer = null;
        for (var change = 0; change < 11; change++)
        {
            answer = await Appends(ada, last);
            devices = [.. devices, new TestDevice()];
            last = _laptop.Signs(ada.Id, last, devices, _key);
        }
        Assert.Equal(RefusalCode.TooFast, answer);
        var entries = (await Reads(ada, ada))!;
        Assert.Equal(10, entries.Count);
        // What is there already costs nothing.
        Assert.Null(await Appends(ada, entries[^1]));
    }
}
