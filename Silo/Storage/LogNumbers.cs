using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;

namespace ChatMux.Silo.Storage;

/// <summary>
/// The running numbers at the end of the conversations that are being written, so that a row need not be preceded by
/// looking them up. They stay true because the log has one writer. Forgotten when too many: the file has them.
/// </summary>
internal sealed class LogNumbers
{
    private const int Most = 10_000;

    private readonly Dictionary<ConversationId, End> _ends = [];
    private int _held;

    /// <summary>The end of a conversation.</summary>
    public End Of(ConversationId conversation, Func<(long Head, long MessageNumber)> look)
    {
        if (_ends.TryGetValue(conversation, out var known)) return known;
        if (_held >= Most) Clear();
        var (head, number) = look();
        _held++;
        return _ends[conversation] = new End { Head = head, MessageNumber = number };
    }

    /// <summary>The number of an author's last message.</summary>
    public long OfAuthor(End end, UserId author, Func<long> look)
    {
        if (end.Authors.TryGetValue(author, out var known)) return known;
        _held++;
        return end.Authors[author] = look();
    }

    /// <summary>What was noted of a conversation was not written.</summary>
    public void Forget(ConversationId conversation) => _ends.Remove(conversation);

    private void Clear()
    {
        _ends.Clear();
        _held = 0;
    }

    /// <summary>The end of one conversation.</summary>
    internal sealed class End
    {
        public long Head { get; set; }

        public long MessageNumber { get; set; }

        public Dictionary<UserId, long> Authors { get; } = [];
    }
}
