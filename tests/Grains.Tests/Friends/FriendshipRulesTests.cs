using ChatMux.Grains.Friends;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;
using CsCheck;

namespace ChatMux.Grains.Tests.Friends;

/// <summary>
/// What two people may do about each other, every case of it. States are written short: <c>1?</c> the first has asked, <c>=</c> they are
/// friends, <c>2x</c> the second has blocked the first, <c>-</c> nothing; an answer <c>!</c> is "not found", <c>!b</c> "you have blocked them".
/// </summary>
public sealed class FriendshipRulesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-22T12:00:00Z", null);
    private static readonly FriendAct[] Acts = Enum.GetValues<FriendAct>();
    private static readonly Side[] Sides = Enum.GetValues<Side>();

    /// <summary>What comes of each act in each state: request, accept, decline, cancel, unfriend, block, unblock.</summary>
    public static readonly TheoryData<string, Side, string[]> Rows = new()
    {
        { "-", Side.First, ["1?", "!", "-", "-", "-", "1x", "-"] },
        { "-", Side.Second, ["2?", "!", "-", "-", "-", "2x", "-"] },
        { "1?", Side.First, ["1?", "!", "!", "-", "!", "1x", "1?"] },
        { "1?", Side.Second, ["=", "=", "-", "!", "!", "1?2x", "1?"] },
        { "2?", Side.First, ["=", "=", "-", "!", "!", "2?1x", "2?"] },
        { "2?", Side.Second, ["2?", "!", "!", "-", "!", "2x", "2?"] },
        { "=", Side.First, ["=", "=", "!", "!", "-", "1x", "="] },
        { "=", Side.Second, ["=", "=", "!", "!", "-", "2x", "="] },
        { "1x", Side.First, ["!b", "!", "1x", "1x", "1x", "1x", "-"] },
        { "1x", Side.Second, ["2?1x", "!", "1x", "1x", "1x", "1x2x", "1x"] },
        { "2x", Side.First, ["1?2x", "!", "2x", "2x", "2x", "1x2x", "2x"] },
        { "2x", Side.Second, ["!b", "!", "2x", "2x", "2x", "2x", "-"] },
        { "1x2x", Side.First, ["!b", "!", "1x2x", "1x2x", "1x2x", "1x2x", "2x"] },
        { "1x2x", Side.Second, ["!b", "!", "1x2x", "1x2x", "1x2x", "1x2x", "1x"] },
        { "1?2x", Side.First, ["1?2x", "!", "!", "2x", "!", "1x2x", "1?2x"] },
        { "1?2x", Side.Second, ["!b", "!", "1?2x", "1?2x", "1?2x", "1?2x", "1?"] },
        { "2?1x", Side.First, ["!b", "!", "2?1x", "2?1x", "2?1x", "2?1x", "2?"] },
        { "2?1x", Side.Second, ["2?1x", "!", "!", "1x", "!", "1x2x", "2?1x"] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_act_does_in_each_state_what_is_written_here(string from, Side side, string[] expected) =>
        Assert.Equal(expected, Acts.Select(act => Written(FriendshipRules.Apply(Read(from), side, act, Now))));

    /// <summary>What each of the two may know in each state: the first, then the second.</summary>
    public static readonly TheoryData<string, FriendRelation, FriendRelation> Views = new()
    {
        { "-", FriendRelation.None, FriendRelation.None },
        { "1?", FriendRelation.RequestSent, FriendRelation.RequestReceived },
        { "2?", FriendRelation.RequestReceived, FriendRelation.RequestSent },
        { "=", FriendRelation.Friends, FriendRelation.Friends },
        { "1x", FriendRelation.None, FriendRelation.None },
        { "2x", FriendRelation.None, FriendRelation.None },
        { "1x2x", FriendRelation.None, FriendRelation.None },
        { "1?2x", FriendRelation.RequestSent, FriendRelation.None },
        { "2?1x", FriendRelation.None, FriendRelation.RequestSent },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void Each_of_them_knows_in_each_state_what_is_written_here(string state, FriendRelation first, FriendRelation second)
    {
        Assert.Equal(first, FriendshipRules.Relation(Read(state), Side.First));
        Assert.Equal(second, FriendshipRules.Relation(Read(state), Side.Second));
    }

    [Fact]
    public void From_nothing_every_state_of_the_table_is_reached_and_no_other() =>
        Assert.Equal(Rows.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal), Reachable().Select(Written).Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_not_an_act_is_malformed() =>
        Assert.Equal(RefusalCode.Malformed, FriendshipRules.Apply(new FriendshipState(), Side.First, (FriendAct)99, Now).Refusal?.Code);

    [Fact]
    public void Friends_block_each_other_not_and_who_blocks_has_no_request_out() => Assert.All(Reachable(), AssertWhole);

    [Fact]
    public void An_act_repeated_at_once_is_granted_again_and_changes_nothing()
    {
        foreach (var (state, side, act) in Cases())
            if (FriendshipRules.Apply(state, side, act, Now).Value is { } once)
                Assert.Equal(once, FriendshipRules.Apply(once, side, act, Now + TimeSpan.FromHours(1)).Value);
    }

    [Fact]
    public void Nothing_that_one_does_tells_whether_the_other_has_blocked_them()
    {
        // Side by side, as far as one can get: with the block, and as it would be without.
        foreach (var side in Sides)
        {
            var seen = new HashSet<(FriendshipState, FriendshipState)>();
            var open = new Queue<(FriendshipState Blocked, FriendshipState Free)>(
                Reachable().Where(s => s.Blocks(Other(side))).Select(s => (s, WithoutBlockBy(Other(side), s))));
            while (open.TryDequeue(out var pair))
            {
                if (!seen.Add(pair))
                    continue;
                Assert.Equal(FriendshipRules.Relation(pair.Free, side), FriendshipRules.Relation(pair.Blocked, side));
                Assert.Equal((pair.Free.Blocks(side), pair.Free.Since), (pair.Blocked.Blocks(side), pair.Blocked.Since));
                foreach (var act in Acts)
                {
                    var (blocked, free) = (FriendshipRules.Apply(pair.Blocked, side, act, Now), FriendshipRules.Apply(pair.Free, side, act, Now));
                    Assert.Equal(free.Refusal, blocked.Refusal);
                    if (blocked.Value is { } one && free.Value is { } other)
                        open.Enqueue((one, other));
                }
            }
            Assert.NotEmpty(seen);
        }
    }

    [Fact]
    public void An_end_is_no_news_to_whoever_is_blocked_but_the_end_itself()
    {
        // To be blocked looks like to be unfriended, to be declined or to have nothing; a request stays as it was.
        foreach (var state in Reachable())
            foreach (var side in Sides)
            {
                var (before, blocked) = (FriendshipRules.Relation(state, Other(side)), FriendshipRules.Apply(state, side, FriendAct.Block, Now).Value!);
                var expected = before == FriendRelation.RequestSent ? FriendRelation.RequestSent : FriendRelation.None;
                Assert.Equal(expected, FriendshipRules.Relation(blocked, Other(side)));
            }
    }

    [Fact]
    public void Since_when_is_that_of_the_request_or_of_the_friendship()
    {
        var later = Now + TimeSpan.FromDays(1);
        var asked = FriendshipRules.Apply(new FriendshipState(), Side.First, FriendAct.Request, Now).Value!;
        Assert.Equal(Now, FriendshipRules.Apply(asked, Side.First, FriendAct.Request, later).Value!.Since);
        var kept = FriendshipRules.Apply(FriendshipRules.Apply(asked, Side.Second, FriendAct.Block, later).Value!, Side.Second, FriendAct.Unblock, later).Value!;
        Assert.Equal(Now, kept.Since);
        Assert.Equal(later, FriendshipRules.Apply(asked, Side.Second, FriendAct.Accept, later).Value!.Since);
        Assert.Equal(later, FriendshipRules.Apply(asked, Side.Second, FriendAct.Request, later).Value!.Since);
    }

    [Fact]
    public void Any_acts_in_any_order_with_repetitions_end_in_what_both_agree_on() =>
        Gen.Select(Gen.Enum<Side>(), Gen.Enum<FriendAct>(), Gen.Int[1, 3]).Array[0, 40].Sample(acts =>
        {
            var state = new FriendshipState();
            foreach (var (side, act, times) in acts)
                for (var i = 0; i < times; i++)
                    state = FriendshipRules.Apply(state, side, act, Now).Value ?? state;
            AssertWhole(state);
        });

    private static void AssertWhole(FriendshipState state)
    {
        foreach (var side in Sides)
        {
            var (mine, theirs) = (FriendshipRules.Relation(state, side), FriendshipRules.Relation(state, Other(side)));
            if (state.Blocks(side))
                Assert.Equal(FriendRelation.None, mine);
            var expected = mine switch
            {
                FriendRelation.Friends => FriendRelation.Friends,
                FriendRelation.RequestReceived => FriendRelation.RequestSent,
                FriendRelation.RequestSent => state.Blocks(Other(side)) ? FriendRelation.None : FriendRelation.RequestReceived,
                _ => state.Blocks(side) && theirs == FriendRelation.RequestSent ? FriendRelation.RequestSent : FriendRelation.None,
            };
            Assert.Equal(expected, theirs);
        }
        // What is of no meaning is not kept, so that equal states are equal.
        if (state.Tie == Tie.None)
            Assert.Equal((Side.First, default(DateTimeOffset)), (state.RequestedBy, state.Since));
    }

    private static Side Other(Side side) => side == Side.First ? Side.Second : Side.First;

    private static FriendshipState WithoutBlockBy(Side side, FriendshipState state) =>
        side == Side.First ? state with { FirstBlocks = false } : state with { SecondBlocks = false };

    private static IEnumerable<(FriendshipState State, Side Side, FriendAct Act)> Cases() =>
        from state in Reachable() from side in Sides from act in Acts select (state, side, act);

    // One of each kind: who has asked is of no meaning among friends.
    private static List<FriendshipState> Reachable()
    {
        var known = new Dictionary<string, FriendshipState> { ["-"] = new() };
        var open = new Queue<FriendshipState>(known.Values);
        while (open.TryDequeue(out var state))
            foreach (var side in Sides)
                foreach (var act in Acts)
                    if (FriendshipRules.Apply(state, side, act, Now).Value is { } next && known.TryAdd(Written(next), next))
                        open.Enqueue(next);
        return [.. known.Values];
    }

    private static FriendshipState Read(string text) => new()
    {
        Tie = text.Contains('=') ? Tie.Friends : text.Contains('?') ? Tie.Requested : Tie.None,
        RequestedBy = text.Contains("2?", StringComparison.Ordinal) ? Side.Second : Side.First,
        FirstBlocks = text.Contains("1x", StringComparison.Ordinal),
        SecondBlocks = text.Contains("2x", StringComparison.Ordinal),
        Since = text.Contains('=') || text.Contains('?') ? Now : default,
    };

    private static string Written(Result<FriendshipState> result) => result.Value is { } state ? Written(state) : result.Refusal!.Code switch
    {
        RefusalCode.NotFound => "!",
        RefusalCode.Blocked => "!b",
        var other => $"! {other}",
    };

    private static string Written(FriendshipState state)
    {
        var tie = state.Tie switch
        {
            Tie.Friends => "=",
            Tie.Requested => state.RequestedBy == Side.First ? "1?" : "2?",
            _ => "",
        };
        var text = $"{tie}{(state.FirstBlocks ? "1x" : "")}{(state.SecondBlocks ? "2x" : "")}";
        return text.Length == 0 ? "-" : text;
    }
}
