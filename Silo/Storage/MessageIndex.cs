using System.Text;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Storage;

/// <summary>
/// Keeps the index of words in step with the messages, in the transactions that change them. Staged messages are not in it; they are
/// indexed when they are moved, many at a time. Every statement takes the words from the message as it is at that moment.
/// </summary>
internal sealed class MessageIndex : IDisposable
{
    private const int AtOnce = 500;

    private readonly SqliteConnection _connection;
    private readonly PreparedStatement _numberStaged, _indexStaged;

    public MessageIndex(SqliteConnection connection)
    {
        _connection = connection;
        connection.CreateFunction<long, long, byte[], byte[], byte[]?, string>("indexed_words", Words);
        _numberStaged = new PreparedStatement(connection, MessageIndexSql.NumberStaged);
        _indexStaged = new PreparedStatement(connection, MessageIndexSql.IndexStaged);
    }

    /// <summary>Indexes everything that is staged: it is about to be moved.</summary>
    public void AddStaged()
    {
        _numberStaged.Execute();
        _indexStaged.Execute();
    }

    /// <summary>A message gets another text, or none: call before.</summary>
    public void Remove(ConversationId conversation, long sequence) => Run(MessageIndexSql.RemoveOne, conversation, ("$sequence", sequence));

    /// <summary>It has the other text now.</summary>
    public void Add(ConversationId conversation, long sequence) => Run(MessageIndexSql.AddOne, conversation, ("$sequence", sequence));

    /// <summary>Indexes the next of those messages that are older than the index. Answers whether there may be more.</summary>
    public bool AddOlder()
    {
        using var next = _connection.Command(MessageIndexSql.NextUnindexed, ("$count", AtOnce));
        using var row = next.ExecuteReader();
        if (!row.Read()) return false;
        var conversation = MessageLogSql.Id<ConversationId>(row, 0);
        var (after, upTo) = (row.GetInt64(1), row.IsDBNull(2) ? long.MaxValue : row.GetInt64(2));
        row.Close();
        Run(MessageIndexSql.Number, conversation);
        Run(MessageIndexSql.AddRange, conversation, ("$after", after), ("$upTo", upTo));
        Run(MessageIndexSql.NoteIndexed, conversation, ("$upTo", upTo));
        Run(MessageIndexSql.EndIndexed, conversation);
        return true;
    }

    public void Dispose()
    {
        _numberStaged.Dispose();
        _indexStaged.Dispose();
    }

    private static string Words(long number, long sequence, byte[] author, byte[] body, byte[]? state)
    {
        var scope = MessageIndexSql.Scope(number, MessageIndexSql.Stretch(sequence));
        var text = new StringBuilder(scope).Append('@').Append(Convert.ToHexStringLower(author));
        foreach (var word in MessageWords.Of(body, state)) text.Append(' ').Append(scope).Append(':').Append(word);
        return text.ToString();
    }

    private void Run(string sql, ConversationId conversation, params ReadOnlySpan<(string, object)> parameters)
    {
        using var command = _connection.Command(sql, [("$conversation", MessageLogSql.Bytes(conversation.Value)), .. parameters]);
        command.ExecuteNonQuery();
    }
}
