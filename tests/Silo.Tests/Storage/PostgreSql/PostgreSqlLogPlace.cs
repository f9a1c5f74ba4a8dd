using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Silo.Storage.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ChatMux.Silo.Tests.Storage.PostgreSql;

/// <summary>A database of the test's own.</summary>
public sealed class PostgreSqlLogPlace(PostgreSqlServer server) : LogPlace
{
    private string? _connectionString;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public override async Task Open()
    {
        _connectionString ??= await server.CreateDatabase();
        await PostgreSqlSchema.Apply(_connectionString);
        Database = NpgsqlDataSource.Create(_connectionString);
        Log = new PostgreSqlMessageLog(Database, NullLogger<PostgreSqlMessageLog>.Instance);
    }

    public override async Task Close()
    {
        await ((PostgreSqlMessageLog)Log).DisposeAsync();
        await Database.DisposeAsync();
    }

    public override async Task<long> Rows(string table)
    {
        await using var command = Database.CreateCommand($"SELECT count(*) FROM {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public override async Task<long> Indexed(ConversationId conversation, string word)
    {
        await using var command = Database.CreateCommand(
            """
            SELECT count(*) FROM message_word JOIN conversation_number USING (number)
            WHERE conversation = $1 AND words @@ quote_literal(number || '.0:' || $2)::tsquery
            """);
        command.Parameters.Add(new() { Value = Guid.ParseExact(conversation.Value, "N") });
        command.Parameters.Add(new() { Value = word });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public override async ValueTask DisposeAsync() => await Close();
}
