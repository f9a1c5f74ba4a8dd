using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Tests.Friends;
using ChatMux.Grains.Tests.Keys;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>What two people write to each other: who may, what is taken, and that it is taken once.</summary>
public sealed class DirectPostTests(ClusterFixture cluster)
{
    [Fact]
    public async Task What_is_taken_is_on_disk_and_all_browsers_of_both_hear_of_it()
    {
        var talk = await TestTalk.Enter(cluster);
        var other = talk.Ada.Tab.OtherTab();
        await other.Attach();
        var (first, message) = await talk.Says(talk.Ada);
        var (second, change) = await talk.Says(talk.Bo, EnvelopeType.Change);
        Assert.Equal((1, 2), (first.Sequence, second.Sequence));
        Assert.Equal(
            [(talk.Ada.Id, LogEntryKind.Message, 0L), (talk.Bo.Id, LogEntryKind.SealedChange, 0L)],
            (await talk.Log()).Select(e => (e.Author, e.Kind, e.Target)));
        Assert.Equal([message, change], (await talk.Log()).Select(e => e.Body.ToArray()));
        foreach (var (front, with) in new[] { (talk.Ada.Front, talk.Bo), (other.Front, talk.Bo), (talk.Bo.Front, talk.Ada) })
        {
            var heard = (await front.Sees<SealedPosted>(e => e.Entries[0].Sequence == 1)).Entries[0];
            Assert.Equal((talk.Ada.Id, talk.DeviceOf(talk.Ada).Id, first.SentAtMs), (heard.Author, heard.Device, heard.SentAtMs));
            Assert.Equal(message, heard.Envelope);
            var after = await front.Sees<SealedPosted>(e => e.Entries[0].Sequence == 2);
            Assert.Equal((with.Id, talk.Id), (after.With, after.Conversation));
            Assert.Equal(change, after.Entries[0].Envelope);
        }
    }

    public static readonly TheoryData<string, RefusalCode> Refused = new()
    {
        { "a third", RefusalCode.NotFound },
        { "a third with their envelope", RefusalCode.NotFound },
        { "unproven", RefusalCode.DeviceNotAdded },
        { "unproven and nonsense", RefusalCode.DeviceNotAdded },
        { "no device of the chain", RefusalCode.DeviceNotAdded },
        { "the other's device", RefusalCode.DeviceNotAdded },
        { "null", RefusalCode.InvalidEnvelope },
        { "nothing", RefusalCode.InvalidEnvelope },
        { "too short", RefusalCode.InvalidEnvelope },
        { "too long", RefusalCode.InvalidEnvelope },
        { "another version", RefusalCode.InvalidEnvelope },
        { "a flag", RefusalCode.InvalidEnvelope },
        { "an unknown type", RefusalCode.InvalidEnvelope },
        { "a signal", RefusalCode.InvalidEnvelope },
        { "another conversation", RefusalCode.InvalidEnvelope },
        { "another sender", RefusalCode.InvalidEnvelope },
        { "another device", RefusalCode.InvalidEnvelope },
        { "the epoch before", RefusalCode.StaleEpoch },
        { "the epoch after", RefusalCode.StaleEpoch },
        { "another key of this epoch", RefusalCode.StaleEpoch },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_refused_is_not_stored_and_nobody_hears_of_it(string what, RefusalCode expected)
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Begins(talk.Bo);
        var (third, own) = (await Person.Away(cluster, "Eve"), talk.By(talk.Ada));
        var (ada, stranger) = (talk.As(talk.Ada), new TestDevice());
        var (actor, envelope) = what switch
        {
            "a third" => (third.Actor with { KeyDevice = stranger.Id }, own.Seal()),
            "a third with their envelope" => (third.Actor with { KeyDevice = stranger.Id }, (own with { Sender = third.Id, Device = stranger.Id }).Seal()),
            "unproven" => (talk.Ada.Actor, own.Seal()),
            "unproven and nonsense" => (talk.Ada.Actor, []),
            "no device of the chain" => (talk.As(talk.Ada, stranger), (own with { Device = stranger.Id }).Seal()),
            "the other's device" => (talk.As(talk.Ada, talk.DeviceOf(talk.Bo)), (own with { Device = talk.DeviceOf(talk.Bo).Id }).Seal()),
            "null" => (ada, null!),
            "nothing" => (ada, []),
            "too short" => (ada, own.Seal()[..^1]),
            "too long" => (ada, [.. (own with { Padded = 16_384 }).Seal(), 0]),
            "another version" => (ada, [2, .. own.Seal()[1..]]),
            "a flag" => (ada, [.. own.Seal()[..3], 1, .. own.Seal()[4..]]),
            "an unknown type" => (ada, (own with { Type = (EnvelopeType)4 }).Seal()),
            "a signal" => (ada, (own with { Type = EnvelopeType.Signal }).Seal()),
            "another conversation" => (ada, (own with { Conversation = HexId.New<ConversationId>() }).Seal()),
            "another sender" => (ada, (own with { Sender = talk.Bo.Id }).Seal()),
            "another device" => (ada, (own with { Device = talk.DeviceOf(talk.Bo).Id }).Seal()),
            "the epoch before" => (ada, (own with { Epoch = 1 }).Seal()),
            "the epoch after" => (ada, (own with { Epoch = 3 }).Seal()),
            _ => (ada, (own with { KeyId = new byte[16] }).Seal()),
        };
        Assert.Equal(expected, (await talk.Grain.Post(actor, envelope)).Refusal?.Code);
        // Signals are judged alike.
        if (envelope is { Length: > 3 })
            envelope[2] = envelope[2] == 3 ? (byte)1 : envelope[2] == 1 ? (byte)3 : envelope[2];
        Assert.Equal(expected, (await talk.Grain.Signal(actor, envelope!)).Refusal?.Code);
        Assert.Empty(await talk.Log());
        Assert.False(await talk.Grain.HasHistory());
        Assert.Null(await talk.Lists(talk.Ada));
        Assert.Null(await talk.Lists(talk.Bo));
        // What comes after it would come after it.
        await talk.Says(talk.Bo);
        Assert.Equal(1, (await talk.Ada.Front.Sees<SealedPosted>()).Entries[0].Sequence);
        Assert.Empty(talk.Bo.Front.All<SealedSignal>());
    }

    [Fact]
    public async Task Those_who_are_no_friends_write_nothing_to_each_other()
    {
        var (ada, bo) = await Person.EnterTwo(cluster);
        var talk = await TestTalk.Of(cluster, ada, bo);
        foreach (var act in new FriendAct?[] { null, FriendAct.Request, FriendAct.Accept, FriendAct.Unfriend, FriendAct.Block })
        {
            if (act is { } does)
                await (does == FriendAct.Request ? ada : bo).Must(does, does == FriendAct.Request ? bo : ada);
            var expected = act == FriendAct.Accept ? RefusalCode.StaleEpoch : RefusalCode.NotFriends;
            foreach (var one in new[] { ada, bo })
            {
                Assert.Equal(expected, (await talk.Post(one, talk.By(one).Seal())).Refusal?.Code);
                Assert.Equal(expected, (await talk.Grain.Signal(talk.As(one), talk.By(one, EnvelopeType.Signal).Seal())).Refusal?.Code);
            }
        }
        Assert.Empty(await talk.Log());
    }

    [Fact]
    public async Task Whoever_is_being_made_up_with_waits()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Bo.Must(FriendAct.Unfriend, talk.Ada);
        await talk.Ada.Must(FriendAct.Request, talk.Bo);
        RefusalCode? meanwhile = null;
        cluster.BeforeNextWrite("friendship", talk.Pair.Key, async () => meanwhile = (await talk.Post(talk.Ada, talk.By(talk.Ada).Seal())).Refusal?.Code);
        await talk.Bo.Must(FriendAct.Accept, talk.Ada);
        Assert.Equal(RefusalCode.Unavailable, meanwhile);
        Assert.Equal(1, (await talk.Says(talk.Ada)).Receipt.Sequence);
    }

    [Fact]
    public async Task What_is_sent_again_is_the_same_whatever_has_happened_since()
    {
        var talk = await TestTalk.Enter(cluster);
        var own = talk.By(talk.Ada);
        var envelope = own.Seal();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => talk.Post(talk.Ada, envelope)));
        Assert.Equal(new SendReceipt(1, answers[0].Value!.SentAtMs), Assert.Single(answers.Select(a => a.Value).Distinct()));
        async Task StillSo()
        {
            Assert.Equal(answers[0].Value, (await talk.Post(talk.Ada, envelope)).Value);
            Assert.Equal(RefusalCode.MessageIdTaken, (await talk.Post(talk.Ada, own.Seal())).Refusal?.Code);
            Assert.Equal(RefusalCode.MessageIdTaken, (await talk.Post(talk.Ada, (own with { Type = EnvelopeType.Change }).Seal())).Refusal?.Code);
        }
        await StillSo();
        await ClusterFixture.Deactivate(talk.Grain);
        await StillSo();
        await talk.Begins(talk.Bo);
        await StillSo();
        await ClusterFixture.Deactivate(talk.Grain);
        await StillSo();
        await talk.Bo.Must(FriendAct.Block, talk.Ada);
        await StillSo();
        await ClusterFixture.Deactivate(talk.Grain);
        await StillSo();
        await talk.Grain.EraseAuthor(talk.Ada.Id);
        await ClusterFixture.Deactivate(talk.Grain);
        // What was erased can no longer be compared.
        Assert.Equal(answers[0].Value, (await talk.Post(talk.Ada, envelope)).Value);
        Assert.Equal(answers[0].Value, (await talk.Post(talk.Ada, own.Seal())).Value);
        Assert.Single(await talk.Log());
        // To each device its own ids.
        Assert.Equal(RefusalCode.NotFriends, (await talk.Post(talk.Bo, (talk.By(talk.Bo) with { Id = own.Id }).Seal())).Refusal?.Code);
    }

    [Fact]
    public async Task The_allowance_for_messages_holds_for_sealed_ones_and_not_for_signals()
    {
        var talk = await TestTalk.Enter(cluster);
        var answers = new List<Result<SendReceipt>>();
        for (var i = 0; i < 61; i++)
            answers.Add(await talk.Post(talk.Ada, talk.By(talk.Ada).Seal()));
        Assert.All(answers[..60], answer => Assert.NotNull(answer.Value));
        Assert.Equal(RefusalCode.TooFast, answers[60].Refusal?.Code);
        Assert.NotNull(answers[60].Refusal!.RetryAfterMs);
        Assert.Equal(60, (await talk.Log()).Count);
        Assert.NotNull((await talk.Grain.Signal(talk.As(talk.Ada), talk.By(talk.Ada, EnvelopeType.Signal).Seal())).Value);
    }

    [Fact]
    public async Task A_signal_reaches_the_other_and_leaves_nothing()
    {
        var talk = await TestTalk.Enter(cluster);
        var other = talk.Ada.Tab.OtherTab();
        await other.Attach();
        var signal = talk.By(talk.Ada, EnvelopeType.Signal).Seal();
        for (var time = 0; time < 2; time++)
            Assert.NotNull((await talk.Grain.Signal(talk.As(talk.Ada), signal)).Value);
        var heard = await talk.Bo.Front.Sees<SealedSignal>();
        Assert.Equal((talk.Ada.Id, talk.Id), (heard.With, heard.Conversation));
        Assert.Equal(signal, heard.Envelope);
        await Until.Holds(() => Task.FromResult(talk.Bo.Front.All<SealedSignal>().Count == 2));
        Assert.Empty(await talk.Log());
        Assert.False(await talk.Grain.HasHistory());
        await talk.Says(talk.Bo);
        await other.Front.Sees<SealedPosted>();
        Assert.Empty(other.Front.All<SealedSignal>());
        Assert.Empty(talk.Ada.Front.All<SealedSignal>());
    }

    [Fact]
    public async Task A_device_that_was_added_writes_at_once_and_one_that_was_removed_no_more()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        var (laptop, phone) = (talk.DeviceOf(talk.Ada), new TestDevice());
        var both = laptop.Signs(talk.Ada.Id, talk.EntryOf(talk.Ada), [laptop, phone], talk.EntryOf(talk.Ada)[76..141]);
        await talk.Changes(talk.Ada, phone, both);
        Assert.NotNull((await talk.Post(talk.Ada, (talk.By(talk.Ada) with { ChainVersion = 2 }).Seal())).Value);
        Assert.NotNull((await talk.Grain.Read(talk.As(talk.Ada), new PageRequest(null, null, 10))).Value);
        await talk.Changes(talk.Ada, phone, phone.Signs(talk.Ada.Id, both, [phone], TestDevice.NewPoint(), keyVersion: 2));
        async Task<RefusalCode?> OnLaptop(uint version) =>
            (await talk.Grain.Post(talk.As(talk.Ada, laptop), (talk.By(talk.Ada) with { Device = laptop.Id, ChainVersion = version }).Seal())).Refusal?.Code;
        Assert.Equal(RefusalCode.DeviceNotAdded, await OnLaptop(2));
        Assert.Equal(RefusalCode.DeviceNotAdded, (await talk.Grain.Read(talk.As(talk.Ada, laptop), new PageRequest(null, null, 10))).Refusal?.Code);
        // Whoever says that there is more is asked about at once; and what the removed one could read is sealed with another key.
        Assert.Equal(RefusalCode.StaleEpoch, (await talk.Post(talk.Ada, (talk.By(talk.Ada) with { ChainVersion = 3 }).Seal())).Refusal?.Code);
        await talk.Begins(talk.Ada, reason: 1);
        Assert.NotNull((await talk.Post(talk.Ada, (talk.By(talk.Ada) with { ChainVersion = 3 }).Seal())).Value);
        Assert.Equal(3, (await talk.Log()).Count);
    }

    [Fact]
    public async Task Word_of_a_newer_chain_ends_a_removed_device_at_once()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Ada);
        var laptop = talk.DeviceOf(talk.Ada);
        await talk.MovesTo(talk.Ada, new TestDevice());
        Assert.Equal(RefusalCode.StaleEpoch, (await talk.Post(talk.Ada, (talk.By(talk.Ada) with { ChainVersion = 3 }).Seal())).Refusal?.Code);
        var late = (talk.By(talk.Ada) with { Device = laptop.Id, ChainVersion = 1 }).Seal();
        Assert.Equal(RefusalCode.DeviceNotAdded, (await talk.Grain.Post(talk.As(talk.Ada, laptop), late)).Refusal?.Code);
    }

    [Fact]
    public async Task What_is_not_on_disk_is_refused_and_written_when_it_is_sent_again()
    {
        var talk = await TestTalk.Enter(cluster);
        await talk.Says(talk.Bo);
        var envelope = talk.By(talk.Ada).Seal();
        cluster.Log.FailNext = new IOException("disk");
        Assert.Equal(RefusalCode.Unavailable, (await talk.Post(talk.Ada, envelope)).Refusal?.Code);
        Assert.Equal(2, (await Retry(talk, envelope)).Sequence);
        var later = talk.By(talk.Ada).Seal();
        cluster.Log.FailAfterNext = new IOException("answer lost");
        Assert.Equal(RefusalCode.Unavailable, (await talk.Post(talk.Ada, later)).Refusal?.Code);
        Assert.Equal(3, (await Retry(talk, later)).Sequence);
        Assert.Equal(3, (await talk.Log()).Count);
    }

    // As a browser does, until another activation has begun.
    private static async Task<SendReceipt> Retry(TestTalk talk, byte[] envelope)
    {
        SendReceipt? receipt = null;
        await Until.Holds(async () => (receipt = (await talk.Post(talk.Ada, envelope)).Value) is not null);
        return receipt!;
    }

    [Fact]
    public async Task Nothing_prints_what_is_sealed()
    {
        var talk = await TestTalk.Enter(cluster);
        var envelope = talk.By(talk.Ada).Seal();
        var planted = new[] { Convert.ToHexString(envelope.AsSpan(112, 8)), Convert.ToBase64String(envelope.AsSpan(112, 9)), string.Join(", ", envelope[112..116]) };
        var entry = new SealedEntry(1, talk.Ada.Id, talk.DeviceOf(talk.Ada).Id, 0, envelope);
        var parsed = Envelope.Parse(envelope)!;
        foreach (var printed in new object[]
        {
            entry, new SealedPage([entry], 1, false), new SealedPosted(talk.Bo.Id, talk.Id, [entry]), new SealedSignal(talk.Bo.Id, talk.Id, envelope),
            parsed, new PendingEnvelope(parsed), new EpochPage([envelope]),
        })
            Assert.DoesNotContain(planted, words => printed.ToString()!.Contains(words, StringComparison.OrdinalIgnoreCase));
    }
}
