using System.Globalization;
using System.Text;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>The statements of the index of words (<c>Schema/0004</c>), and words as PostgreSQL takes them.</summary>
internal static class WordSql
{
    // More than these are compared with the messages that the others find.
    private const int MostWords = 16;

    public const string Number = "INSERT INTO conversation_number (conversation) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING";

    public const string GetNumbers = "SELECT conversation, number FROM conversation_number WHERE conversation = ANY($1)";

    public const string Set =
        """
        INSERT INTO message_word (number, sequence, words) SELECT number, sequence, words::tsvector FROM unnest($1::int[], $2::bigint[], $3::text[]) AS entry (number, sequence, words)
        ON CONFLICT (number, sequence) DO UPDATE SET words = excluded.words
        """;

    public const string Remove =
        """
        DELETE FROM message_word USING unnest($1::int[], $2::bigint[]) AS gone (number, sequence)
        WHERE message_word.number = gone.number AND message_word.sequence = gone.sequence
        """;

    /// <summary>By the words first, whatever the planner thinks of them: there are no more than a stretch has messages.</summary>
    public const string Search =
        """
        WITH named AS MATERIALIZED (SELECT sequence FROM message_word WHERE words @@ $1::tsquery)
        SELECT sequence FROM named WHERE sequence < $2 ORDER BY sequence DESC LIMIT $3
        """;

    /// <summary>The stretch of a conversation that a message is in.</summary>
    public static long Stretch(long sequence) => sequence >> 14;

    /// <summary>The first message that is not in a stretch any more.</summary>
    public static long EndOf(long stretch) => (stretch + 1) << 14;

    /// <summary>The words of a message as a <c>tsvector</c>.</summary>
    public static string Vector(int number, long sequence, UserId author, IEnumerable<string> words)
    {
        var scope = Scope(number, Stretch(sequence));
        var vector = new StringBuilder();
        Quote(vector, $"{scope}@{author.Value}");
        foreach (var word in words.Distinct()) Quote(vector.Append(' '), $"{scope}:{word}");
        return vector.ToString();
    }

    /// <summary>What is searched for, as a <c>tsquery</c>.</summary>
    public static string Query(int number, long stretch, WordQuery query)
    {
        var scope = Scope(number, stretch);
        var wanted = new StringBuilder();
        foreach (var word in query.Words.Take(MostWords))
        {
            Quote(wanted.Append(wanted.Length > 0 ? " & " : ""), $"{scope}:{word.Text}");
            if (word.Begins) wanted.Append(":*");
        }
        if (query.Author is { } author) Quote(wanted.Append(wanted.Length > 0 ? " & " : ""), $"{scope}@{author.Value}");
        return wanted.ToString();
    }

    private static string Scope(int number, long stretch) => string.Create(CultureInfo.InvariantCulture, $"{number}.{stretch}");

    private static void Quote(StringBuilder text, string word) =>
        text.Append('\'').Append(word.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)).Append('\'');
}
