namespace ChatMux.Grains.Friends;

/// <summary>One of the two in a friendship.</summary>
public enum Side
{
    /// <summary>The one with the smaller id.</summary>
    First,

    /// <summary>The one with the greater id.</summary>
    Second,
}

/// <summary>What is between two users, blocks aside.</summary>
public enum Tie
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One has asked the other.</summary>
    Requested,

    /// <summary>They are friends.</summary>
    Friends,
}

/// <summary>What is stored of two users. Whoever has blocked the other has no request out and is no friend: <see cref="FriendshipRules"/> sees to it.</summary>
public sealed record FriendshipState
{
    /// <summary>What is between them.</summary>
    public Tie Tie { get; init; }

    /// <summary>Who has asked; of no meaning unless somebody has.</summary>
    public Side RequestedBy { get; init; }

    /// <summary>Since when it is so; of no meaning when nothing is.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Whether the first has blocked the second.</summary>
    public bool FirstBlocks { get; init; }

    /// <summary>Whether the second has blocked the first.</summary>
    public bool SecondBlocks { get; init; }

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsEmpty() => Tie == Tie.None && !FirstBlocks && !SecondBlocks;

    /// <summary>Whether this one has blocked the other.</summary>
    public bool Blocks(Side side) => side == Side.First ? FirstBlocks : SecondBlocks;
}
