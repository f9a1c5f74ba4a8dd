using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using ChatMux.Silo.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>A log on a file of its own, one conversation, and people who write.</summary>
public abstract class MessageLogTestBase : IAsyncLifetime
{
    private readonly TestDirectory _directory = new();

    protected ConversationId General { get; } = HexId.New<ConversationId>();

    protected UserId Alice { get; } = HexId.New<UserId>();

    protected UserId Bob { get; } = HexId.New<UserId>();

    protected DeviceId Phone { get; } = HexId.New<DeviceId>();

    protected SqliteFile File { get; private set; } = null!;

    protected SqliteMessageLog Log { get; private set; } = null!;

    protected virtual string MoreSettings => "";

    public ValueTask InitializeAsync()
    {
        Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task Restart()
    {
        await Close();
        Open();
    }

    protected LogEntry Message(long sequence, UserId? author = null, MessageId? id = null, string text = "") => new(
        sequence, id ?? HexId.New<MessageId>(), author ?? Alice, Phone, 1_000 + sequence, LogEntryKind.Message,
        System.Text.Encoding.UTF8.GetBytes(text));

    protected LogEntry[] Messages(long first, int count, UserId? author = null) =>
        [.. Enumerable.Range(0, count).Select(i => Message(first + i, author))];

    protected Task<AppendOutcome> Append(params LogEntry[] entries) => Log.Append(General, entries);

    protected async Task<IEnumerable<long>> Sequences() => (await Log.ReadAfter(General, 0, int.MaxValue)).Select(entry => entry.Sequence);

    protected long Rows(string table)
    {
        using var reader = File.OpenReader();
        using var command = reader.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private void Open()
    {
        File = new SqliteFile(_directory.File("chatmux.db"), patience: 1, MoreSettings);
        SqliteSchema.Apply(File);
        Log = new SqliteMessageLog(File, NullLogger<SqliteMessageLog>.Instance);
    }

    private async Task Close()
    {
        await Log.DisposeAsync();
        File.Dispose();
    }
}
