using System.Text.Json;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>A log in which something is said and looked for.</summary>
public abstract class MessageSearchTestBase(LogPlace? place = null) : MessageLogTestBase(place)
{
    protected static object Body(string text) => new { Name = "Somebody", Colour = "#336699", Guest = false, Text = text };

    protected LogEntry Says(long sequence, string text, UserId? author = null) =>
        Message(sequence, author) with { Body = JsonSerializer.SerializeToUtf8Bytes(Body(text)) };

    protected LogEntry Change(long sequence, LogEntryKind kind, long target, object state) =>
        new(sequence, default, Alice, Phone, sequence, kind, new byte[] { 1 }) { Target = target, State = JsonSerializer.SerializeToUtf8Bytes(state) };

    protected async Task<IEnumerable<long>> Find(string text, UserId? author = null, long before = long.MaxValue, int count = 50) =>
        (await Log.Search(General, WordQuery.Parse(text, author), before, count)).Entries.Select(e => e.Sequence);

    /// <summary>Writes so much that what was there before is moved.</summary>
    protected async Task MoveOn(int first, int count, UserId? author = null)
    {
        for (var i = 0; i < count; i++)
            await Append(Says(first + i, "…", author));
    }
}
