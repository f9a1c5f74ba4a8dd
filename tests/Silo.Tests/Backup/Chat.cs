using System.Text.Json;
using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Tests.Backup;

/// <summary>People who have said, changed, read and lost everything that a log can hold, in three rooms.</summary>
internal sealed class Chat
{
    private const int PerRoom = 150;
    private static readonly string[] Words = ["coffee", "Café", "tuesday", "天気がいい", "it's", "back\\slash", "tab\tline\nreturn\r", "needle"];

    private readonly Random _random = new(11);
    private readonly ConversationId[] _rooms = [.. Enumerable.Range(0, 3).Select(_ => HexId.New<ConversationId>())];
    private readonly Dictionary<ConversationId, List<Message>> _messages = [];
    private readonly (UserId User, DeviceId Device)[] _people = [.. Enumerable.Range(0, 5).Select(_ => (HexId.New<UserId>(), HexId.New<DeviceId>()))];

    /// <summary>Writes it all. Of SQLite's rows some are staged at the end, and most are not.</summary>
    public async Task Live(IMessageLog log)
    {
        for (var sequence = 1; sequence <= PerRoom; sequence++)
        {
            foreach (var room in _rooms)
                Assert.Equal(AppendOutcome.Appended, await log.Append(room, [Next(room, sequence)]));
        }
        await log.EraseAuthor(_rooms[0], _people[4].User);
        await log.Erase(_rooms[2]);
        foreach (var (user, _) in _people.Take(4))
        {
            await log.MoveCursor(user, _rooms[0], new ReadCursor(_random.Next(PerRoom)));
            await log.MoveCursor(user, _rooms[1], new ReadCursor(100));
            await log.MoveCursor(user, _rooms[1], new ReadCursor(20, 1));
        }
        await log.ForgetCursors(_people[3].User);
    }

    /// <summary>All that anybody can see of it, as text.</summary>
    public async Task<IReadOnlyList<string>> Seen(IMessageLog log)
    {
        var seen = new List<string>();
        foreach (var room in _rooms)
        {
            seen.Add($"head {await log.GetHead(room)}");
            seen.AddRange((await log.ReadAfter(room, 0, int.MaxValue)).Select(Told));
            seen.AddRange((await log.ReadActs(room, long.MaxValue, int.MaxValue)).Select(Told));
            foreach (var typed in new[] { "coffee", "cafe", "tues", "天気", "it's", "slash", "needle", "return", "edited" })
                seen.Add($"{typed}: {await Found(log, room, WordQuery.Parse(typed, null))}");
            foreach (var (user, _) in _people)
            {
                seen.Add($"of {user}: {await Found(log, room, WordQuery.Parse("", user))}");
                for (var after = 0; after <= PerRoom; after += 10)
                    seen.Add($"unread {await log.CountUnread(room, user, after, PerRoom - 3, 99)}, called {await log.CountMentions(room, user, after, PerRoom - 3, 99)}");
            }
        }
        foreach (var (user, _) in _people)
            seen.AddRange((await log.GetCursors(user)).OrderBy(c => c.Key.Value).Select(c => $"read {user} {c.Key} {c.Value}"));
        return seen;
    }

    private static string Told(LogEntry entry) =>
        $"{entry.Sequence} {entry.Kind} {entry.Target} {entry.Id.Value} {entry.Author} {entry.Device} {entry.SentAtMs} {Convert.ToHexString(entry.Body.Span)} {Convert.ToHexString(entry.State.Span)}";

    private static async Task<string> Found(IMessageLog log, ConversationId room, WordQuery query) =>
        string.Join(',', (await log.Search(room, query, long.MaxValue, 1_000)).Entries.Select(entry => entry.Sequence));

    private LogEntry Next(ConversationId room, long sequence)
    {
        var messages = _messages.TryGetValue(room, out var said) ? said : _messages[room] = [];
        var kind = messages.Count == 0 || _random.Next(3) > 0 ? LogEntryKind.Message : (LogEntryKind)(2 + _random.Next(6));
        var (user, device) = _people[_random.Next(_people.Length)];
        var text = $"{Words[_random.Next(Words.Length)]} {Words[_random.Next(Words.Length)]} {sequence}";
        var entry = new LogEntry(sequence, HexId.New<MessageId>(), user, device, 1_700_000_000_000 + sequence, kind, Said(text));
        if (entry.IsChange)
            return Change(messages, entry, text);
        if (kind == LogEntryKind.Message)
            messages.Add(new Message(sequence, user, null));
        return entry with { Mentions = Called(user) };
    }

    /// <summary>As the server does it: who wrote something edits it, a reaction leaves its text, and what is deleted is left alone.</summary>
    private LogEntry Change(List<Message> messages, LogEntry entry, string text)
    {
        var at = _random.Next(messages.Count);
        var target = messages[at];
        if (entry.Deletes) messages.RemoveAt(at);
        else if (entry.Kind == LogEntryKind.Edit) messages[at] = target with { Text = $"edited {text}" };
        return entry with
        {
            Id = default,
            Author = entry.Kind is LogEntryKind.Edit or LogEntryKind.Deletion ? target.Author : entry.Author,
            Target = target.Sequence,
            State = entry.Deletes ? Json(new { Deleted = new { Text = "" } }) : Json(new { Text = entry.Kind == LogEntryKind.Edit ? $"edited {text}" : target.Text }),
            Mentions = entry.Kind == LogEntryKind.Reaction ? null : entry.Deletes ? new LogMentions(false, []) : Called(target.Author),
        };
    }

    private LogMentions? Called(UserId author) => _random.Next(4) switch
    {
        0 => LogMentions.OfEveryone,
        1 => new LogMentions(false, [.. _people.Select(p => p.User).Where(u => u != author).Take(2)]),
        _ => null,
    };

    private static byte[] Said(string text) => Json(new { Name = "Somebody", Colour = "#336699", Guest = false, Text = text });

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value);

    private sealed record Message(long Sequence, UserId Author, string? Text);
}
