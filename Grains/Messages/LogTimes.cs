using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>Finds times in a log. Its entries are in the order of their times, so bisection by number needs no index of times.</summary>
internal static class LogTimes
{
    /// <summary>The number of the first entry at or after this time; one above <paramref name="head"/> when all are older.</summary>
    public static async Task<long> FirstAt(IMessageLog log, ConversationId conversation, long head, long atMs)
    {
        var (earlier, found) = (0L, head + 1);
        while (found - earlier > 1)
        {
            var middle = earlier + (found - earlier) / 2;
            if (await log.ReadAfter(conversation, middle - 1, 1) is [{ } entry] && entry.SentAtMs < atMs)
                earlier = middle;
            else
                found = middle;
        }
        return found;
    }
}
