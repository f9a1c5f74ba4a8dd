using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Connections;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Rooms;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Model.Tests.Client;

namespace ChatMux.Model.Tests.Reference;

/// <summary>Compares what is on disk and what the tabs show with the model.</summary>
internal static class Comparison
{
    /// <summary>A log against what was sent, and against what was acknowledged before the log was read.</summary>
    public static IEnumerable<Divergence> OfLog(
        ReferenceModel model, IReadOnlyList<SentMessage> acknowledged, ConversationId conversation, ConversationLog all)
    {
        for (var i = 0; i < all.Entries.Count; i++)
            if (all.Entries[i].Number != i + 1)
            {
                yield return new(DivergenceKind.LogOutOfOrder, $"the log has {all.Entries[i].Number} where {i + 1} has to be");
                break;
            }
        var log = all.Messages;
        foreach (var twice in log.GroupBy(m => m.Id).Where(same => same.Count() > 1))
            yield return new(DivergenceKind.MessageDoubled, $"'{twice.First().Text}' is in the log as {string.Join(" and ", twice.Select(m => m.Number))}");
        foreach (var logged in log)
            if (model.Find(logged.Id) is not { IsRefused: false } sent || !IsThat(sent, logged) || sent.Conversation != conversation)
                yield return new(DivergenceKind.MessageForged, $"{logged.Number} in the log says '{logged.Text}', which nobody has sent so");
        var numbers = log.GroupBy(m => m.Id).ToDictionary(same => same.Key, same => same.First().Number);
        foreach (var sent in acknowledged.Where(m => m.Conversation == conversation))
            if (!numbers.TryGetValue(sent.Id, out var number) || number != sent.Number)
                yield return new(DivergenceKind.MessageLost, $"'{sent.Text}' was acknowledged as {sent.Number} and is {(number == 0 ? "nowhere" : number)} in the log");
        foreach (var wrong in OutOfOrder(model.Sent.Where(m => m.Conversation == conversation), numbers))
            yield return wrong;
    }

    /// <summary>What whoever comes now reads, against what the entries of the log make of the messages.</summary>
    public static IEnumerable<Divergence> OfPage(MessagePage? page, ConversationLog log)
    {
        if (page is null)
            yield return new(DivergenceKind.StateDiffers, "the newest page cannot be read");
        else if (page.Head != log.Head || page.Last != log.Head)
            yield return new(DivergenceKind.StateDiffers, $"the newest page ends at {page.Head}, up to {page.Last}, where the log has {log.Head}");
        else if (Difference([.. page.Messages.Select(ShownMessage.Of)], log, Limits.PageLength) is { } difference)
            yield return new(DivergenceKind.StateDiffers, $"the newest page has {difference}");
    }

    /// <summary>A tab against the model and the logs.</summary>
    public static IEnumerable<Divergence> OfTab(
        ReferenceModel model, ObservedTab tab, IReadOnlyDictionary<ConversationId, ConversationLog> logs)
    {
        if (tab.WantsToBeHere != tab.IsAttached)
            yield return new(DivergenceKind.ConnectionDiffers, $"{tab.Name} {(tab.IsAttached ? "is attached" : "is not attached")}");
        if (tab.StaleSockets > 0)
            yield return new(DivergenceKind.ConnectionDiffers, $"{tab.Name} has {tab.StaleSockets} open sockets that a newer one has taken the place of");
        if (!tab.WantsToBeHere || tab.User is not { } user)
            yield break;
        foreach (var difference in People(model.People, tab.People).Concat(Rooms(model, tab.Rooms)))
            yield return new(DivergenceKind.LobbyDiffers, $"{tab.Name} {difference}");
        foreach (var (conversation, log) in logs)
        {
            var shown = tab.Conversations.FirstOrDefault(c => c.Conversation == conversation);
            if (model.TakesPart(user, conversation) != shown is not null)
                yield return new(DivergenceKind.ShownDiffers, $"{tab.Name} {(shown is null ? "does not show" : "shows")} {conversation.Value[..6]}");
            else if (shown is not null)
                foreach (var difference in OfConversation(model.Cursor(user, conversation), $"{tab.Name} in {conversation.Value[..6]}", user, shown, log))
                    yield return difference;
        }
    }

    private static IEnumerable<Divergence> OfConversation(
        ReadCursor cursor, string tab, UserId user, ObservedConversation shown, ConversationLog log)
    {
        if (shown.Unsent > 0)
            yield return new(DivergenceKind.MessageStuck, $"{tab} has {shown.Unsent} messages and changes that are not answered");
        // A tab begins at the newest page, so it may lack the oldest messages, and only those.
        if (Difference(shown.Messages, log, ConversationPane.FirstPage) is { } difference)
            yield return new(DivergenceKind.ShownDiffers, $"{tab} shows {difference}");
        if (shown.Head != log.Head)
            yield return new(DivergenceKind.ShownDiffers, $"{tab} knows in its inbox of {shown.Head} where the log has {log.Head}");
        var unread = ReferenceModel.Unread(log.Messages, user, shown.ReadUpTo);
        if (shown.ReadUpTo < cursor.AtLeast || shown.ReadUpTo > cursor.AtMost)
            yield return new(DivergenceKind.UnreadDiffers, $"{tab} has read up to {shown.ReadUpTo}, which is not {cursor.AtLeast} to {cursor.AtMost}");
        else if (shown.Unread != unread)
            yield return new(DivergenceKind.UnreadDiffers, $"{tab} counts {shown.Unread} unread in {shown.ReadUpTo + 1} to {shown.Head} where there are {unread}");
    }

    // A tab sends the messages of a conversation one at a time, so that retries keep their order.
    private static IEnumerable<Divergence> OutOfOrder(IEnumerable<SentMessage> sent, Dictionary<MessageId, long> numbers)
    {
        foreach (var ofTab in sent.Where(m => numbers.ContainsKey(m.Id)).GroupBy(m => m.Tab))
        {
            var before = 0L;
            foreach (var message in ofTab)
            {
                if (numbers[message.Id] < before)
                    yield return new(DivergenceKind.LogOutOfOrder, $"'{message.Text}' is {numbers[message.Id]}, and what was sent before it is {before}");
                before = numbers[message.Id];
            }
        }
    }

    private static IEnumerable<string> People(IReadOnlyDictionary<UserId, DeviceKind[]> expected, IReadOnlyDictionary<UserId, DeviceKind[]> shown)
    {
        foreach (var (user, devices) in expected)
            if (!shown.TryGetValue(user, out var seen))
                yield return $"does not show {user.Value[..6]}, who is here";
            else if (!seen.SequenceEqual(devices))
                yield return $"shows {user.Value[..6]} with {string.Join('+', seen)} instead of {string.Join('+', devices)}";
        foreach (var user in shown.Keys.Except(expected.Keys))
            yield return $"shows {user.Value[..6]}, who is gone";
    }

    private static IEnumerable<string> Rooms(ReferenceModel model, IReadOnlySet<RoomId> shown)
    {
        foreach (var room in model.Rooms.Except(shown))
            yield return $"does not list room {room.Value[..6]}";
        foreach (var room in shown.Except(model.BegunRooms))
            yield return $"lists room {room.Value[..6]}, which there is not";
    }

    private static bool IsThat(SentMessage sent, LoggedMessage logged) =>
        sent.Author == logged.Author && (logged.Text is null || (sent.Text == logged.Text && sent.ReplyTo?.Sequence == logged.ReplyTo));

    // What is shown has to be the newest messages of the log, at least so many if there are.
    private static string? Difference(IReadOnlyList<ShownMessage> shown, ConversationLog log, int atLeast)
    {
        var expected = log.Shown.Skip(log.Shown.Count - shown.Count).ToArray();
        return shown.SequenceEqual(expected) && shown.Count >= Math.Min(log.Shown.Count, atLeast)
            ? null
            : $"{Numbers(shown)} where the log has {Numbers(log.Shown)}{FirstDifference(shown, expected)}";
    }

    private static string Numbers(IReadOnlyList<ShownMessage> messages) =>
        messages.Count == 0 ? "nothing" : $"{messages[0].Number} to {messages[^1].Number}";

    private static string FirstDifference(IReadOnlyList<ShownMessage> shown, IReadOnlyList<ShownMessage> expected)
    {
        var (one, other) = shown.Zip(expected).FirstOrDefault(pair => pair.First != pair.Second);
        return one is null ? "" : $": {one} instead of {other}";
    }
}
