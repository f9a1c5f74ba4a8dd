using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Keys;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Keys;
using ChatMux.Grains.Messages;
using ChatMux.Grains.Tests.Keys;
using Microsoft.Extensions.Time.Testing;

namespace ChatMux.Grains.Tests.Messages;

/// <summary>What a conversation believes of a chain, for how long, and which of two answers.</summary>
public sealed class KnownChainTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly UserId _ada = HexId.New<UserId>();
    private readonly TestDevice _laptop = new();
    private readonly List<TaskCompletionSource<DeviceChain>> _asked = [];

    private KnownChain Chain() => new(
        () =>
        {
            _asked.Add(new());
            return _asked[^1].Task;
        },
        _time);

    private byte[] Genesis() => _laptop.Signs(_ada, null, [_laptop], TestDevice.NewPoint());

    private byte[] Next(byte[] before, uint keyVersion) =>
        _laptop.Signs(_ada, before, [_laptop, new TestDevice()], keyVersion == 1 ? before[76..141] : TestDevice.NewPoint(), keyVersion);

    private static EpochMember MemberAt(byte[] entry)
    {
        var state = ChainEntry.Parse(entry)!;
        return new(state.Account, state.Version, state.Hash(), state.EncryptionKeyVersion, EpochRole.Member);
    }

    [Fact]
    public async Task A_member_has_the_key_of_now_in_whichever_state_of_the_chain_and_of_no_other()
    {
        var genesis = Genesis();
        var same = Next(genesis, 1);
        var rotated = Next(same, 2);
        async Task<bool> Has(byte[] member, params byte[][] entries)
        {
            var asks = Chain().HasKeyOf(MemberAt(member));
            _asked[^1].SetResult(new(entries));
            return await asks;
        }
        Assert.True(await Has(genesis, genesis));
        Assert.True(await Has(genesis, genesis, same));
        Assert.True(await Has(rotated, genesis, same, rotated));
        Assert.False(await Has(same, genesis, same, rotated));
        Assert.False(await Has(same, genesis));
        Assert.False(await Has(genesis));
        // Somebody who began anew has version 1 of a key again.
        Assert.False(await Has(genesis, Genesis()));
    }

    [Fact]
    public async Task What_is_known_counts_for_five_seconds_and_what_speaks_against_somebody_not_at_all()
    {
        var (chain, genesis) = (Chain(), Genesis());
        var member = MemberAt(genesis);
        var asks = chain.HasKeyOf(member);
        _asked[0].SetResult(new([genesis]));
        Assert.True(await asks);
        Assert.True(await chain.HasKeyOf(member));
        Assert.True(await chain.Lists(_laptop.Id));
        Assert.Single(_asked);
        var next = Next(genesis, 2);
        asks = chain.HasKeyOf(MemberAt(next));
        _asked[1].SetResult(new([genesis, next]));
        Assert.True(await asks);
        _time.Advance(KnownChain.Counts);
        var late = chain.Lists(_laptop.Id);
        Assert.Equal(3, _asked.Count);
        _asked[2].SetResult(new([]));
        Assert.False(await late);
    }

    [Fact]
    public async Task An_answer_that_was_on_its_way_while_it_changed_is_none()
    {
        var (chain, genesis) = (Chain(), Genesis());
        var asks = chain.HasKeyOf(MemberAt(genesis));
        var before = chain.Generation;
        chain.Forget();
        Assert.NotEqual(before, chain.Generation);
        _asked[0].SetResult(new([genesis]));
        _asked[1].SetResult(new([genesis, Next(genesis, 2)]));
        Assert.False(await asks);
    }

    [Fact]
    public async Task Of_two_answers_the_one_that_was_asked_for_last_counts()
    {
        var (chain, genesis) = (Chain(), Genesis());
        var first = chain.HasKeyOf(MemberAt(genesis));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var second = chain.HasKeyOf(MemberAt(genesis));
        _asked[1].SetResult(new([genesis, Next(genesis, 2)]));
        Assert.False(await second);
        _asked[0].SetResult(new([genesis]));
        Assert.False(await first);
    }
}
