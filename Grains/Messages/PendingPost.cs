using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>What makes a message the same one when it is sent again.</summary>
internal readonly record struct MessageKey(DeviceId Device, MessageId Id);

/// <summary>What somebody says, as it was sent.</summary>
/// <param name="Text">The text.</param>
/// <param name="ReplyTo">The number of the message that it replies to, or null.</param>
internal readonly record struct Utterance(string Text, long? ReplyTo)
{
    /// <summary>Both, in 128 bits.</summary>
    public UInt128 Fingerprint => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(Text.AsSpan()))) + (UInt128)(ReplyTo ?? 0);

    // What was erased or deleted can no longer be compared; it is not written again.
    /// <summary>Whether the log has it already, in this entry.</summary>
    public bool IsIn(LogEntry entry) => entry.Kind == LogEntryKind.Message
        && (entry.Body.IsEmpty || (MessageBody.Decode(entry) is var said && new Utterance(said.Text, said.ReplyTo) == this));
}

/// <summary>A message on its way into the log, or lately written: whoever sends it again waits for the same answer.</summary>
/// <param name="key">What makes it the same one.</param>
/// <param name="author">Who says it.</param>
/// <param name="said">What.</param>
/// <param name="mentions">Who is called by it.</param>
/// <param name="repliedTo">The message that it replies to.</param>
internal sealed class PendingPost(
    MessageKey key, Profile author, Utterance said, IReadOnlyList<Mention>? mentions = null, ChangedMessage? repliedTo = null) : PendingEntry
{
    private Quote? _quote;

    public override MessageKey? Key => key;

    public Utterance Said => said;

    public override UInt128 Fingerprint => said.Fingerprint;

    public override IReadOnlyList<Mention>? Called => mentions is [] ? null : mentions;

    public override LogEntry ToEntry(long sequence, long sentAtMs)
    {
        // Now, since what it replies to may have been changed while it waited.
        _quote = repliedTo?.Quote;
        return new LogEntry(sequence, key.Id, author.Id, key.Device, sentAtMs, LogEntryKind.Message, MessageBody.Encode(author, said, Called))
        {
            Mentions = Called is { } called ? Mentions.ForLog(called, author.Id) : null,
        };
    }

    public override bool IsIn(LogEntry entry) => said.IsIn(entry);

    protected override IReadOnlyList<Mention>? CalledIn(LogEntry entry) => MessageBody.CalledIn(entry);

    public override ServerEvent ToEvent(ConversationId conversation, SendReceipt receipt) => new MessagePosted(
        new ChatMessage(conversation, receipt.Sequence, key.Id, author, receipt.SentAtMs, said.Text) { ReplyTo = _quote, Mentions = Called ?? [] });
}
