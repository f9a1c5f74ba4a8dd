using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Storage;

/// <summary>
/// The statements of the message log and how its rows become values. New rows are in <c>message_staging</c> until they
/// are moved to <c>message</c>, all at once: of each conversation the staged rows are the last ones.
/// </summary>
internal static class MessageLogSql
{
    public const string Insert =
        """
        INSERT INTO message_staging (conversation, sequence, device, id, author, sent_at, kind, message_number, author_number, body)
        VALUES ($conversation, $sequence, $device, $id, $author, $sentAt, $kind, $number, $authorNumber, $body)
        """;

    public const string InsertChange =
        """
        INSERT INTO message_change (conversation, sequence, author, device, sent_at, kind, target, body)
        VALUES ($conversation, $sequence, $author, $device, $sentAt, $kind, $target, $body)
        """;

    public const string SetState = "INSERT OR REPLACE INTO message_state (conversation, sequence, body) VALUES ($conversation, $sequence, $body)";

    /// <summary>A message calls somebody; an empty user is everybody.</summary>
    public const string InsertMention = "INSERT INTO mention (user, conversation, sequence, author) VALUES ($user, $conversation, $sequence, $author)";

    public const string ClearMentions = "DELETE FROM mention WHERE conversation = $conversation AND sequence = $sequence";

    /// <summary>What a deletion takes out: the text of a message, wherever its row is, and of its edits.</summary>
    public static readonly IReadOnlyList<string> EmptyTarget =
    [
        "UPDATE message_staging SET body = x'' WHERE conversation = $conversation AND sequence = $target",
        "UPDATE message SET body = x'' WHERE conversation = $conversation AND sequence = $target",
        "UPDATE message_change SET body = x'' WHERE conversation = $conversation AND target = $target AND kind = 2",
    ];

    /// <summary>Whether a device has given this id before; of staged rows the writer knows without asking.</summary>
    public const string IsMoved = "SELECT 1 FROM message WHERE conversation = $conversation AND device = $device AND id = $id";

    public const string StagedIds = "SELECT conversation, device, id FROM message_staging";

    /// <summary>
    /// In the order of the table, so that neighbours are written together. Undoing the whole transaction if it fails spares a
    /// journal of its own for the statement.
    /// </summary>
    public const string Move =
        """
        INSERT OR ROLLBACK INTO message (conversation, sequence, device, id, author, sent_at, kind, message_number, author_number, body)
        SELECT conversation, sequence, device, id, author, sent_at, kind, message_number, author_number, body
        FROM message_staging ORDER BY conversation, sequence
        """;

    public const string ClearStaging = "DELETE FROM message_staging";

    public const string MoveCursor =
        """
        INSERT INTO read_cursor (user, conversation, sequence, rewinds) VALUES ($user, $conversation, $sequence, $rewinds)
        ON CONFLICT (user, conversation) DO UPDATE SET sequence = excluded.sequence, rewinds = excluded.rewinds
        WHERE (excluded.rewinds, excluded.sequence) > (rewinds, sequence)
        """;

    public const string ForgetCursors = "DELETE FROM read_cursor WHERE user = $user; DELETE FROM mention WHERE user = $user";

    /// <summary>How all messages are erased.</summary>
    public static readonly IReadOnlyList<Erasing> EraseAll = [Erasing.Of("kind IN (1, 5, 7)", "body != x''")];

    /// <summary>How those of an author are erased: by the indexes that have them. Of the changes only edits and what is sealed say something.</summary>
    public static readonly IReadOnlyList<Erasing> EraseAuthor =
    [
        Erasing.Of("kind = 1 AND author = $author", "kind = 2 AND author = $author AND body != x''"),
        Erasing.Of("kind = 7 AND author = $author", "0"),
    ];

    /// <summary>The statements that empty messages, a thousand at a time. The rows stay, so that neither a number nor a count changes.</summary>
    /// <param name="Staged">Empties the staged ones, of which there are a few hundred at most.</param>
    /// <param name="UpTo">The last one of the next thousand that are not staged any more.</param>
    /// <param name="Words">Takes these out of the index.</param>
    /// <param name="Moved">Empties these.</param>
    /// <param name="States">Forgets what became of those up to there, the staged ones with the last of them.</param>
    /// <param name="Mentions">Lets them call nobody.</param>
    /// <param name="Changes">Empties the changes that were made.</param>
    public sealed record Erasing(string Staged, string UpTo, string Words, string Moved, string States, string Mentions, string Changes)
    {
        public static Erasing Of(string which, string changes) => new(
            $"UPDATE message_staging SET body = x'' WHERE conversation = $conversation AND {which}",
            $"""
            SELECT max(sequence) FROM (
                SELECT sequence FROM message WHERE conversation = $conversation AND {which} AND sequence > $after ORDER BY sequence LIMIT 1000)
            """,
            MessageIndexSql.Remove($"{which} AND sequence > $after AND sequence <= $upTo"),
            $"""
            UPDATE message SET body = x'' WHERE conversation = $conversation AND sequence IN (
                SELECT sequence FROM message WHERE conversation = $conversation AND {which} AND sequence > $after AND sequence <= $upTo)
            """,
            $"DELETE FROM message_state WHERE {UpToThere(which)}",
            $"DELETE FROM mention WHERE {UpToThere(which)}",
            $"UPDATE message_change SET body = x'' WHERE conversation = $conversation AND {changes}");

        private static string UpToThere(string which) =>
            $"""
            conversation = $conversation AND sequence IN (
                SELECT sequence FROM message WHERE conversation = $conversation AND {which} AND sequence > $after AND sequence <= $upTo
                UNION ALL SELECT sequence FROM message_staging WHERE conversation = $conversation AND {which})
            """;
    }

    public const string Cursors = "SELECT conversation, sequence, rewinds FROM read_cursor WHERE user = $user";

    /// <summary>The end of a conversation: the number of its last entry, and how many messages there are up to it.</summary>
    public static readonly string Head =
        $"""
        SELECT max(sequence, coalesce((SELECT max(sequence) FROM message_change WHERE conversation = $conversation), 0)), message_number
        FROM ({FromBoth("sequence, message_number", "conversation = $conversation", "ORDER BY sequence DESC LIMIT 1")})
        """;

    /// <summary>How many messages of an author there are in a conversation.</summary>
    public static readonly string AuthorNumber =
        FromBoth("sequence, author_number", "conversation = $conversation AND author = $author AND kind = 1", "ORDER BY sequence DESC LIMIT 1");

    public static readonly string ReadBefore =
        WithState(FromBoth(Entry, "conversation = $conversation AND sequence < $bound", "ORDER BY sequence DESC LIMIT $count"), "ORDER BY sequence DESC");

    public static readonly string ReadAfter =
        $"""
        SELECT * FROM (
            {WithState(FromBoth(Entry, "conversation = $conversation AND sequence > $bound", "ORDER BY sequence LIMIT $count"), "")}
            UNION ALL
            SELECT * FROM (
                SELECT sequence, zeroblob(16), author, device, sent_at, kind, body, target, NULL FROM message_change
                WHERE conversation = $conversation AND sequence > $bound ORDER BY sequence LIMIT $count))
        ORDER BY sequence LIMIT $count
        """;

    public static readonly string ReadMessages = WithState(
        FromBoth(Entry, "conversation = $conversation AND kind = 1 AND sequence IN (SELECT value FROM json_each($sequences))", "ORDER BY sequence"), "ORDER BY sequence");

    /// <summary>By their indexes: SQLite would rather go through the whole conversation, whose rows it then has at hand.</summary>
    public static readonly string ReadActs =
        $"""
        SELECT * FROM (
            SELECT * FROM (
                SELECT {Entry}, 0 AS target, NULL FROM message INDEXED BY message_act
                WHERE conversation = $conversation AND kind = 5 AND sequence < $bound ORDER BY sequence DESC LIMIT $count)
            UNION ALL
            SELECT * FROM (
                SELECT {Entry}, 0, NULL FROM message_staging
                WHERE conversation = $conversation AND kind = 5 AND sequence < $bound ORDER BY sequence DESC LIMIT $count)
            UNION ALL
            SELECT * FROM (
                SELECT sequence, zeroblob(16), author, device, sent_at, kind, body, target, NULL FROM message_change INDEXED BY message_change_removal
                WHERE conversation = $conversation AND kind = 6 AND sequence < $bound ORDER BY sequence DESC LIMIT $count))
        ORDER BY sequence DESC LIMIT $count
        """;

    /// <summary>By their index, for the same reason. Staged rows are some hundred at most.</summary>
    public const string ReadSealedChanges =
        $"""
        SELECT * FROM (
            SELECT * FROM (
                SELECT {Entry}, 0 AS target, NULL FROM message INDEXED BY message_sealed_change_order
                WHERE conversation = $conversation AND kind = 7 AND sequence > $bound ORDER BY sequence LIMIT $count)
            UNION ALL
            SELECT * FROM (
                SELECT {Entry}, 0, NULL FROM message_staging
                WHERE conversation = $conversation AND kind = 7 AND sequence > $bound ORDER BY sequence LIMIT $count))
        ORDER BY sequence LIMIT $count
        """;

    /// <summary>An act or a removal, wherever its row is.</summary>
    public static readonly IReadOnlyList<string> Rewrite =
    [
        "UPDATE message_staging SET body = $body WHERE conversation = $conversation AND sequence = $sequence AND kind = 5",
        "UPDATE message SET body = $body WHERE conversation = $conversation AND sequence = $sequence AND kind = 5",
        "UPDATE message_change SET body = $body WHERE conversation = $conversation AND sequence = $sequence AND kind = 6",
    ];

    public static readonly string ReadAuthor = WithState(
        FromBoth(Entry, "conversation = $conversation AND author = $author AND kind = 1 AND sequence > $after", "ORDER BY sequence LIMIT $count"), "ORDER BY sequence");

    public static readonly string Find =
        WithState(FromBoth(Entry, "conversation = $conversation AND device = $device AND id = $id", "ORDER BY sequence LIMIT 1"), "");

    /// <summary>
    /// Messages above the cursor and up to a head, less the reader's own among them; each is the difference of two running
    /// numbers, taken at the first and last row of a range. The first row is one above the cursor, so that rows below may
    /// be pruned.
    /// </summary>
    public static readonly Count CountUnread = new(UnreadOfOthers, $"{UnreadOfOthers} - {UnreadOfPeople}");

    /// <summary>
    /// Messages above the cursor and up to a head that call the reader, by name or with everybody: two ranges, each no longer than the cap and
    /// what does not count in it.
    /// </summary>
    public static readonly Count CountMentions = new(Mentions(""), Mentions($"AND author NOT IN ({People})"));

    /// <summary>How something is counted.</summary>
    /// <param name="All">Leaves out nobody but the reader.</param>
    /// <param name="Without">Leaves out some people as well.</param>
    public sealed record Count(string All, string Without);

    public const string Entry = "sequence, id, author, device, sent_at, kind, body";

    public static string WithState(string messages, string order) =>
        $"""
        SELECT entry.*, 0 AS target, (SELECT body FROM message_state WHERE conversation = $conversation AND sequence = entry.sequence) AS state
        FROM ({messages}) AS entry {order}
        """;

    private static string FromBoth(string columns, string where, string order) =>
        $"""
        SELECT {columns} FROM (
            SELECT * FROM (SELECT {columns} FROM message WHERE {where} {order})
            UNION ALL
            SELECT * FROM (SELECT {columns} FROM message_staging WHERE {where} {order}))
        {order}
        """;

    private const string People = "SELECT unhex(value) FROM json_each($without)";

    private const string InRange = "conversation = $conversation AND sequence > $after AND sequence <= $upTo";

    private static string UnreadOfOthers =>
        $"SELECT {Between("message_number", "(kind = 1)", "")} - {Between("author_number", "1", "AND author = $reader AND kind = 1")}";

    // One look-up for whoever wrote nothing in the range, two for the others. The staged rows, which no index has by author, are gone
    // through once for all of them.
    private const string UnreadOfPeople =
        $"""
        (SELECT coalesce(sum((
                SELECT author_number + 1 - (SELECT author_number FROM message WHERE {WrittenInRange} ORDER BY sequence LIMIT 1)
                FROM message WHERE {WrittenInRange} ORDER BY sequence DESC LIMIT 1)), 0)
            FROM json_each($without) AS person)
        - (SELECT count(*) FROM message_staging WHERE {InRange} AND kind = 1 AND author IN ({People}))
        """;

    private const string WrittenInRange = $"{InRange} AND author = unhex(person.value) AND kind = 1";

    private static string Mentions(string more) =>
        $"""
        SELECT
            (SELECT count(*) FROM (SELECT 1 FROM mention WHERE user = $reader AND {InRange} {more} LIMIT $cap))
            + (SELECT count(*) FROM (SELECT 1 FROM mention WHERE user = x'' AND {InRange} AND author != $reader {more} LIMIT $cap))
        """;

    private static string Between(string number, string own, string more)
    {
        string Last(string table) => $"(SELECT {number} FROM {table} WHERE conversation = $conversation {more} AND sequence <= $upTo ORDER BY sequence DESC LIMIT 1)";
        string First(string table) => $"(SELECT {number} - {own} FROM {table} WHERE conversation = $conversation {more} AND sequence > $after AND sequence <= $upTo ORDER BY sequence LIMIT 1)";
        return $"coalesce(coalesce({Last("message_staging")}, {Last("message")}) - coalesce({First("message")}, {First("message_staging")}), 0)";
    }

    public static byte[] Bytes(string id) => Convert.FromHexString(id);

    public static T Id<T>(SqliteDataReader row, int column) where T : struct, IHexId<T> =>
        T.Of(Convert.ToHexStringLower(row.GetFieldValue<byte[]>(column)));

    public static List<LogEntry> ReadEntries(SqliteCommand command)
    {
        var entries = new List<LogEntry>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            entries.Add(new LogEntry(
                row.GetInt64(0), Id<MessageId>(row, 1), Id<UserId>(row, 2), Id<DeviceId>(row, 3),
                row.GetInt64(4), (LogEntryKind)row.GetInt32(5), row.GetFieldValue<byte[]>(6))
            {
                Target = row.GetInt64(7),
                State = row.IsDBNull(8) ? default : row.GetFieldValue<byte[]>(8),
            });
        }
        return entries;
    }
}
