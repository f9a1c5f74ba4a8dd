using System.Buffers.Binary;
using System.Security.Cryptography;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Keys;

namespace ChatMux.Grains.Messages;

/// <summary>A sealed message, or a sealed change of one, on its way into the log or lately written: the bytes as they came.</summary>
internal sealed class PendingEnvelope(Envelope envelope) : PendingEntry
{
    public override MessageKey? Key => new MessageKey(envelope.Device, envelope.Id);

    public override UInt128 Fingerprint { get; } = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(envelope.Bytes.Span));

    public override LogEntry ToEntry(long sequence, long sentAtMs) => new(
        sequence, envelope.Id, envelope.Sender, envelope.Device, sentAtMs,
        envelope.Type == EnvelopeType.Change ? LogEntryKind.SealedChange : LogEntryKind.Message, envelope.Bytes);

    // What was erased can no longer be compared; it is not written again.
    public override bool IsIn(LogEntry entry) => entry.Body.IsEmpty || entry.Body.Span.SequenceEqual(envelope.Bytes.Span);

    /// <summary>What the other of the two hears.</summary>
    public override ServerEvent ToEvent(ConversationId conversation, SendReceipt receipt) => new SealedPosted(
        envelope.Sender, conversation, [new SealedEntry(receipt.Sequence, envelope.Sender, envelope.Device, receipt.SentAtMs, envelope.Bytes.ToArray())]);
}
