using System.Collections.Concurrent;
using System.Collections.Immutable;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Delivery;

/// <summary>
/// Which of this front's browsers follow which topic, and at which version of the topic's access each was allowed to.
/// The versions tell a follower who came back from one who has left, whichever of the two words comes first.
/// </summary>
internal sealed class Followers
{
    /// <param name="LeftUpTo">All who left up to this version have been let go, as the topic told in its order.</param>
    /// <param name="CheckedAt">The followers, each with the version at which it was allowed.</param>
    private sealed record Following(long LeftUpTo, ImmutableDictionary<Browser, long> CheckedAt);

    private static readonly Following Nobody = new(0, ImmutableDictionary<Browser, long>.Empty);

    private readonly ConcurrentDictionary<TopicId, Following> _following = [];

    /// <summary>The topics that have, or lately had, a follower.</summary>
    public ICollection<TopicId> Topics => _following.Keys;

    /// <summary>The browsers that follow a topic now.</summary>
    public IEnumerable<Browser> Of(TopicId topic) => In(topic).CheckedAt.Keys;

    /// <summary>The users whose browsers follow a topic now.</summary>
    public IReadOnlySet<UserId> UsersOf(TopicId topic) => Of(topic).Select(browser => browser.Actor.User).ToHashSet();

    /// <summary>Whether this browser follows the topic.</summary>
    public bool Has(TopicId topic, Browser browser) => In(topic).CheckedAt.ContainsKey(browser);

    /// <summary>The version of the access that all followers are known to be allowed at; the greatest when there are none.</summary>
    public long CheckedAt(TopicId topic)
    {
        var (leftUpTo, checkedAt) = In(topic);
        return checkedAt.IsEmpty ? long.MaxValue : Math.Max(leftUpTo, checkedAt.Values.Min());
    }

    /// <summary>Makes a browser a follower that was allowed at this version.</summary>
    /// <returns>False when somebody left after that version: it has to be checked again.</returns>
    public bool TryAdd(TopicId topic, Browser browser, long checkedAt)
    {
        Change(topic, now => checkedAt < now.LeftUpTo ? now : now with { CheckedAt = now.CheckedAt.SetItem(browser, checkedAt) });
        return Has(topic, browser);
    }

    /// <summary>The browser follows nothing any more.</summary>
    public void Remove(Browser browser)
    {
        foreach (var topic in _following.Keys)
            if (Has(topic, browser))
                Change(topic, now => now with { CheckedAt = now.CheckedAt.Remove(browser) });
    }

    /// <summary>
    /// The topic told that a user left: their browsers are let go, unless they were allowed later than that. One version may take
    /// out several.
    /// </summary>
    public void Left(TopicId topic, UserId user, long version)
    {
        if (_following.ContainsKey(topic))
            Change(topic, now => version < now.LeftUpTo ? now : new Following(version,
                now.CheckedAt.RemoveRange(now.CheckedAt.Where(f => f.Key.Actor.User == user && f.Value < version).Select(f => f.Key))));
    }

    /// <summary>All of these users were checked at this version, and some refused: their browsers are let go.</summary>
    public void Checked(TopicId topic, IReadOnlySet<UserId> users, long version, IReadOnlySet<UserId> refused) => Change(topic, now => now with
    {
        CheckedAt = now.CheckedAt
            .Where(f => f.Value >= version || !refused.Contains(f.Key.Actor.User))
            .ToImmutableDictionary(f => f.Key, f => users.Contains(f.Key.Actor.User) ? Math.Max(f.Value, version) : f.Value),
    });

    /// <summary>Forgets a topic unless somebody follows it.</summary>
    /// <returns>Whether it was forgotten.</returns>
    public bool TryForget(TopicId topic) =>
        _following.TryGetValue(topic, out var now) && now.CheckedAt.IsEmpty
        && _following.TryRemove(KeyValuePair.Create(topic, now));

    private Following In(TopicId topic) => _following.GetValueOrDefault(topic, Nobody);

    private void Change(TopicId topic, Func<Following, Following> change) =>
        _following.AddOrUpdate(topic, _ => change(Nobody), (_, now) => change(now));
}
