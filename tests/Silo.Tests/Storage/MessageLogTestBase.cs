using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>A log in a place of its own, SQLite if no other is given; one conversation, and people who write.</summary>
public abstract class MessageLogTestBase(LogPlace? place = null) : IAsyncLifetime
{
    private readonly LogPlace _place = place ?? new SqliteLogPlace();

    protected ConversationId General { get; } = HexId.New<ConversationId>();

    protected UserId Alice { get; } = HexId.New<UserId>();

    protected UserId Bob { get; } = HexId.New<UserId>();

    protected DeviceId Phone { get; } = HexId.New<DeviceId>();

    /// <summary>Of a test that is about SQLite.</summary>
    protected SqliteFile File => ((SqliteLogPlace)_place).File;

    protected IMessageLog Log => _place.Log;

    public async ValueTask InitializeAsync() => await _place.Open();

    public async ValueTask DisposeAsync()
    {
        await _place.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task Restart()
    {
        await _place.Close();
        await _place.Open();
    }

    protected LogEntry Message(long sequence, UserId? author = null, MessageId? id = null, string text = "") => new(
        sequence, id ?? HexId.New<MessageId>(), author ?? Alice, Phone, 1_000 + sequence, LogEntryKind.Message,
        System.Text.Encoding.UTF8.GetBytes(text));

    protected LogEntry[] Messages(long first, int count, UserId? author = null) =>
        [.. Enumerable.Range(0, count).Select(i => Message(first + i, author))];

    protected Task<AppendOutcome> Append(params LogEntry[] entries) => Log.Append(General, entries);

    protected async Task<IEnumerable<long>> Sequences() => (await Log.ReadAfter(General, 0, int.MaxValue)).Select(entry => entry.Sequence);

    protected Task<long> Rows(string table) => _place.Rows(table);

    protected Task<long> Indexed(string word) => _place.Indexed(General, word);

    /// <summary>Of SQLite's rows some are staged and some moved, which a test is about.</summary>
    protected async Task AssertBothStagedAndMoved()
    {
        if (_place is not SqliteLogPlace)
            return;
        Assert.InRange(await Rows("message_staging"), 1, MessageLogConnection.MoveAt);
        Assert.InRange(await Rows("message"), 1, long.MaxValue);
    }
}
