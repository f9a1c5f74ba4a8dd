using System.Collections.Concurrent;
using ChatMux.Grains.Interfaces.Messages;
using Npgsql;
using NpgsqlTypes;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>The numbers that stand in front of the words of conversations. Once given they never change, so they are kept; forgotten when too many.</summary>
internal sealed class ConversationNumbers(NpgsqlDataSource database)
{
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<ConversationId, int> _known = [];

    /// <summary>Gives numbers to those that have none, and answers all of them.</summary>
    public async Task<IReadOnlyDictionary<ConversationId, int>> Give(IReadOnlyCollection<ConversationId> conversations)
    {
        var missing = conversations.Where(conversation => !_known.ContainsKey(conversation)).ToArray();
        if (missing.Length > 0)
        {
            await using var command = database.CreateCommand(WordSql.Number);
            command.Parameters.Add(Ids(missing));
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        return await Find(conversations).ConfigureAwait(false);
    }

    /// <summary>The numbers of those that have one.</summary>
    public async Task<IReadOnlyDictionary<ConversationId, int>> Find(IReadOnlyCollection<ConversationId> conversations)
    {
        var found = new Dictionary<ConversationId, int>();
        var missing = new List<ConversationId>();
        foreach (var conversation in conversations)
        {
            if (_known.TryGetValue(conversation, out var number)) found[conversation] = number;
            else missing.Add(conversation);
        }
        if (missing.Count == 0) return found;
        if (_known.Count > Most) _known.Clear();
        await using var command = database.CreateCommand(WordSql.GetNumbers);
        command.Parameters.Add(Ids(missing));
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
            found[LogSql.Id<ConversationId>(row, 0)] = _known[LogSql.Id<ConversationId>(row, 0)] = row.GetInt32(1);
        return found;
    }

    private static NpgsqlParameter<Guid[]> Ids(IEnumerable<ConversationId> conversations) => new()
    {
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid, TypedValue = [.. conversations.Select(LogSql.Uuid)],
    };
}
