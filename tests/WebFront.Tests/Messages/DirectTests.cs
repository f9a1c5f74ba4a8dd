using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Tests.Keys;
using ChatMux.WebFront.Keys;
using ChatMux.WebFront.Messages;
using ChatMux.WebFront.Tests.Friends;
using Microsoft.AspNetCore.SignalR.Client;

namespace ChatMux.WebFront.Tests.Messages;

/// <summary>What two people write to each other, from browser to browser, and what a browser proves before it may.</summary>
public sealed class DirectTests(TestCluster cluster)
{
    private const RefusalCode Fine = (RefusalCode)(-1);
    private const RefusalCode NotFound = RefusalCode.NotFound;
    private const RefusalCode Unproven = RefusalCode.DeviceNotAdded;
    private const RefusalCode NotFriends = RefusalCode.NotFriends;

    private static readonly string Id = new('a', 32);

    public enum Is { Guest, Unproven, Identity, Former, Friend, Blocked }

    private static UserId Me(TestBrowser browser) => browser.Welcome.Me.Id;

    private static async Task<(TestDevice Device, byte[] Entry)> MakesDevice(TestBrowser browser)
    {
        var device = new TestDevice();
        var entry = device.Signs(Me(browser), null, [device], TestDevice.NewPoint());
        Assert.Null((await browser.Call<Done>("AppendToChain", new AppendToChainCommand(entry, TestDevice.KeysOf(entry)))).Refusal);
        return (device, entry);
    }

    private static async Task<RefusalCode?> Proves(TestBrowser browser, TestDevice device, DeviceId? named = null)
    {
        var challenge = (await browser.Call<DeviceChallenge>("GetDeviceChallenge")).Value!.Challenge;
        return await Proves(browser, named ?? device.Id, device.Proves(Me(browser), browser.Connection, challenge));
    }

    private static async Task<RefusalCode?> Proves(TestBrowser browser, DeviceId device, byte[] signature) =>
        (await browser.Call<Done>("ProveDevice", new ProveDeviceCommand(device, signature))).Refusal?.Code;

    private static async Task Befriend(TestBrowser one, TestBrowser other)
    {
        Assert.NotNull((await one.Does(FriendAct.Request, other)).Value);
        Assert.NotNull((await other.Does(FriendAct.Accept, one)).Value);
    }

    private static async Task<TestEnvelope> Begins(TestBrowser one, (TestDevice Device, byte[] Entry) own, TestBrowser other, byte[] theirs)
    {
        var record = own.Device.SignsEpoch(Me(one), null, 0, (Me(one), own.Entry), (Me(other), theirs));
        Assert.Null((await one.Call<Done>("BeginEpoch", new BeginEpochCommand(Me(other), record))).Refusal);
        return new TestEnvelope(
            ConversationId.Of(FriendshipId.Of(Me(one), Me(other))!.Value), Me(one), own.Device.Id, 1, EpochRecord.Parse(record)!.KeyId.ToArray());
    }

    private static async Task<TestEnvelope> Again(TestBrowser one, TestDevice device, TestBrowser other)
    {
        var record = (await one.Call<EpochPage>("ReadEpochs", new ReadEpochsCommand(Me(other), 0))).Value!.Records[^1];
        return new TestEnvelope(
            ConversationId.Of(FriendshipId.Of(Me(one), Me(other))!.Value), Me(one), device.Id, 1, EpochRecord.Parse(record)!.KeyId.ToArray());
    }

    [Fact]
    public async Task What_one_seals_at_one_front_the_other_gets_at_another_and_finds_when_they_come_back()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var bo = await Accounts.Enter(cluster.Two, "Bo");
        await Befriend(ada, bo);
        var (own, theirs) = (await MakesDevice(ada), await MakesDevice(bo));
        Assert.Null(await Proves(ada, own.Device));
        var message = (await Begins(ada, own, bo, theirs.Entry)).Seal();
        await using var tab = await ada.OtherTab(cluster.Two);
        for (var time = 0; time < 2; time++)
            Assert.Equal(1, (await ada.Call<SendReceipt>("SendSealed", new SendSealedCommand(Me(bo), message))).Value!.Sequence);
        foreach (var (browser, with) in new[] { (bo, ada), (ada, bo), (tab, bo) })
        {
            var heard = await browser.Sees<SealedPosted>();
            Assert.Equal((Me(with), 1L, Me(ada), own.Device.Id), (heard.With, heard.Entries[0].Sequence, heard.Entries[0].Author, heard.Entries[0].Device));
            // Whoever has not proven which device it is hears that something was written, and no more.
            Assert.Equal(browser == ada ? message : message[..Limits.EnvelopeHeaderBytes], heard.Entries[0].Envelope);
        }
        bo.Drop();
        await bo.Closed.Task;
        var direct = Assert.Single((await bo.ComeBack(cluster.One)).Inbox.Directs);
        Assert.Equal((Me(ada), "Ada", 1L, 1), (direct.With.Id, direct.With.Name, direct.Head, direct.Unread));
        // A socket proves anew.
        var read = new ReadSealedCommand(Me(ada), null, null, 10);
        Assert.Equal(Unproven, (await bo.Call<SealedPage>("ReadSealed", read)).Refusal?.Code);
        Assert.Null(await Proves(bo, theirs.Device));
        Assert.Equal(message, Assert.Single((await bo.Call<SealedPage>("ReadSealed", read)).Value!.Entries).Envelope);
        Assert.Equal(1, (await bo.Call<ReadPosition>("MarkRead", new MarkReadCommand(direct.Conversation, 1))).Value!.ReadUpTo);
        var next = new SendSealedCommand(Me(bo), (await Again(ada, own.Device, bo)).Seal());
        Assert.Equal(2, (await ada.Call<SendReceipt>("SendSealed", next)).Value!.Sequence);
        Assert.Equal(next.Envelope, (await bo.Sees<SealedPosted>(posted => posted.Entries[0].Sequence == 2)).Entries[0].Envelope);
        Assert.DoesNotContain(ada.All<SealedPosted>().Concat(bo.All<SealedPosted>()), posted => posted.Entries.Count > 1);
    }

    [Fact]
    public async Task A_device_is_proven_by_its_own_signature_of_the_last_challenge_once_and_by_nothing_else()
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        await using var bo = await Accounts.Enter(cluster.Two, "Bo");
        var (own, theirs) = ((await MakesDevice(ada)).Device, (await MakesDevice(bo)).Device);
        async Task<byte[]> Challenge() => (await ada.Call<DeviceChallenge>("GetDeviceChallenge")).Value!.Challenge;
        async Task<RefusalCode?> Reads() => (await ada.Call<SealedPage>("ReadSealed", new ReadSealedCommand(Me(bo), null, null, 1))).Refusal?.Code;
        Assert.Equal(RefusalCode.ChallengeExpired, await Proves(ada, own.Id, own.Proves(Me(ada), ada.Connection, new byte[32])));
        // Another's key, another's device, a device of nobody, another connection, another account.
        Assert.Equal(Unproven, await Proves(ada, theirs, own.Id));
        Assert.Equal(Unproven, await Proves(ada, theirs));
        Assert.Equal(Unproven, await Proves(ada, new TestDevice()));
        Assert.Equal(Unproven, await Proves(ada, own.Id, own.Proves(Me(ada), bo.Connection, await Challenge())));
        Assert.Equal(Unproven, await Proves(ada, own.Id, own.Proves(Me(bo), ada.Connection, await Challenge())));
        foreach (var signature in new byte[][] { [], new byte[64], RandomNumberGenerator.GetBytes(64), new byte[20_000] })
        {
            await Challenge();
            Assert.Equal(Unproven, await Proves(ada, own.Id, signature));
        }
        var (older, newer) = (await Challenge(), await Challenge());
        Assert.NotEqual(older, newer);
        Assert.Equal(Unproven, await Proves(ada, own.Id, own.Proves(Me(ada), ada.Connection, older)));
        // That one counted, and the challenge is gone with it.
        Assert.Equal(RefusalCode.ChallengeExpired, await Proves(ada, own.Id, own.Proves(Me(ada), ada.Connection, newer)));
        Assert.Equal(Unproven, await Reads());
        var good = own.Proves(Me(ada), ada.Connection, await Challenge());
        Assert.Null(await Proves(ada, own.Id, good));
        Assert.Equal(RefusalCode.ChallengeExpired, await Proves(ada, own.Id, good));
        // It is proven; the two are nothing to each other.
        Assert.Equal(NotFound, await Reads());
        await Challenge();
        Assert.Equal(Unproven, await Proves(ada, own.Id, good));
        await ada.ComeBack(cluster.One);
        Assert.Equal(Unproven, await Reads());
        Assert.Equal(RefusalCode.ChallengeExpired, await Proves(ada, own.Id, good));
        Assert.Null(await Proves(ada, own));
        Assert.Equal(NotFound, await Reads());
    }

    public static readonly TheoryData<string, RefusalCode[]> Rows = new()
    {
        { "SendSealed", [Unproven, Unproven, NotFriends, NotFriends, Fine, NotFriends] },
        { "SignalSealed", [Unproven, Unproven, NotFriends, NotFriends, Fine, NotFriends] },
        { "BeginEpoch", [Unproven, Unproven, NotFriends, NotFriends, Fine, NotFriends] },
        { "ReadSealed", [Unproven, Unproven, NotFound, Fine, Fine, Fine] },
        { "ReadSealedChanges", [Unproven, Unproven, NotFound, Fine, Fine, Fine] },
        { "FindSealedTime", [Unproven, Unproven, NotFound, Fine, Fine, Fine] },
        { "ReadEpochs", [Unproven, Unproven, NotFound, Fine, Fine, Fine] },
        { "GetDeviceChallenge", [Fine, Fine, Fine, Fine, Fine, Fine] },
    };

    /// <summary>The grains' own matrix also has those who meddle in what is between others: here nobody can say that they mean them.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Everybody_may_do_what_they_are_to_Bo(string method, RefusalCode[] answers)
    {
        await using var bo = await Accounts.Enter(cluster.Two, "Bo");
        var theirs = await MakesDevice(bo);
        foreach (var role in Enum.GetValues<Is>())
        {
            await using var me = role == Is.Guest ? await TestBrowser.Enter(cluster.One, "Me") : await Accounts.Enter(cluster.One, "Me");
            var envelope = new TestEnvelope(ConversationId.Of(FriendshipId.Of(Me(me), Me(bo))!.Value), Me(me), HexId.New<DeviceId>(), 1, new byte[16]);
            byte[] record = [];
            if (role != Is.Guest)
            {
                var own = await MakesDevice(me);
                envelope = envelope with { Device = own.Device.Id };
                if (role != Is.Unproven)
                    Assert.Null(await Proves(me, own.Device));
                if (role is Is.Former or Is.Friend or Is.Blocked)
                {
                    await Befriend(me, bo);
                    envelope = await Begins(me, own, bo, theirs.Entry);
                    Assert.NotNull((await me.Call<SendReceipt>("SendSealed", new SendSealedCommand(Me(bo), envelope.Seal()))).Value);
                    var first = (await me.Call<EpochPage>("ReadEpochs", new ReadEpochsCommand(Me(bo), 0))).Value!.Records[0];
                    record = own.Device.SignsEpoch(Me(me), first, 2, (Me(me), own.Entry), (Me(bo), theirs.Entry));
                }
                if (role is Is.Former or Is.Blocked)
                    Assert.NotNull((await bo.Does(role == Is.Former ? FriendAct.Unfriend : FriendAct.Block, me)).Value);
            }
            var refused = (await Does(me, method, bo, envelope with { Id = HexId.New<MessageId>() }, record)).Refusal?.Code ?? Fine;
            Assert.True(answers[(int)role] == refused, $"{role} wants {method}: {refused}");
        }
        // With oneself there is nothing.
        var self = new TestEnvelope(ConversationId.Of(Id), Me(bo), theirs.Device.Id, 1, new byte[16]);
        if (method != "GetDeviceChallenge")
            Assert.Equal(NotFound, (await Does(bo, method, bo, self, [])).Refusal?.Code);
    }

    private static async Task<IRefusable> Does(TestBrowser me, string method, TestBrowser bo, TestEnvelope envelope, byte[] record) => method switch
    {
        "SendSealed" => await me.Call<SendReceipt>(method, new SendSealedCommand(Me(bo), envelope.Seal())),
        "SignalSealed" => await me.Call<Done>(method, new SignalSealedCommand(Me(bo), (envelope with { Type = EnvelopeType.Signal }).Seal())),
        "BeginEpoch" => await me.Call<Done>(method, new BeginEpochCommand(Me(bo), record)),
        "ReadSealed" => await me.Call<SealedPage>(method, new ReadSealedCommand(Me(bo), null, null, 10)),
        "ReadSealedChanges" => await me.Call<SealedPage>(method, new ReadSealedChangesCommand(Me(bo), 0, 10)),
        "FindSealedTime" => await me.Call<LogPlace>(method, new FindSealedTimeCommand(Me(bo), 0)),
        "ReadEpochs" => await me.Call<EpochPage>(method, new ReadEpochsCommand(Me(bo), 0)),
        _ => await me.Call<DeviceChallenge>(method),
    };

    private static Dictionary<string, object?> With(params (string Name, object? Value)[] members) => members.ToDictionary(m => m.Name, m => m.Value);

    private static Dictionary<string, object?[]> Wrong => new()
    {
        ["SendSealed"] = [null, Id, With(), With(("with", Id)), With(("with", Id), ("envelope", null)), With(("with", Id), ("envelope", 7)), With(("with", Id), ("envelope", With())), With(("with", Id[1..]), ("envelope", new byte[384])), With(("with", null), ("envelope", new byte[384]))],
        ["SignalSealed"] = [null, With(), With(("with", Id)), With(("with", Id), ("envelope", null)), With(("with", "../../etc"), ("envelope", new byte[384]))],
        ["ReadSealed"] = [null, With(), With(("with", Id)), With(("with", Id), ("count", "many")), With(("with", Id), ("count", 1.5)), With(("with", 7), ("count", 1)), With(("with", Id), ("before", "x"), ("count", 1))],
        ["ReadSealedChanges"] = [null, With(), With(("with", Id), ("count", 1)), With(("with", Id), ("after", null), ("count", 1)), With(("with", Id), ("after", "x"), ("count", 1))],
        ["FindSealedTime"] = [null, With(), With(("with", Id)), With(("with", Id), ("atMs", null)), With(("with", Id), ("atMs", "noon"))],
        ["ReadEpochs"] = [null, With(), With(("with", Id)), With(("with", Id), ("after", null)), With(("after", 0L))],
        ["BeginEpoch"] = [null, With(), With(("with", Id)), With(("with", Id), ("record", null)), With(("with", Id), ("record", 7))],
        ["ProveDevice"] = [null, With(), With(("device", Id)), With(("device", Id), ("signature", null)), With(("device", Id[1..]), ("signature", new byte[64])), With(("device", null), ("signature", new byte[64]))],
    };

    public static readonly TheoryData<string> WrongMethods = [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(WrongMethods))]
    public async Task What_no_honest_browser_sends_is_malformed(string method)
    {
        await using var ada = await Accounts.Enter(cluster.One, "Ada");
        var own = await MakesDevice(ada);
        Assert.Null(await Proves(ada, own.Device));
        for (var i = 0; i < Wrong[method].Length; i++)
        {
            var refused = (await ada.Socket.InvokeCoreAsync<Result<Done>>(method, [Wrong[method][i]])).Refusal?.Code;
            Assert.True(refused == RefusalCode.Malformed, $"{method} {i}: {refused}");
        }
        Assert.NotNull((await ada.Call<DeviceChallenge>("GetDeviceChallenge")).Value);
    }

    [Fact]
    public async Task A_call_before_attaching_is_refused()
    {
        await using var ada = new TestBrowser();
        await ada.SignIn(cluster.One, "Ada");
        await ada.Open(cluster.One);
        var with = HexId.New<UserId>();
        foreach (var (method, command) in new (string, object?)[]
        {
            ("SendSealed", new SendSealedCommand(with, [])), ("SignalSealed", new SignalSealedCommand(with, [])), ("ReadSealed", new ReadSealedCommand(with, null, null, 1)),
            ("ReadSealedChanges", new ReadSealedChangesCommand(with, 0, 1)), ("FindSealedTime", new FindSealedTimeCommand(with, 0)), ("ReadEpochs", new ReadEpochsCommand(with, 0)),
            ("BeginEpoch", new BeginEpochCommand(with, [])), ("GetDeviceChallenge", null), ("ProveDevice", new ProveDeviceCommand(HexId.New<DeviceId>(), [])),
        })
            Assert.Equal(RefusalCode.NotAttached, (await ada.Call<Done>(method, command)).Refusal?.Code);
    }
}
