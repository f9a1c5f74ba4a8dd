using System.Text;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>
/// Makes a page of history of what was read, with as much of it as <see cref="Limits.PageBytes"/> allow: a hundred long messages with
/// every reaction they may have are several megabytes. What does not fit is what is furthest from where the page begins.
/// </summary>
internal static class PageBuilder
{
    /// <param name="conversation">Whose.</param>
    /// <param name="entries">What was read, ascending.</param>
    /// <param name="quotes">The beginnings of the messages that they reply to.</param>
    /// <param name="after">The number that was read after, or null for what was read before one.</param>
    /// <param name="head">The last number that was known before it was read.</param>
    public static MessagePage Build(
        ConversationId conversation, IReadOnlyList<LogEntry> entries, IReadOnlyDictionary<long, Quote> quotes, long? after, long head)
    {
        var messages = new List<ChatMessage>();
        var changes = new List<MessageChange>();
        var left = Limits.PageBytes;
        var read = entries.Count == 0 ? after ?? 0 : entries[^1].Sequence;
        var last = after ?? read;
        foreach (var entry in after is null ? entries.Reverse() : entries)
        {
            var message = entry.IsChange ? null : MessageBody.ToMessage(conversation, entry, quotes);
            var change = entry.IsChange ? ChangeBody.ToChange(conversation, entry) : null;
            left -= message is null ? Estimate(change) : Estimate(message);
            // The first one is always there, so that whoever reads on gets on.
            if (left < 0 && messages.Count + changes.Count > 0)
                break;
            if (message is not null)
                messages.Add(message);
            if (change is not null)
                changes.Add(change);
            last = after is null ? last : entry.Sequence;
        }
        if (after is null)
            messages.Reverse();
        head = Math.Max(head, entries.Count == 0 ? 0 : read);
        return new MessagePage(messages, head, HasOlder: messages.Count > 0 && messages[0].Sequence > 1)
        {
            Changes = changes,
            // What came after the newest message are changes, and the messages here have theirs.
            Last = after is null ? head : last,
        };
    }

    // Generous for names, numbers and ids.
    private static int Estimate(ChatMessage message) =>
        512 + Encoding.UTF8.GetByteCount(message.Text)
        + (message.ReplyTo is { } quote ? 512 + Encoding.UTF8.GetByteCount(quote.Text) : 0)
        + (message.Act is null ? 0 : 512)
        + message.Reactions.Sum(reaction => 64 + Encoding.UTF8.GetByteCount(reaction.Emoji) + 40 * reaction.Users.Count)
        + 128 * message.Mentions.Count;

    private static int Estimate(MessageChange? change) =>
        change is null ? 0 : 512 + Encoding.UTF8.GetByteCount(change.Text ?? "") + 128 * change.Mentions.Count;
}
