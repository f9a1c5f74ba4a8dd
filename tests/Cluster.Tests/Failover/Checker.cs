using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Cluster.Tests.Failover;

/// <summary>
/// Compares what the authors of one room, or two friends, wrote, and what they were answered, with what the pages of its members show and what its log
/// holds. Knows nothing of the server but what came out of it.
/// </summary>
internal static class Checker
{
    /// <summary>Every contradiction in a sentence; none when nothing is lost, doubled or out of order.</summary>
    /// <param name="authors">For each author, the messages in the order of writing: each was acknowledged before the next was begun.</param>
    /// <param name="pages">What each member's page shows.</param>
    /// <param name="logs">What each front reads from the log.</param>
    public static IReadOnlyList<string> Check(
        IReadOnlyList<IReadOnlyList<Written>> authors, IReadOnlyList<IReadOnlyList<Entry>> pages, IReadOnlyList<IReadOnlyList<Entry>> logs)
    {
        var log = logs[0];
        var written = authors.SelectMany(author => author).ToDictionary(message => message.Id);
        return
        [
            .. Numbers(log),
            .. log.GroupBy(message => message.Id).Where(same => same.Count() > 1).Select(same => $"doubled: '{same.First().Text}' is there {same.Count()} times"),
            .. log.Where(message => !written.ContainsKey(message.Id)).Select(message => $"nobody wrote '{message.Text}'"),
            .. authors.SelectMany(author => Author(author, log)),
            .. logs.Skip(1).Concat(pages).SelectMany((seen, reader) => Same(log, seen, reader)),
        ];
    }

    private static IEnumerable<string> Numbers(IReadOnlyList<Entry> log) =>
        log.Index().Where(at => at.Item.Sequence != at.Index + 1).Take(1).Select(at => $"gap: number {at.Item.Sequence} is at place {at.Index + 1}");

    private static IEnumerable<string> Author(IReadOnlyList<Written> author, IReadOnlyList<Entry> log)
    {
        var held = log.GroupBy(message => message.Id).ToDictionary(same => same.Key, same => same.First());
        var last = 0L;
        foreach (var message in author.Where(message => message.Receipt is not null))
        {
            if (!held.TryGetValue(message.Id, out var there))
                yield return $"lost: '{message.Text}' was acknowledged as {message.Receipt!.Sequence}";
            else if (there.Text != message.Text || new SendReceipt(there.Sequence, there.SentAtMs) != message.Receipt! with { Mentions = null })
                yield return $"other than acknowledged: '{message.Text}' ({message.Receipt}) is '{there.Text}' ({there.Sequence})";
            if (message.Receipt!.Sequence <= last)
                yield return $"out of order: '{message.Text}' is {message.Receipt.Sequence}, after {last}";
            last = message.Receipt.Sequence;
        }
    }

    private static IEnumerable<string> Same(IReadOnlyList<Entry> log, IReadOnlyList<Entry> seen, int reader)
    {
        if (log.Count != seen.Count)
            yield return $"reader {reader} sees {seen.Count} messages of {log.Count}";
        foreach (var (place, (one, other)) in log.Zip(seen).Index())
        {
            if ((one.Sequence, one.Id, one.Text) == (other.Sequence, other.Id, other.Text))
                continue;
            yield return $"reader {reader} sees '{other.Text}' at place {place + 1}, where '{one.Text}' is";
            yield break;
        }
    }
}
