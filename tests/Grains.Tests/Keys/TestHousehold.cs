using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Tests.Friends;

namespace ChatMux.Grains.Tests.Keys;

/// <summary>One person with a laptop in the chain, and other browsers of theirs.</summary>
internal sealed class TestHousehold(ClusterFixture cluster, Person person)
{
    public Person Person => person;

    public UserId Account => person.Id;

    public TestDevice Laptop { get; } = new();

    private SessionId _session = person.Actor.Session;

    /// <summary>The newest entry.</summary>
    public byte[] Entry { get; private set; } = [];

    public IDeviceChainGrain Chain => cluster.Grains.GetGrain<IDeviceChainGrain>(person.Id.Value);

    /// <summary>The key that the devices share now.</summary>
    public byte[] Key { get; private set; } = TestDevice.NewPoint();

    public static async Task<TestHousehold> Enter(ClusterFixture cluster)
    {
        var household = new TestHousehold(cluster, await Person.Enter(cluster, "Ada"));
        Assert.Null(await household.Appends(household.Laptop.Signs(household.Account, null, [household.Laptop], household.Key)));
        return household;
    }

    /// <summary>Another session, begun just now, in the same tab.</summary>
    public async Task SignsInAgain()
    {
        _session = HexId.New<SessionId>();
        await cluster.Grains.GetGrain<ISessionGrain>(_session.Value).Begin(Account, person.Actor.Device, SessionStart.Unknown);
    }

    /// <summary>The person, in no particular device.</summary>
    public Actor Actor => person.Actor with { Session = _session };

    /// <summary>The person in a browser that has proven to be this device.</summary>
    public Actor As(TestDevice device) => Actor with { KeyDevice = device.Id };

    /// <summary>Another list of devices, with another key when one went.</summary>
    public byte[] Next(TestDevice by, TestDevice[] devices, uint keyVersion = 1)
    {
        if (keyVersion != Version)
            (Key, Version) = (TestDevice.NewPoint(), keyVersion);
        return by.Signs(Account, Entry, devices, Key, keyVersion);
    }

    public uint Version { get; private set; } = 1;

    public async Task<RefusalCode?> Appends(byte[] entry)
    {
        var refusal = (await Chain.Append(person.Actor, entry, TestDevice.KeysOf(entry, Entry.Length == 0 ? null : Entry))).Refusal?.Code;
        if (refusal is null)
            Entry = entry;
        return refusal;
    }

    /// <summary>A browser asks, and what was said comes to whoever looks.</summary>
    public async Task<PairingId> Starts(TestDevice device)
    {
        var pairing = HexId.New<PairingId>();
        Assert.Null((await Chain.StartPairing(person.Actor, device.Starts(Account, pairing), "Firefox on Linux")).Refusal);
        return pairing;
    }

    public async Task<RefusalCode?> Says(byte[] message, TestDevice? device = null) =>
        (await Chain.Pair(device is null ? person.Actor : As(device), message)).Refusal?.Code;

    public async Task<IReadOnlyList<Pairing>> Pairings() => (await Chain.GetPairings(person.Actor)).Value!.Pairings;
}
