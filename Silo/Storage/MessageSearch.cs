using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Storage;

/// <summary>
/// One search: first through the staged messages, which are the newest, then through the index. What the index names is read and compared
/// once more, since the message is the truth and the index is not.
/// </summary>
internal sealed class MessageSearch(SqliteConnection connection, ConversationId conversation, WordQuery query, int count)
{
    // So many stretches, or pages of what the index names in one. Whoever wants to search on asks again.
    private const int MostSteps = 64;

    private readonly List<LogEntry> _found = [];

    public FoundMessages Run(long before)
    {
        if (query.IsEmpty) return new FoundMessages([], null);
        // One state of both: a message that is moved meanwhile is in one of them.
        using var transaction = connection.BeginTransaction(deferred: true);
        foreach (var entry in Staged(before))
        {
            if (!Take(entry)) continue;
            if (_found.Count == count) return new FoundMessages(_found, entry.Sequence);
        }
        using var number = connection.Command(MessageIndexSql.GetNumber, ("$conversation", MessageLogSql.Bytes(conversation.Value)));
        return new FoundMessages(_found, number.ExecuteScalar() is long known ? SearchIndex(known, before) : null);
    }

    /// <summary>Answers below which number to search on; null at the end.</summary>
    private long? SearchIndex(long number, long before)
    {
        var stretch = MessageIndexSql.Stretch(Math.Min(before - 1, Last()));
        using var named = connection.Command(MessageIndexSql.Search);
        for (var step = 0; step < MostSteps && stretch >= 0; step++)
        {
            var sequences = Named(named, number, stretch, before);
            foreach (var entry in Read(sequences).OrderByDescending(entry => entry.Sequence))
            {
                if (Take(entry) && _found.Count == count) return entry.Sequence;
            }
            if (sequences.Count == count) before = sequences[^1];
            else stretch--;
        }
        return stretch < 0 ? null : Math.Min(before, MessageIndexSql.EndOf(stretch));
    }

    private bool Take(LogEntry entry)
    {
        var matches = query.Matches(entry);
        if (matches) _found.Add(entry);
        return matches;
    }

    private List<LogEntry> Staged(long before)
    {
        using var command = connection.Command(
            MessageIndexSql.Staged, ("$conversation", MessageLogSql.Bytes(conversation.Value)), ("$before", before));
        return MessageLogSql.ReadEntries(command);
    }

    private long Last()
    {
        using var command = connection.Command(MessageIndexSql.LastMoved, ("$conversation", MessageLogSql.Bytes(conversation.Value)));
        return command.ExecuteScalar() is long last ? last : 0;
    }

    private List<long> Named(SqliteCommand command, long number, long stretch, long before)
    {
        command.Parameters.Clear();
        command.Parameters.AddWithValue("$match", MessageIndexSql.Match(number, stretch, query));
        command.Parameters.AddWithValue("$after", MessageIndexSql.Row(number, before));
        command.Parameters.AddWithValue("$last", MessageIndexSql.Row(number, 0));
        command.Parameters.AddWithValue("$count", count);
        using var row = command.ExecuteReader();
        var named = new List<long>();
        while (row.Read()) named.Add(row.GetInt64(0));
        return named;
    }

    private List<LogEntry> Read(List<long> sequences)
    {
        if (sequences.Count == 0) return [];
        using var command = connection.Command(
            MessageLogSql.ReadMessages, ("$conversation", MessageLogSql.Bytes(conversation.Value)), ("$sequences", $"[{string.Join(',', sequences)}]"));
        return MessageLogSql.ReadEntries(command);
    }
}
