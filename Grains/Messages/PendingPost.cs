using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>What makes a message the same one when it is sent again.</summary>
internal readonly record struct MessageKey(DeviceId Device, MessageId Id);

/// <summary>What somebody says, as it was sent.</summary>
/// <param name="Text">The text.</param>
/// <param name="ReplyTo">The number of the message that it answers, or null.</param>
internal readonly record struct Utterance(string Text, long? ReplyTo);

/// <summary>A message on its way into the log, or lately written: whoever sends it again waits for the same answer.</summary>
internal sealed class PendingPost(MessageKey key, Profile author, Utterance said, Quote? quote = null, IReadOnlyList<Mention>? mentions = null) : PendingEntry
{
    public MessageKey Key => key;

    public Utterance Said => said;

    public override IReadOnlyList<Mention>? Called => mentions is [] ? null : mentions;

    public override LogEntry ToEntry(long sequence, long sentAtMs) => new(
        sequence, key.Id, author.Id, key.Device, sentAtMs, LogEntryKind.Message, MessageBody.Encode(author, said, Called))
    {
        Mentions = Called is { } called ? Mentions.ForLog(called, author.Id) : null,
    };

    public override ServerEvent ToEvent(ConversationId conversation, SendReceipt receipt) => new MessagePosted(
        new ChatMessage(conversation, receipt.Sequence, key.Id, author, receipt.SentAtMs, said.Text) { ReplyTo = quote, Mentions = Called ?? [] });
}
