using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Tests.Friends;
using ChatMux.Grains.Tests.Keys;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>Ada and Bo, each with a device, and what they seal for each other.</summary>
internal sealed class TestTalk(ClusterFixture cluster, Person ada, Person bo)
{
    private readonly Dictionary<Person, (TestDevice Device, byte[] Entry)> _keys = [];

    public Person Ada => ada;

    public Person Bo => bo;

    public FriendshipId Pair => FriendshipId.Of(ada.Id, bo.Id)!.Value;

    public ConversationId Id => ConversationId.Of(Pair);

    public IDirectConversationGrain Grain => cluster.Grains.GetGrain<IDirectConversationGrain>(Pair.Key);

    /// <summary>The record of the newest epoch that was begun here.</summary>
    public byte[]? Epoch { get; private set; }

    /// <summary>Two friends who are here, with a content key.</summary>
    public static async Task<TestTalk> Enter(ClusterFixture cluster)
    {
        var (ada, bo) = await Person.EnterFriends(cluster);
        var talk = await Of(cluster, ada, bo);
        await talk.Begins(ada);
        return talk;
    }

    /// <summary>These two, who have devices.</summary>
    public static async Task<TestTalk> Of(ClusterFixture cluster, Person ada, Person bo)
    {
        var talk = new TestTalk(cluster, ada, bo);
        foreach (var person in new[] { ada, bo })
        {
            var device = new TestDevice();
            await talk.Changes(person, device, device.Signs(person.Id, null, [device], TestDevice.NewPoint()));
        }
        return talk;
    }

    /// <summary>Bo, with the device that Bo has here, and somebody else, who gets one.</summary>
    public async Task<TestTalk> With(Person other)
    {
        var (talk, device) = (new TestTalk(cluster, other, bo), new TestDevice());
        talk._keys[bo] = _keys[bo];
        await talk.Changes(other, device, device.Signs(other.Id, null, [device], TestDevice.NewPoint()));
        return talk;
    }

    public IDeviceChainGrain ChainOf(Person person) => cluster.Grains.GetGrain<IDeviceChainGrain>(person.Id.Value);

    public TestDevice DeviceOf(Person person) => _keys[person].Device;

    public byte[] EntryOf(Person person) => _keys[person].Entry;

    /// <summary>The chain goes on, and from then on the person writes on this device.</summary>
    public async Task Changes(Person person, TestDevice device, byte[] entry)
    {
        Assert.Null((await ChainOf(person).Append(person.Actor, entry, TestDevice.KeysOf(entry, _keys.GetValueOrDefault(person).Entry))).Refusal);
        _keys[person] = (device, entry);
    }

    /// <summary>This device is added, and removes the one that the person had: no device removes itself.</summary>
    public async Task MovesTo(Person person, TestDevice device)
    {
        var (before, entry) = _keys[person];
        await Changes(person, device, before.Signs(person.Id, entry, [before, device], entry[76..141]));
        await Changes(person, device, device.Signs(person.Id, EntryOf(person), [device], TestDevice.NewPoint(), keyVersion: 2));
    }

    /// <summary>The person has lost everything, and has another chain from now on.</summary>
    public async Task BeginsAnew(Person person)
    {
        var device = new TestDevice();
        await ChainOf(person).Forget(keepsChain: false);
        _keys.Remove(person);
        await Changes(person, device, device.Signs(person.Id, null, [device], TestDevice.NewPoint()));
    }

    /// <summary>The person in a browser that has proven to be this device, or their own.</summary>
    public Actor As(Person person, TestDevice? device = null) => person.Actor with { KeyDevice = (device ?? DeviceOf(person)).Id };

    public byte[] NextEpoch(Person by, byte reason = 2, byte[]? before = null) => DeviceOf(by).SignsEpoch(
        by.Id, before ?? Epoch, (before ?? Epoch) is null ? (byte)0 : reason, [(ada.Id, EntryOf(ada)), (bo.Id, EntryOf(bo))]);

    public async Task<RefusalCode?> TriesToBegin(Person by, byte[] record) => (await Grain.BeginEpoch(As(by), record)).Refusal?.Code;

    /// <summary>Begins another epoch.</summary>
    public async Task Begins(Person by, byte reason = 2)
    {
        var record = NextEpoch(by, reason);
        Assert.Null(await TriesToBegin(by, record));
        Epoch = record;
    }

    public TestEnvelope By(Person person, EnvelopeType type = EnvelopeType.Message) => new(
        Id, person.Id, DeviceOf(person).Id, Epoch is null ? 0 : EpochRecord.Parse(Epoch)!.Epoch, Epoch is null ? new byte[16] : EpochRecord.Parse(Epoch)!.KeyId.ToArray())
    {
        Type = type,
    };

    public Task<Result<SendReceipt>> Post(Person person, byte[] envelope) => Grain.Post(As(person), envelope);

    /// <summary>Says something, and it is taken.</summary>
    public async Task<(SendReceipt Receipt, byte[] Envelope)> Says(Person person, EnvelopeType type = EnvelopeType.Message)
    {
        var envelope = By(person, type).Seal();
        return ((await Post(person, envelope)).Value ?? throw new InvalidOperationException("it was refused"), envelope);
    }

    /// <summary>What the log has, from the first entry on.</summary>
    public async Task<IReadOnlyList<ChatMux.Grains.Messages.LogEntry>> Log() => await cluster.Log.ReadAfter(Id, 0, int.MaxValue);

    public async Task<DirectConversation?> Lists(Person person, Person? other = null) => (await person.Tab.Inbox.Open(person.Actor)).Value!
        .Directs.SingleOrDefault(direct => direct.With.Id == (other ?? (person == ada ? bo : ada)).Id);
}
