using ChatMux.Grains.Interfaces.Messages;

namespace ChatMux.Model.Tests.Reference;

/// <summary>Compares the changes in a log with those that were wanted.</summary>
internal static class ChangeComparison
{
    /// <summary>A log against what was wanted, and against what was acknowledged before the log was read.</summary>
    public static IEnumerable<Divergence> OfLog(
        WantedChanges changes, IReadOnlyList<WantedChange> done, ConversationId conversation, ConversationLog log)
    {
        var wanted = changes.In(conversation).Where(change => change.MayBeThere).ToArray();
        foreach (var change in log.Changes.Where(change => !wanted.Any(one => IsThat(one, change))))
            yield return new(DivergenceKind.ChangeForged, $"{change} is in the log, which nobody may make or has made so");
        foreach (var idle in log.Idle)
            yield return new(DivergenceKind.ChangeDoubled, $"{idle} is in the log and changes nothing");
        foreach (var (target, gone) in log.Changes.Where(c => c.Kind == MessageChangeKind.Deleted).GroupBy(c => c.Target).Select(of => (of.Key, of.First().Number)))
            if (log.Changes.FirstOrDefault(change => change.Target == target && change.Number > gone) is { } later)
                yield return new(DivergenceKind.ChangeForged, $"{later} is in the log after its message was deleted by {gone}");
        var messages = log.Shown.GroupBy(m => m.Number).ToDictionary(same => same.Key, same => same.First());
        foreach (var change in done.Where(change => change.Conversation == conversation))
            if (!messages.TryGetValue(change.Target, out var message))
                yield return new(DivergenceKind.MessageLost, $"{change} is acknowledged, and there is no such message");
            else if (!Holds(change, message, wanted.Where(other => other.Target == change.Target)))
                yield return new(DivergenceKind.ChangeLost, $"{change} is acknowledged, and the log has {message}");
    }

    private static bool IsThat(WantedChange wanted, LoggedChange logged) =>
        wanted.By == logged.By && wanted.Target == logged.Target && wanted.Kind == logged.Kind && wanted.IsAllowed
        && (logged.Text is null || wanted.Text == logged.Text) && wanted.Emoji == logged.Emoji && wanted.On == logged.On;

    // It does, or another change of the same thing has come after it.
    private static bool Holds(WantedChange done, ShownMessage message, IEnumerable<WantedChange> ofTarget)
    {
        if (message.Deleted || done.Kind == MessageChangeKind.Deleted)
            return message.Deleted;
        return done.Kind == MessageChangeKind.Edited
            ? message.Text == done.Text || ofTarget.Any(other => other.Text == message.Text && other.MayFollow(done))
            : message.Has(done.Emoji!, done.By) == done.On
                || ofTarget.Any(other => other.By == done.By && other.Emoji == done.Emoji && other.On != done.On && other.MayFollow(done));
    }
}
