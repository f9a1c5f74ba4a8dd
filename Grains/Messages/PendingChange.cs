using System.Text.Json;
using System.Text.Json.Serialization;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Grains.Messages;

/// <summary>A change of a message on its way into the log.</summary>
internal sealed class PendingChange(Actor actor, ChangedMessage message, MessageChange wanted, Profile? moderator) : PendingEntry
{
    private LogEntryKind Kind => wanted.Kind switch
    {
        MessageChangeKind.Edited => LogEntryKind.Edit,
        MessageChangeKind.Deleted => moderator is null ? LogEntryKind.Deletion : LogEntryKind.Removal,
        _ => LogEntryKind.Reaction,
    };

    // A removal is one of the room's acts as well, and keeps what an act keeps.
    private byte[] Body => moderator is null
        ? ChangeBody.Encode(wanted)
        : ActBody.Of(moderator, new RoomAct(RoomActKind.MessageDeleted, message.Author)).Encode();

    public override LogEntry ToEntry(long sequence, long sentAtMs) =>
        new(sequence, default, actor.User, actor.Device, sentAtMs, Kind, Body)
        {
            Target = wanted.Target,
            State = message.Write(wanted, sequence, sentAtMs).Encode(),
            Mentions = wanted.Kind == MessageChangeKind.Reacted ? null : Mentions.ForLog(wanted.Mentions, actor.User),
        };

    public override ServerEvent ToEvent(ConversationId conversation, SendReceipt receipt) =>
        new MessageChanged(wanted with { Conversation = conversation, Sequence = receipt.Sequence, AtMs = receipt.SentAtMs });
}

/// <summary>What the log keeps of a change beside its kind and target. Stored as JSON: never rename a member.</summary>
internal sealed record ChangeBody(string? Text, string? Emoji, bool On)
{
    /// <summary>Who is called by an edited message; null for nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Mention>? Mentions { get; init; }

    public static byte[] Encode(MessageChange change) =>
        JsonSerializer.SerializeToUtf8Bytes(new ChangeBody(change.Text, change.Emoji, change.On) { Mentions = change.Mentions.Count == 0 ? null : change.Mentions });

    /// <summary>The change as readers see it; null for one that was emptied.</summary>
    public static MessageChange? ToChange(ConversationId conversation, LogEntry entry)
    {
        if (entry.Kind == LogEntryKind.Removal)
            return new MessageChange(conversation, entry.Sequence, entry.Target, entry.Author, entry.SentAtMs, MessageChangeKind.Deleted) { ByModerator = true };
        if (entry.Body.IsEmpty)
            return null;
        var kind = entry.Kind switch
        {
            LogEntryKind.Edit => MessageChangeKind.Edited,
            LogEntryKind.Deletion => MessageChangeKind.Deleted,
            _ => MessageChangeKind.Reacted,
        };
        var body = JsonSerializer.Deserialize<ChangeBody>(entry.Body.Span)!;
        return new MessageChange(conversation, entry.Sequence, entry.Target, entry.Author, entry.SentAtMs, kind, body.Text, body.Emoji, body.On)
        {
            Mentions = body.Mentions ?? [],
        };
    }
}
