using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Tests.Friends;
using ChatMux.Grains.Tests.Keys;
using ChatMux.Grains.Users;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>Which content key counts between two people, and who may bring another.</summary>
public sealed class DirectEpochTests(ClusterFixture cluster)
{
    private async Task<TestTalk> Begin()
    {
        var (ada, bo) = await Person.EnterFriends(cluster);
        return await TestTalk.Of(cluster, ada, bo);
    }

    private static async Task<IReadOnlyList<byte[]>> Records(TestTalk talk, long after = 0) =>
        (await talk.Grain.ReadEpochs(talk.As(talk.Bo), after)).Value!.Records;

    [Fact]
    public async Task Each_may_begin_one_and_it_counts_and_survives_the_activation()
    {
        var talk = await Begin();
        Assert.Empty(await Records(talk));
        await talk.Begins(talk.Ada);
        var first = talk.Epoch!;
        await talk.Says(talk.Bo);
        await talk.Begins(talk.Bo);
        Assert.Equal([first, talk.Epoch!], await Records(talk));
        await ClusterFixture.Deactivate(talk.Grain);
        Assert.Equal([first, talk.Epoch!], await Records(talk, -1));
        Assert.Equal([talk.Epoch!], await Records(talk, 1));
        Assert.Empty(await Records(talk, 2));
        Assert.Empty(await Records(talk, long.MaxValue));
        await talk.Says(talk.Ada);
        var old = EpochRecord.Parse(first)!;
        Assert.Equal(
            RefusalCode.StaleEpoch, (await talk.Post(talk.Ada, (talk.By(talk.Ada) with { Epoch = 1, KeyId = old.KeyId.ToArray() }).Seal())).Refusal?.Code);
    }

    [Fact]
    public async Task The_same_again_is_the_same_and_whoever_is_late_looks_again()
    {
        var talk = await Begin();
        var (record, other) = (talk.NextEpoch(talk.Ada), talk.NextEpoch(talk.Bo));
        var answers = await Task.WhenAll(talk.TriesToBegin(talk.Ada, record), talk.TriesToBegin(talk.Bo, other));
        Assert.Equal([null, RefusalCode.EpochMovedOn], answers.Order());
        var (won, by) = answers[0] is null ? (record, talk.Ada) : (other, talk.Bo);
        Assert.Null(await talk.TriesToBegin(by, won));
        await ClusterFixture.Deactivate(talk.Grain);
        Assert.Null(await talk.TriesToBegin(by, won));
        Assert.Equal([won], await Records(talk));
        // Also the very next number, on another record than the newest.
        Assert.Equal(RefusalCode.EpochMovedOn, await talk.TriesToBegin(talk.Ada, talk.NextEpoch(talk.Ada, before: answers[0] is null ? other : record)));
        await talk.Bo.Must(FriendAct.Unfriend, talk.Ada);
        Assert.Null(await talk.TriesToBegin(by, won));
    }

    public static readonly TheoryData<string, RefusalCode> Refused = new()
    {
        { "a third", RefusalCode.NotFound },
        { "unproven", RefusalCode.DeviceNotAdded },
        { "no device of the chain", RefusalCode.DeviceNotAdded },
        { "nothing", RefusalCode.InvalidEpoch },
        { "null", RefusalCode.InvalidEpoch },
        { "one byte more", RefusalCode.InvalidEpoch },
        { "a forged signature", RefusalCode.InvalidEpoch },
        { "the other's record", RefusalCode.InvalidEpoch },
        { "of another device", RefusalCode.InvalidEpoch },
        { "another reason", RefusalCode.InvalidEpoch },
        { "of another pair", RefusalCode.InvalidEpoch },
        { "a number too far", RefusalCode.EpochMovedOn },
        { "a chain too new", RefusalCode.EpochMovedOn },
        { "a chain that went on", RefusalCode.EpochMovedOn },
        { "parted", RefusalCode.NotFriends },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_refused_is_no_epoch(string what, RefusalCode expected)
    {
        var talk = await Begin();
        await talk.Begins(talk.Bo);
        var (ada, good) = (talk.As(talk.Ada), talk.NextEpoch(talk.Ada));
        var stranger = new TestDevice();
        var (actor, record) = what switch
        {
            "a third" => ((await Person.Away(cluster, "Eve")).Actor with { KeyDevice = stranger.Id }, good),
            "unproven" => (talk.Ada.Actor, good),
            "no device of the chain" => (talk.As(talk.Ada, stranger), good),
            "nothing" => (ada, []),
            "null" => (ada, null!),
            "one byte more" => (ada, [.. good, 0]),
            "a forged signature" => (ada, [.. good[..^1], (byte)(good[^1] ^ 1)]),
            "the other's record" => (ada, talk.NextEpoch(talk.Bo)),
            "of another device" => (ada, stranger.SignsEpoch(talk.Ada.Id, talk.Epoch, 2, (talk.Ada.Id, talk.EntryOf(talk.Ada)), (talk.Bo.Id, talk.EntryOf(talk.Bo)))),
            "another reason" => (ada, talk.NextEpoch(talk.Ada, reason: 1)),
            "of another pair" => (ada, talk.DeviceOf(talk.Ada).SignsEpoch(
                talk.Ada.Id, talk.Epoch, 2, (talk.Ada.Id, talk.EntryOf(talk.Ada)), (HexId.New<Interfaces.Users.UserId>(), talk.EntryOf(talk.Bo)))),
            "a number too far" => (ada, talk.NextEpoch(talk.Ada, before: good)),
            "a chain too new" => (ada, talk.DeviceOf(talk.Ada).SignsEpoch(
                talk.Ada.Id, talk.Epoch, 2, (talk.Ada.Id, talk.EntryOf(talk.Ada)), (talk.Bo.Id, NextEntry(talk, talk.Bo)))),
            _ => (ada, good),
        };
        if (what == "a chain that went on")
            await talk.Changes(talk.Bo, talk.DeviceOf(talk.Bo), NextEntry(talk, talk.Bo));
        if (what == "parted")
            await talk.Bo.Must(FriendAct.Unfriend, talk.Ada);
        Assert.Equal(expected, (await talk.Grain.BeginEpoch(actor, record)).Refusal?.Code);
        if (what == "parted")
            return;
        Assert.Equal([talk.Epoch!], await Records(talk));
        if (what == "a chain that went on")
            good = talk.NextEpoch(talk.Ada);
        Assert.Null(await talk.TriesToBegin(talk.Ada, good));
    }

    private static byte[] NextEntry(TestTalk talk, Person of) =>
        talk.DeviceOf(of).Signs(of.Id, talk.EntryOf(of), [talk.DeviceOf(of), new TestDevice()], talk.EntryOf(of)[76..141]);

    [Fact]
    public async Task Another_key_of_somebody_is_a_reason_of_its_own()
    {
        var talk = await Begin();
        await talk.Begins(talk.Bo);
        await talk.MovesTo(talk.Ada, new TestDevice());
        Assert.Equal(RefusalCode.InvalidEpoch, await talk.TriesToBegin(talk.Bo, talk.NextEpoch(talk.Bo)));
        await talk.Begins(talk.Ada, reason: 1);
        Assert.NotNull((await talk.Post(talk.Ada, (talk.By(talk.Ada) with { ChainVersion = 3 }).Seal())).Value);
    }

    [Fact]
    public async Task There_is_none_with_somebody_who_has_no_device()
    {
        var (ada, bo) = await Person.EnterFriends(cluster);
        var cy = await Person.Away(cluster, "Cy");
        await ada.Must(FriendAct.Request, cy);
        await cy.Must(FriendAct.Accept, ada);
        var talk = await TestTalk.Of(cluster, ada, bo);
        var record = talk.DeviceOf(ada).SignsEpoch(ada.Id, null, 0, (ada.Id, talk.EntryOf(ada)), (cy.Id, talk.EntryOf(bo)));
        var grain = cluster.Grains.GetGrain<IDirectConversationGrain>(FriendshipId.Of(ada.Id, cy.Id)!.Value.Key);
        Assert.Equal(RefusalCode.EpochMovedOn, (await grain.BeginEpoch(talk.As(ada), record)).Refusal?.Code);
    }

    [Fact]
    public async Task Epochs_have_an_allowance_of_their_own()
    {
        var talk = await Begin();
        for (var begun = 0; begun < new UserLimits().Epochs.Burst; begun++)
            await talk.Begins(talk.Ada);
        Assert.Equal(RefusalCode.TooFast, await talk.TriesToBegin(talk.Ada, talk.NextEpoch(talk.Ada)));
        await talk.Begins(talk.Bo);
    }

    [Fact]
    public async Task There_are_so_many_and_no_more_and_they_are_read_in_pages()
    {
        var talk = await Begin();
        var records = new List<byte[]>();
        while (records.Count < Limits.Epochs)
            records.Add(talk.NextEpoch(talk.Ada, before: records.LastOrDefault()));
        await ClusterFixture.Deactivate(talk.Grain);
        var elsewhere = await Begin();
        await elsewhere.Begins(elsewhere.Ada);
        await cluster.Put("directepochs", talk.Grain, new DirectEpochs { Records = [.. records] });
        Assert.Equal(RefusalCode.TooManyKeyChanges, await talk.TriesToBegin(talk.Bo, talk.NextEpoch(talk.Bo, before: records[^1])));
        var read = new List<byte[]>();
        for (IReadOnlyList<byte[]> page; (page = await Records(talk, read.Count)).Count > 0; read.AddRange(page))
            Assert.Equal(Limits.EpochsPerPage, page.Count);
        Assert.Equal(records, read);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_could_not_be_stored_is_no_epoch_and_what_was_is_one(bool written)
    {
        var talk = await Begin();
        await talk.Begins(talk.Bo);
        var (before, record) = (talk.By(talk.Ada), talk.NextEpoch(talk.Ada));
        if (written)
            cluster.LoseAnswerOfNextWrite("directepochs", talk.Pair.Key);
        else
            cluster.FailNextWrite("directepochs", talk.Pair.Key);
        await Assert.ThrowsAnyAsync<Exception>(() => talk.TriesToBegin(talk.Ada, record));
        await Until.Holds(async () => (await Records(talk)).Count == (written ? 2 : 1));
        Assert.Equal(written ? RefusalCode.StaleEpoch : null, (await talk.Post(talk.Ada, before.Seal())).Refusal?.Code);
        Assert.Null(await talk.TriesToBegin(talk.Ada, record));
        Assert.Equal(2, (await Records(talk)).Count);
    }

    [Fact]
    public async Task While_one_is_being_stored_the_one_before_counts()
    {
        var talk = await Begin();
        await talk.Begins(talk.Bo);
        var (before, record) = (talk.By(talk.Ada), talk.NextEpoch(talk.Ada));
        RefusalCode? meanwhile = RefusalCode.Unavailable;
        cluster.BeforeNextWrite("directepochs", talk.Pair.Key, async () => meanwhile = (await talk.Post(talk.Ada, before.Seal())).Refusal?.Code);
        Assert.Null(await talk.TriesToBegin(talk.Ada, record));
        Assert.Null(meanwhile);
        Assert.Equal(RefusalCode.StaleEpoch, (await talk.Post(talk.Ada, (before with { Id = HexId.New<MessageId>() }).Seal())).Refusal?.Code);
    }
}
