using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Interfaces.Friends;

/// <summary>Names an unordered pair of two different users: the smaller id, a hyphen, the greater one. Key of their <see cref="IFriendshipGrain"/>.</summary>
/// <param name="First">The smaller id, by ordinal comparison.</param>
/// <param name="Second">The greater id.</param>
public readonly record struct FriendshipId(UserId First, UserId Second)
{
    /// <summary>The pair of these two, in whichever order; null when they are one and the same.</summary>
    public static FriendshipId? Of(UserId one, UserId other) => string.CompareOrdinal(one.Value, other.Value) switch
    {
        < 0 => new FriendshipId(one, other),
        > 0 => new FriendshipId(other, one),
        _ => null,
    };

    /// <summary>Reads a grain's key, which <see cref="Key"/> has written.</summary>
    public static FriendshipId OfKey(string key) => key.Split('-') is [var first, var second]
        ? new FriendshipId(UserId.Of(first), UserId.Of(second))
        : throw new FormatException("not the key of a friendship");

    /// <summary>The key of the grain.</summary>
    public string Key => $"{First}-{Second}";

    /// <summary>Whether this user is one of the two.</summary>
    public bool Includes(UserId user) => user == First || user == Second;

    /// <summary>The other of the two.</summary>
    public UserId Other(UserId one) => one == First ? Second : First;
}
