using System.Collections.Concurrent;
using System.Collections.Immutable;
using ChatMux.Grains.Interfaces.Delivery;
using ChatMux.WebFront.Connections;

namespace ChatMux.WebFront.Delivery;

/// <summary>Which of this front's browsers follow which topic.</summary>
internal sealed class Followers
{
    private readonly ConcurrentDictionary<TopicId, ImmutableHashSet<Browser>> _followers = [];

    /// <summary>The topics that have, or lately had, a follower.</summary>
    public ICollection<TopicId> Topics => _followers.Keys;

    /// <summary>The browsers that follow a topic now.</summary>
    public IReadOnlyCollection<Browser> Of(TopicId topic) => _followers.GetValueOrDefault(topic, []);

    public void Add(TopicId topic, Browser browser) =>
        _followers.AddOrUpdate(topic, [browser], (_, followers) => followers.Add(browser));

    /// <summary>The browser follows nothing any more.</summary>
    public void Remove(Browser browser)
    {
        foreach (var topic in _followers.Keys)
            if (_followers.TryGetValue(topic, out var followers) && followers.Contains(browser))
                _followers.AddOrUpdate(topic, [], (_, now) => now.Remove(browser));
    }

    /// <summary>Forgets a topic unless somebody follows it.</summary>
    /// <returns>Whether it was forgotten.</returns>
    public bool TryForget(TopicId topic) =>
        _followers.TryGetValue(topic, out var followers) && followers.IsEmpty
        && _followers.TryRemove(KeyValuePair.Create(topic, followers));
}
