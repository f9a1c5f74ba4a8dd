using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Tests.Friends;
using ChatMux.Grains.Tests.Keys;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>Reading what two people wrote to each other.</summary>
public sealed class DirectReadTests(ClusterFixture cluster)
{
    private async Task<TestTalk> Filled(params EnvelopeType[] kinds)
    {
        var talk = await TestTalk.Enter(cluster);
        foreach (var kind in kinds)
        {
            await talk.Says(talk.Ada, kind);
            cluster.Time.Advance(TimeSpan.FromSeconds(1));
        }
        return talk;
    }

    private static async Task<SealedPage> Read(TestTalk talk, long? before, long? after, int count) =>
        (await talk.Grain.Read(talk.As(talk.Bo), new PageRequest(before, after, count))).Value!;

    private static long[] Numbers(SealedPage page) => [.. page.Entries.Select(e => e.Sequence)];

    [Fact]
    public async Task A_page_has_messages_and_changes_the_newest_below_or_the_oldest_above()
    {
        var talk = await Filled([.. Enumerable.Range(0, 8).Select(i => i % 3 == 2 ? EnvelopeType.Change : EnvelopeType.Message)]);
        foreach (var (before, after, count, numbers, more) in new (long?, long?, int, long[], bool)[]
        {
            (null, null, 3, [6, 7, 8], true), (null, null, 100, [1, 2, 3, 4, 5, 6, 7, 8], false), (4, null, 2, [2, 3], true), (4, null, 3, [1, 2, 3], false),
            (1, null, 5, [], false), (long.MinValue, null, 5, [], false), (null, 0, 2, [1, 2], false), (null, 2, 2, [3, 4], true), (null, 8, 5, [], false),
            (null, long.MaxValue, 5, [], false), (null, -5, 1, [1], false),
        })
        {
            var page = await Read(talk, before, after, count);
            Assert.Equal(numbers, Numbers(page));
            Assert.Equal((8, more), (page.Head, page.HasMore));
        }
        Assert.Equal((await talk.Log()).Select(e => e.Body.ToArray()), (await Read(talk, null, null, 100)).Entries.Select(e => e.Envelope));
    }

    [Fact]
    public async Task Changes_are_read_by_themselves()
    {
        var (message, change) = (EnvelopeType.Message, EnvelopeType.Change);
        var talk = await Filled(message, change, message, change, message, change, message);
        foreach (var (after, count, numbers, more) in new (long, int, long[], bool)[]
        {
            (0, 2, [2, 4], true), (0, 3, [2, 4, 6], false), (2, 1, [4], true), (4, 100, [6], false), (6, 1, [], false), (long.MaxValue, 1, [], false),
        })
        {
            var page = (await talk.Grain.ReadChanges(talk.As(talk.Bo), after, count)).Value!;
            Assert.Equal(numbers, Numbers(page));
            Assert.Equal((7, more), (page.Head, page.HasMore));
        }
    }

    [Fact]
    public void A_page_has_no_more_bytes_than_it_may_and_is_never_empty_for_it()
    {
        LogEntry Entry(long number, int bytes) =>
            new(number, MessageId.New(), default, default, 0, LogEntryKind.Message, new byte[bytes]);
        var entries = Enumerable.Range(1, 100).Select(i => Entry(i, Envelope.MaxBytes)).ToArray();
        var (before, after, changes) = (SealedPages.Before(entries, 100), SealedPages.After(entries, 100), SealedPages.OfChanges(entries, 100, 100));
        Assert.Equal((100, true), (before.Entries[^1].Sequence, before.HasMore));
        Assert.Equal((1, false), (after.Entries[0].Sequence, after.HasMore));
        Assert.Equal((1, true), (changes.Entries[0].Sequence, changes.HasMore));
        foreach (var page in new[] { before, after, changes })
        {
            Assert.InRange(page.Entries.Sum(e => e.Envelope.Length + 256), Limits.PageBytes - 20_000, Limits.PageBytes);
            Assert.Equal(page.Entries.Count - 1, page.Entries[^1].Sequence - page.Entries[0].Sequence);
        }
        Assert.Single(SealedPages.Before([Entry(1, 2 * Limits.PageBytes)], 1).Entries);
        // What was written while it was read.
        Assert.Equal(100, SealedPages.After(entries, 50).Head);
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData(null, null, -1)]
    [InlineData(null, null, Limits.PageLength + 1)]
    [InlineData(null, null, int.MaxValue)]
    [InlineData(5L, 1L, 10)]
    public async Task What_is_no_page_is_malformed(long? before, long? after, int count)
    {
        var talk = await Filled(EnvelopeType.Message);
        Assert.Equal(RefusalCode.Malformed, (await talk.Grain.Read(talk.As(talk.Ada), new PageRequest(before, after, count))).Refusal?.Code);
        if (count != 10)
            Assert.Equal(RefusalCode.Malformed, (await talk.Grain.ReadChanges(talk.As(talk.Ada), 0, count)).Refusal?.Code);
    }

    [Fact]
    public async Task A_time_has_its_place()
    {
        var talk = await Filled(EnvelopeType.Message, EnvelopeType.Change, EnvelopeType.Message);
        var times = (await talk.Log()).Select(e => e.SentAtMs).ToArray();
        foreach (var (ms, place) in new[] { (long.MinValue, 1L), (0, 1), (times[0], 1), (times[0] + 1, 2), (times[1], 2), (times[2] + 1, 4) })
            Assert.Equal(place, (await talk.Grain.FindTime(talk.As(talk.Bo), ms)).Value!.Sequence);
    }

    [Fact]
    public async Task Reading_has_an_allowance()
    {
        var talk = await Filled(EnvelopeType.Message);
        var actor = talk.As(talk.Bo);
        for (var i = 0; i < 20; i++)
            await Read(talk, null, null, 1);
        foreach (var refused in new IRefusable[]
        {
            await talk.Grain.Read(actor, new PageRequest(null, null, 1)), await talk.Grain.ReadChanges(actor, 0, 1),
            await talk.Grain.FindTime(actor, 0),
        })
            Assert.Equal(RefusalCode.TooFast, refused.Refusal?.Code);
        // What opens messages has its own: whoever reads much waits for it no longer.
        Assert.Equal((100, 5.0), (new UserLimits().KeyReads.Burst, new UserLimits().KeyReads.PerSecond));
        for (var i = 0; i < 100; i++)
            Assert.Null((await talk.Grain.ReadEpochs(actor, 0)).Refusal);
        foreach (var refused in new IRefusable[]
        {
            await talk.Grain.ReadEpochs(actor, 0), await talk.ChainOf(talk.Ada).GetChain(actor), await talk.ChainOf(talk.Bo).GetKeys(actor),
            await talk.ChainOf(talk.Bo).GetRecovery(actor),
        })
            Assert.Equal(RefusalCode.TooFast, refused.Refusal?.Code);
    }

    [Fact]
    public async Task Those_who_have_parted_read_on_and_check_it_by_each_others_chains()
    {
        var talk = await Filled(EnvelopeType.Message, EnvelopeType.Change);
        await talk.Bo.Must(FriendAct.Block, talk.Ada);
        foreach (var (one, other) in new[] { (talk.Ada, talk.Bo), (talk.Bo, talk.Ada) })
        {
            Assert.Equal(2, (await talk.Grain.Read(talk.As(one), new PageRequest(null, null, 10))).Value!.Entries.Count);
            Assert.Single((await talk.Grain.ReadChanges(talk.As(one), 0, 10)).Value!.Entries);
            Assert.Equal(3, (await talk.Grain.FindTime(talk.As(one), long.MaxValue)).Value!.Sequence);
            Assert.Equal([talk.Epoch!], (await talk.Grain.ReadEpochs(talk.As(one), 0)).Value!.Records);
            Assert.Equal([talk.EntryOf(other)], (await talk.ChainOf(other).GetChain(one.Actor)).Value!.Entries);
        }
    }

    [Fact]
    public async Task Where_nothing_was_written_friends_alone_find_the_nothing()
    {
        var talk = await TestTalk.Enter(cluster);
        Assert.Equal((0, false), (await Read(talk, null, null, 10)) is var page ? (page.Head, page.HasMore) : default);
        Assert.Equal(1, (await talk.Grain.FindTime(talk.As(talk.Ada), 0)).Value!.Sequence);
        await talk.Bo.Must(FriendAct.Unfriend, talk.Ada);
        var actor = talk.As(talk.Ada);
        foreach (var refused in new IRefusable[]
        {
            await talk.Grain.Read(actor, new PageRequest(null, null, 1)), await talk.Grain.ReadChanges(actor, 0, 1),
            await talk.Grain.FindTime(actor, 0), await talk.Grain.ReadEpochs(actor, 0), await talk.ChainOf(talk.Bo).GetChain(talk.Ada.Actor),
        })
            Assert.Equal(RefusalCode.NotFound, refused.Refusal?.Code);
    }

    [Fact]
    public async Task What_an_author_has_erased_is_empty_in_its_place_and_both_hear_of_it_in_order()
    {
        var talk = await Filled(EnvelopeType.Message, EnvelopeType.Change);
        await talk.Says(talk.Bo);
        await talk.Grain.EraseAuthor(talk.Ada.Id);
        await talk.Grain.EraseAuthor(HexId.New<Interfaces.Users.UserId>());
        Assert.Equal([0, 0, 384], (await Read(talk, null, null, 10)).Entries.Select(e => e.Envelope.Length));
        Assert.Equal([0], (await talk.Grain.ReadChanges(talk.As(talk.Bo), 0, 10)).Value!.Entries.Select(e => e.Envelope.Length));
        foreach (var (one, other) in new[] { (talk.Ada, talk.Bo), (talk.Bo, talk.Ada) })
            Assert.Equal(new DirectErased(other.Id, talk.Id, talk.Ada.Id), await one.Front.Sees<DirectErased>());
        Assert.Equal(RefusalCode.NotFound, (await talk.Post(talk.Ada, talk.By(talk.Ada).Seal())).Refusal?.Code);
        Assert.Equal(4, (await talk.Says(talk.Bo)).Receipt.Sequence);
        await talk.Bo.Front.Sees<SealedPosted>(e => e.Entries[^1].Sequence == 4);
        Assert.Single(talk.Bo.Front.All<DirectErased>());
    }
}
