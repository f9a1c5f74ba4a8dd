using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Model.Tests.Client;

/// <summary>What a tab holds of a conversation: these messages, and all of those from the first number to the last.</summary>
internal sealed record HeldPart(IReadOnlyList<ChatMessage> Messages, long First, long Last);

/// <summary>The conversations with unread counts as a tab shows them, as the client does it.</summary>
internal sealed class ShownInbox
{
    private readonly Dictionary<ConversationId, InboxConversation> _held = [];
    private readonly Dictionary<ConversationId, long> _readHere = [];

    public IReadOnlyCollection<InboxConversation> Conversations => _held.Values;

    /// <summary>How far was read here, as long as the server has not confirmed it.</summary>
    public IReadOnlyDictionary<ConversationId, long> ReadHere => _readHere;

    public InboxConversation? Find(ConversationId conversation) => _held.GetValueOrDefault(conversation);

    /// <summary>
    /// The server's inbox, and on top of it what this tab knows better. What the server had not heard of when it counted is
    /// to be told once more.
    /// </summary>
    public void Snapshot(InboxSnapshot snapshot, IReadOnlyList<Entry> meanwhile, UserId me)
    {
        var readAlready = _held.Values.ToDictionary(c => c.Conversation, c => c.ReadUpTo);
        _held.Clear();
        foreach (var conversation in snapshot.Conversations)
        {
            _held[conversation.Conversation] = conversation;
            var later = meanwhile.Where(m => m.Conversation == conversation.Conversation).ToArray();
            foreach (var entry in later)
                Count(entry, me);
            var counted = later.Length == 0 ? null : new HeldPart([.. later.Select(e => e.Message).OfType<ChatMessage>()], later[0].Sequence, later[^1].Sequence);
            if (readAlready.TryGetValue(conversation.Conversation, out var read))
                ReadTo(conversation.Conversation, read, counted, me);
            if (read > conversation.ReadUpTo)
                _readHere[conversation.Conversation] = read;
        }
    }

    /// <summary>Someone posted, or changed a message, which is never unread.</summary>
    /// <returns>Whether the inbox has to be fetched: only the server can tell the count.</returns>
    public bool Told(Entry entry, UserId me)
    {
        var gap = !_held.TryGetValue(entry.Conversation, out var held) || entry.Sequence > held.Head + 1;
        Count(entry, me);
        return gap;
    }

    /// <summary>Where a conversation stands.</summary>
    /// <returns>Whether the inbox has to be fetched.</returns>
    public bool Position(ConversationPosition position) =>
        !_held.TryGetValue(position.Conversation, out var held) || held.Head < position.Head;

    public void Joined(InboxConversation conversation) => _held.TryAdd(conversation.Conversation, conversation);

    public void Left(ConversationId conversation)
    {
        _held.Remove(conversation);
        _readHere.Remove(conversation);
    }

    /// <summary>The server says how far the user has read.</summary>
    /// <returns>Whether the inbox has to be fetched: this tab knows of messages that were not counted.</returns>
    public bool ReadMoved(ReadPosition moved)
    {
        if (!_held.TryGetValue(moved.Conversation, out var held) || moved.ReadUpTo < held.ReadUpTo)
            return false;
        var notCounted = Math.Max(held.Head - moved.Head, 0);
        _held[moved.Conversation] = held with
        {
            Head = Math.Max(held.Head, moved.Head),
            ReadUpTo = moved.ReadUpTo,
            Unread = (int)Math.Min(moved.Unread + notCounted, Limits.UnreadCap),
        };
        return notCounted > 0;
    }

    /// <summary>The user has read up to here in this tab, which shows these messages.</summary>
    public void Read(ConversationId conversation, long sequence, HeldPart shown, UserId me)
    {
        if (ReadTo(conversation, sequence, shown, me) is not { } readUpTo)
            return;
        _readHere[conversation] = readUpTo;
    }

    /// <summary>The server has heard how far was read.</summary>
    public void Confirm(ConversationId conversation, long sequence)
    {
        if (_readHere.TryGetValue(conversation, out var read) && read == sequence)
            _readHere.Remove(conversation);
    }

    private long? ReadTo(ConversationId conversation, long sequence, HeldPart? shown, UserId me)
    {
        if (!_held.TryGetValue(conversation, out var held) || Math.Min(sequence, held.Head) is var read && read <= held.ReadUpTo)
            return null;
        _held[conversation] = held with { ReadUpTo = read, Unread = UnreadAbove(read, held, shown, me) };
        return read;
    }

    private static int UnreadAbove(long read, InboxConversation held, HeldPart? shown, UserId me)
    {
        if (read >= held.Head)
            return 0;
        return shown is not null && shown.First <= read + 1 && shown.Last >= held.Head
            ? Math.Min(shown.Messages.Count(m => m.Sequence > read && m.Author.Id != me), Limits.UnreadCap)
            : (int)Math.Min(held.Unread, held.Head - read);
    }

    private void Count(Entry entry, UserId me)
    {
        if (!_held.TryGetValue(entry.Conversation, out var held) || entry.Sequence <= held.Head)
            return;
        var unread = entry.Message is { } message && message.Author.Id != me && message.Sequence > held.ReadUpTo ? 1 : 0;
        _held[entry.Conversation] = held with { Head = entry.Sequence, Unread = Math.Min(held.Unread + unread, Limits.UnreadCap) };
    }
}
