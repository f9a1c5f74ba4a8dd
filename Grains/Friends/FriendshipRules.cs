using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Friends;

namespace ChatMux.Grains.Friends;

/// <summary>
/// What two people may do about each other, and what of it each may know. A request to somebody who has blocked one is kept like any
/// other and only not shown to them, so that nothing gives the block away.
/// </summary>
internal static class FriendshipRules
{
    /// <summary>What one of the two does, as it changes the state: the same state when it is so already, or why it is refused.</summary>
    public static Result<FriendshipState> Apply(FriendshipState state, Side side, FriendAct act, DateTimeOffset now) => act switch
    {
        FriendAct.Request => Request(state, side, now),
        FriendAct.Accept => Relation(state, side) switch
        {
            FriendRelation.RequestReceived => Befriended(state, now),
            FriendRelation.Friends => state,
            _ => RefusalCode.NotFound,
        },
        FriendAct.Decline => End(state, side, FriendRelation.RequestReceived),
        FriendAct.Cancel => End(state, side, FriendRelation.RequestSent),
        FriendAct.Unfriend => End(state, side, FriendRelation.Friends),
        FriendAct.Block => Block(state, side),
        FriendAct.Unblock => WithBlock(state, side, blocks: false),
        _ => RefusalCode.Malformed,
    };

    /// <summary>What this one may know of what they are.</summary>
    public static FriendRelation Relation(FriendshipState state, Side side) => state.Tie switch
    {
        Tie.Friends => FriendRelation.Friends,
        Tie.Requested when state.RequestedBy == side => FriendRelation.RequestSent,
        Tie.Requested when !state.Blocks(side) => FriendRelation.RequestReceived,
        _ => FriendRelation.None,
    };

    private static Result<FriendshipState> Request(FriendshipState state, Side side, DateTimeOffset now)
    {
        if (state.Blocks(side))
            return RefusalCode.Blocked;
        return Relation(state, side) switch
        {
            FriendRelation.None => state with { Tie = Tie.Requested, RequestedBy = side, Since = now },
            // Both have asked: nobody is left to answer.
            FriendRelation.RequestReceived => Befriended(state, now),
            _ => state,
        };
    }

    private static FriendshipState Befriended(FriendshipState state, DateTimeOffset now) => state with { Tie = Tie.Friends, Since = now };

    // What is not there any more needs no ending: the answer to the first attempt may have been lost.
    private static Result<FriendshipState> End(FriendshipState state, Side side, FriendRelation ends)
    {
        var relation = Relation(state, side);
        if (relation == ends)
            return Ended(state);
        return relation == FriendRelation.None ? state : RefusalCode.NotFound;
    }

    private static FriendshipState Block(FriendshipState state, Side side)
    {
        // A request of the other stays theirs to see; it is not shown to the one who blocks.
        var others = state.Tie == Tie.Requested && state.RequestedBy != side;
        return WithBlock(others ? state : Ended(state), side, blocks: true);
    }

    private static FriendshipState Ended(FriendshipState state) => state with { Tie = Tie.None, RequestedBy = default, Since = default };

    private static FriendshipState WithBlock(FriendshipState state, Side side, bool blocks) =>
        side == Side.First ? state with { FirstBlocks = blocks } : state with { SecondBlocks = blocks };
}
