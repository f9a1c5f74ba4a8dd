using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Silo.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatMux.Silo.Tests.Storage;

/// <summary>A file of the test's own.</summary>
public sealed class SqliteLogPlace(string moreSettings = "") : LogPlace
{
    private readonly TestDirectory _directory = new();

    public SqliteFile File { get; private set; } = null!;

    public override Task Open()
    {
        File = new SqliteFile(_directory.File("chatmux.db"), patience: 1, moreSettings);
        SqliteSchema.Apply(File);
        Log = new SqliteMessageLog(File, NullLogger<SqliteMessageLog>.Instance);
        return Task.CompletedTask;
    }

    public override async Task Close()
    {
        await ((SqliteMessageLog)Log).DisposeAsync();
        File.Dispose();
    }

    public override Task<long> Rows(string table)
    {
        using var reader = File.OpenReader();
        using var command = reader.Command($"SELECT count(*) FROM {table}");
        return Task.FromResult((long)command.ExecuteScalar()!);
    }

    public override Task<long> Indexed(ConversationId conversation, string word)
    {
        using var reader = File.OpenReader();
        using var command = reader.Command(
            "SELECT count(*) FROM message_index, message_word WHERE conversation = $conversation AND message_word MATCH '\"' || number || '.0:' || $word || '\"'",
            ("$conversation", MessageLogSql.Bytes(conversation.Value)), ("$word", word));
        return Task.FromResult((long)command.ExecuteScalar()!);
    }

    public override async ValueTask DisposeAsync()
    {
        await Close();
        _directory.Dispose();
    }
}
