using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Grains.Messages;

/// <summary>
/// Makes pages of sealed entries of what was read, with as much of it as <see cref="Limits.PageBytes"/> allow. What does not fit is what is
/// furthest from where the page begins.
/// </summary>
internal static class SealedPages
{
    // Generous for numbers and ids.
    private const int BytesBeside = 256;

    /// <summary>What was read before a number: it begins at its end.</summary>
    public static SealedPage Before(IReadOnlyList<LogEntry> entries, long head)
    {
        var fitting = Fitting(entries.Reverse());
        fitting.Reverse();
        return Page(fitting, HeadOf(entries, head), HasEarlier(fitting));
    }

    /// <summary>What was read after a number.</summary>
    public static SealedPage After(IReadOnlyList<LogEntry> entries, long head)
    {
        var fitting = Fitting(entries);
        return Page(fitting, HeadOf(entries, head), HasEarlier(fitting));
    }

    /// <summary>Changes alone, of which one more was read than is wanted, if there was one more.</summary>
    public static SealedPage OfChanges(IReadOnlyList<LogEntry> entries, int count, long head)
    {
        var fitting = Fitting(entries.Take(count));
        return Page(fitting, HeadOf(entries, head), hasMore: fitting.Count < entries.Count);
    }

    private static bool HasEarlier(List<LogEntry> entries) => entries is [{ Sequence: > 1 }, ..];

    // It was taken before: what was written while the page was read may be among this.
    private static long HeadOf(IReadOnlyList<LogEntry> entries, long head) => entries is [.., var last] ? Math.Max(head, last.Sequence) : head;

    private static SealedPage Page(List<LogEntry> entries, long head, bool hasMore) => new(
        [.. entries.Select(entry => new SealedEntry(entry.Sequence, entry.Author, entry.Device, entry.SentAtMs, entry.Body.ToArray()))],
        head,
        hasMore);

    private static List<LogEntry> Fitting(IEnumerable<LogEntry> entries)
    {
        var (fitting, left) = (new List<LogEntry>(), Limits.PageBytes);
        foreach (var entry in entries)
        {
            left -= BytesBeside + entry.Body.Length;
            // The first one is always there, so that whoever reads on gets on.
            if (left < 0 && fitting.Count > 0)
                break;
            fitting.Add(entry);
        }
        return fitting;
    }
}
