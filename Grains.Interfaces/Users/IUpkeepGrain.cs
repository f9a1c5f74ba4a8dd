namespace ChatMux.Grains.Interfaces.Users;

/// <summary>Looks after what has to happen later without anybody asking: guests who stayed away are removed, removals finished.</summary>
[Alias("IUpkeepGrain")]
public interface IUpkeepGrain : IGrainWithStringKey
{
    /// <summary>Key of the only one.</summary>
    public const string Key = "main";

    /// <summary>How long a guest may stay away. What is kept of their presence is precise to the hour, so it may be one more.</summary>
    public static readonly TimeSpan GuestsStay = TimeSpan.FromHours(24);

    /// <summary>Called by every silo every ten minutes: goes through all hours that are over and were not gone through yet.</summary>
    [ResponseTimeout("01:00:00")]
    [Alias("Sweep")]
    Task Sweep();
}

/// <summary>
/// Users to look at when one hour is over. The key is that hour in UTC and a shard, so that thousands of arrivals do not write one
/// row: <c>2026112413/5</c>.
/// </summary>
[Alias("IUpkeepHourGrain")]
public interface IUpkeepHourGrain : IGrainWithStringKey
{
    /// <summary>Puts a user on the list.</summary>
    [Alias("Add")]
    Task Add(UserId user);

    /// <summary>The list.</summary>
    [Alias("List")]
    Task<IReadOnlyList<UserId>> List();

    /// <summary>Its hour has been gone through.</summary>
    [Alias("Clear")]
    Task Clear();
}

/// <summary>What upkeep finds of a user.</summary>
/// <param name="Expired">Whether it is a guest who stayed away for too long.</param>
/// <param name="LookAgain">When to look again; null for never.</param>
[GenerateSerializer, Immutable, Alias("UserUpkeep")]
public sealed record UserUpkeep([property: Id(0)] bool Expired, [property: Id(1)] DateTimeOffset? LookAgain);
