using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>
/// The idempotency window: the messages that are being written and the last ones that were. A retry is nearly always of
/// one of these; older ones are caught by the log's unique index.
/// </summary>
internal sealed class RecentPosts
{
    public const int Window = 512;

    private readonly Dictionary<MessageKey, PendingPost> _posts = [];
    private readonly Queue<PendingPost> _order = new();

    /// <summary>The answer to a message that was sent before, or null when it is new.</summary>
    public Task<Result<SendReceipt>>? Find(MessageKey key, string text)
    {
        if (!_posts.TryGetValue(key, out var post))
            return null;
        return post.Text == text ? post.Answer : Task.FromResult<Result<SendReceipt>>(RefusalCode.MessageIdTaken);
    }

    public void Add(PendingPost post)
    {
        _posts[post.Key] = post;
        _order.Enqueue(post);
        // What is still being written stays: its sender has no answer yet.
        while (_order.Count > Window && _order.Peek().Answer.IsCompleted)
            Remove(_order.Dequeue());
    }

    /// <summary>Forgets a message that did not get into the log, so that sending it again writes it.</summary>
    public void Remove(PendingPost post)
    {
        if (_posts.TryGetValue(post.Key, out var known) && known == post)
            _posts.Remove(post.Key);
    }

    public static PendingPost FromLog(LogEntry entry)
    {
        var message = MessageBody.ToMessage(default, entry);
        var post = new PendingPost(new MessageKey(entry.Device, entry.Id), message.Author, message.Text);
        post.Complete(new SendReceipt(entry.Sequence, entry.SentAtMs));
        return post;
    }
}
