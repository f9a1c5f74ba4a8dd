using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Backup.Rows;

/// <summary>
/// The numbers that SQLite's log keeps with each message and act so that unread ones need not be counted, of entries that come in the order
/// of the log. They follow from the entries, so they are not copied.
/// </summary>
internal sealed class RunningNumbers
{
    private readonly Dictionary<Guid, long> _ofAuthors = [];
    private Guid _conversation;
    private long _messages;

    /// <summary>How many messages there are in the conversation up to this entry, and how many of them are of its author.</summary>
    public (long Message, long Author) Of(in EntryRow entry)
    {
        if (entry.Conversation != _conversation)
        {
            _ofAuthors.Clear();
            (_conversation, _messages) = (entry.Conversation, 0);
        }
        var counts = entry.Kind == (int)LogEntryKind.Message ? 1 : 0;
        var ofAuthor = _ofAuthors.GetValueOrDefault(entry.Author) + counts;
        _ofAuthors[entry.Author] = ofAuthor;
        return (_messages += counts, ofAuthor);
    }
}
