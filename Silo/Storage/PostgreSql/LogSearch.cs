using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;
using Npgsql;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>
/// One search through the index of words. What the index names is read and compared once more, since the message is the truth and the
/// index is not.
/// </summary>
internal sealed class LogSearch(NpgsqlDataSource database, ConversationNumbers numbers, ConversationId conversation, WordQuery query, int count)
{
    // So many stretches, or pages of what the index names in one. Whoever wants to search on asks again.
    private const int MostSteps = 64;

    private readonly List<LogEntry> _found = [];

    public async Task<FoundMessages> Run(long before)
    {
        if (query.IsEmpty || !(await numbers.Find([conversation]).ConfigureAwait(false)).TryGetValue(conversation, out var number))
            return new FoundMessages([], null);
        // Of one connection: a search that takes long has no more than its one.
        await using var connection = await database.OpenConnectionAsync().ConfigureAwait(false);
        return new FoundMessages(_found, await SearchOn(connection, number, before).ConfigureAwait(false));
    }

    /// <summary>Answers below which number to search on; null at the end.</summary>
    private async Task<long?> SearchOn(NpgsqlConnection connection, int number, long before)
    {
        var stretch = WordSql.Stretch(Math.Min(before - 1, await Last(connection).ConfigureAwait(false)));
        for (var step = 0; step < MostSteps && stretch >= 0; step++)
        {
            var sequences = await Named(connection, number, stretch, before).ConfigureAwait(false);
            foreach (var entry in (await Read(connection, sequences).ConfigureAwait(false)).OrderByDescending(entry => entry.Sequence))
            {
                if (!query.Matches(entry)) continue;
                _found.Add(entry);
                if (_found.Count == count) return entry.Sequence;
            }
            if (sequences.Count == count) before = sequences[^1];
            else stretch--;
        }
        return stretch < 0 ? null : Math.Min(before, WordSql.EndOf(stretch));
    }

    private async Task<long> Last(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(LogSql.Head, connection) { Parameters = { new() { Value = LogSql.Uuid(conversation) } } };
        return (long)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }

    private async Task<List<long>> Named(NpgsqlConnection connection, int number, long stretch, long before)
    {
        await using var command = new NpgsqlCommand(WordSql.Search, connection)
        {
            Parameters = { new() { Value = WordSql.Query(number, stretch, query) }, new() { Value = before }, new() { Value = count } },
        };
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var named = new List<long>();
        while (await row.ReadAsync().ConfigureAwait(false)) named.Add(row.GetInt64(0));
        return named;
    }

    private async Task<List<LogEntry>> Read(NpgsqlConnection connection, List<long> sequences)
    {
        if (sequences.Count == 0) return [];
        await using var command = new NpgsqlCommand(LogSql.ReadMessages, connection)
        {
            Parameters = { new() { Value = LogSql.Uuid(conversation) }, new() { Value = sequences.ToArray() } },
        };
        return await LogSql.ReadEntries(command).ConfigureAwait(false);
    }
}
