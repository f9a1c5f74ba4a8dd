using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>
/// The idempotency window: the messages that are being written and the last ones that were, without their texts. A retry
/// is nearly always of one of these; older ones are caught by the log's unique index.
/// </summary>
internal sealed class RecentPosts
{
    public const int Window = 512;

    private sealed record Recent(MessageKey Key, UInt128 Fingerprint, Task<Result<SendReceipt>> Answer);

    private readonly Dictionary<MessageKey, Recent> _posts = [];
    private readonly Queue<Recent> _order = new();

    /// <summary>The answer to a message that was sent before, or null when it is new.</summary>
    public Task<Result<SendReceipt>>? Find(MessageKey key, Utterance said)
    {
        if (!_posts.TryGetValue(key, out var post))
            return null;
        return post.Fingerprint == FingerprintOf(said) ? post.Answer : Task.FromResult<Result<SendReceipt>>(RefusalCode.MessageIdTaken);
    }

    public void Add(PendingPost post)
    {
        var recent = new Recent(post.Key!.Value, FingerprintOf(post.Said), post.Answer);
        _posts[recent.Key] = recent;
        _order.Enqueue(recent);
        // What is still being written stays: its sender has no answer yet.
        while (_order.Count > Window && _order.Peek().Answer.IsCompleted)
            Forget(_order.Dequeue());
    }

    /// <summary>Forgets a message that did not get into the log, so that sending it again writes it.</summary>
    public void Remove(PendingPost post)
    {
        if (_posts.TryGetValue(post.Key!.Value, out var known) && known.Answer == post.Answer)
            _posts.Remove(known.Key);
    }

    private void Forget(Recent oldest)
    {
        if (_posts.TryGetValue(oldest.Key, out var known) && known == oldest)
            _posts.Remove(oldest.Key);
    }

    private static UInt128 FingerprintOf(Utterance said) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(said.Text.AsSpan()))) + (UInt128)(said.ReplyTo ?? 0);
}
