using System.Globalization;
using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Storage;

/// <summary>The statements of the index of words (<c>Schema/0007</c>).</summary>
internal static class MessageIndexSql
{
    // More than these are compared with the messages that the others find.
    private const int MostWords = 16;

    private const string Words = "indexed_words(number, sequence, author, body, (SELECT state.body FROM message_state AS state WHERE state.conversation = entry.conversation AND state.sequence = entry.sequence))";

    private const string Indexed = "NOT EXISTS (SELECT 1 FROM message_unindexed AS old WHERE old.conversation = entry.conversation AND entry.sequence > old.after AND entry.sequence <= old.up_to)";

    private const string RowId = "number << 36 | (0xFFFFFFFFF - sequence)";

    public const string NumberStaged = "INSERT OR IGNORE INTO message_index (conversation) SELECT DISTINCT conversation FROM message_staging";

    public const string Number = "INSERT OR IGNORE INTO message_index (conversation) VALUES ($conversation)";

    public const string GetNumber = "SELECT number FROM message_index WHERE conversation = $conversation";

    /// <summary>In the order of the index: it writes as it goes.</summary>
    public const string IndexStaged =
        $"""
        INSERT INTO message_word (rowid, words)
        SELECT {RowId}, {Words} FROM message_staging AS entry JOIN message_index USING (conversation) WHERE kind = 1 AND body != x'' ORDER BY 1
        """;

    public static readonly string RemoveOne = Remove("sequence = $sequence");

    public const string AddOne =
        $"""
        INSERT INTO message_word (rowid, words)
        SELECT {RowId}, {Words} FROM message AS entry JOIN message_index USING (conversation)
        WHERE conversation = $conversation AND sequence = $sequence AND kind = 1 AND body != x'' AND {Indexed}
        """;

    public const string AddRange =
        $"""
        INSERT INTO message_word (rowid, words)
        SELECT {RowId}, {Words} FROM message AS entry JOIN message_index USING (conversation)
        WHERE conversation = $conversation AND sequence > $after AND sequence <= $upTo AND kind = 1 AND body != x'' ORDER BY 1
        """;

    /// <summary>The conversation that is next, and from where to where; without an end when nothing of it is left.</summary>
    public const string NextUnindexed =
        """
        SELECT conversation, after, (
            SELECT max(sequence) FROM (
                SELECT sequence FROM message WHERE conversation = old.conversation AND sequence > after AND sequence <= up_to ORDER BY sequence LIMIT $count))
        FROM message_unindexed AS old LIMIT 1
        """;

    public const string NoteIndexed = "UPDATE message_unindexed SET after = min($upTo, up_to) WHERE conversation = $conversation";

    public const string EndIndexed = "DELETE FROM message_unindexed WHERE conversation = $conversation AND after = up_to";

    /// <summary>Newest first, and no more than are wanted.</summary>
    public const string Search =
        "SELECT 0xFFFFFFFFF - (rowid & 0xFFFFFFFFF) FROM message_word WHERE message_word MATCH $match AND rowid > $after AND rowid <= $last ORDER BY rowid LIMIT $count";

    public const string LastMoved = "SELECT max(sequence) FROM message WHERE conversation = $conversation";

    public static readonly string Staged =
        MessageLogSql.WithState(
            $"SELECT {MessageLogSql.Entry} FROM message_staging WHERE conversation = $conversation AND sequence < $before AND kind = 1 AND body != x''",
            "ORDER BY sequence DESC");

    /// <summary>Takes moved messages out: the index is told the words that it has of them.</summary>
    public static string Remove(string which) =>
        $"""
        INSERT INTO message_word (message_word, rowid, words)
        SELECT 'delete', {RowId}, {Words} FROM message AS entry JOIN message_index USING (conversation)
        WHERE conversation = $conversation AND {which} AND kind = 1 AND body != x'' AND {Indexed}
        """;

    /// <summary>The row of a message, and by its bounds those of a conversation.</summary>
    public static long Row(long number, long sequence) => (number << 36) | (0xFFFFFFFFF - Math.Clamp(sequence, 0, 0xFFFFFFFFF));

    /// <summary>The stretch of a conversation that a message is in.</summary>
    public static long Stretch(long sequence) => sequence >> 14;

    /// <summary>The first message that is not in a stretch any more.</summary>
    public static long EndOf(long stretch) => (stretch + 1) << 14;

    /// <summary>What stands in front of a word in the index.</summary>
    public static string Scope(long number, long stretch) => string.Create(CultureInfo.InvariantCulture, $"{number}.{stretch}");

    /// <summary>What FTS5 is asked: quoted words, which have neither quotes nor spaces in them.</summary>
    public static string Match(long number, long stretch, WordQuery query)
    {
        var scope = Scope(number, stretch);
        var words = query.Words.Take(MostWords).Select(word => $"\"{scope}:{word.Text}\"{(word.Begins ? " *" : "")}");
        return string.Join(" AND ", query.Author is { } author ? [.. words, $"\"{scope}@{author.Value}\""] : words);
    }
}
