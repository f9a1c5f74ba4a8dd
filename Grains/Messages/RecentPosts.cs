using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>
/// The idempotency window: the messages that are being written and the last ones that were, without what they say. A retry
/// is nearly always of one of these; older ones are caught by the log's unique index.
/// </summary>
internal sealed class RecentPosts
{
    public const int Window = 512;

    private sealed record Recent(MessageKey Key, UInt128 Fingerprint, Task<Result<SendReceipt>> Answer);

    private readonly Dictionary<MessageKey, Recent> _posts = [];
    private readonly Queue<Recent> _order = new();

    /// <summary>The answer to a message that was sent before, or null when it is new.</summary>
    public Task<Result<SendReceipt>>? Find(MessageKey key, UInt128 fingerprint)
    {
        if (!_posts.TryGetValue(key, out var post))
            return null;
        return post.Fingerprint == fingerprint ? post.Answer : Task.FromResult<Result<SendReceipt>>(RefusalCode.MessageIdTaken);
    }

    /// <inheritdoc cref="Find(MessageKey, UInt128)"/>
    public Task<Result<SendReceipt>>? Find(PendingEntry post) => Find(post.Key!.Value, post.Fingerprint);

    public void Add(PendingEntry post)
    {
        var recent = new Recent(post.Key!.Value, post.Fingerprint, post.Answer);
        _posts[recent.Key] = recent;
        _order.Enqueue(recent);
        // What is still being written stays: its sender has no answer yet.
        while (_order.Count > Window && _order.Peek().Answer.IsCompleted)
            Forget(_order.Dequeue());
    }

    /// <summary>Forgets a message that did not get into the log, so that sending it again writes it.</summary>
    public void Remove(PendingEntry post)
    {
        if (post.Key is { } key && _posts.TryGetValue(key, out var known) && known.Answer == post.Answer)
            _posts.Remove(known.Key);
    }

    private void Forget(Recent oldest)
    {
        if (_posts.TryGetValue(oldest.Key, out var known) && known == oldest)
            _posts.Remove(oldest.Key);
    }
}
