using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;

namespace ChatMux.Grains.Messages;

/// <summary>An act of the room on its way into the log.</summary>
internal sealed class PendingAct(RecordedAct recorded) : PendingEntry
{
    public override MessageKey? Key => new MessageKey(recorded.Device, recorded.Id);

    public override LogEntry ToEntry(long sequence, long sentAtMs) => new(
        sequence, recorded.Id, recorded.By.Id, recorded.Device, sentAtMs, LogEntryKind.Act, ActBody.Of(recorded.By, recorded.Act).Encode());

    public override ServerEvent ToEvent(ConversationId conversation, SendReceipt receipt) => new MessagePosted(
        new ChatMessage(conversation, receipt.Sequence, recorded.Id, recorded.By, receipt.SentAtMs, "") { Act = recorded.Act });

    public override bool IsIn(LogEntry entry) => entry.Kind == LogEntryKind.Act;
}
