using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Backup.Sqlite;

/// <summary>How the rows lie in the tables of SQLite (<c>Storage/Schema</c>). All are read by their keys, so that nothing is sorted.</summary>
internal static class SqliteRowSql
{
    public const string Grains =
        "SELECT name, key_high, key_low, key_text, CAST(payload AS BLOB), version, modified_at FROM grain_state ORDER BY name, key_high, key_low, key_text";

    /// <summary>Of three tables that have the same order, and no number twice.</summary>
    public const string Entries =
        """
        SELECT conversation, sequence, 0 AS target, id, device, author, sent_at, kind, body, message_number, author_number FROM message
        UNION ALL
        SELECT conversation, sequence, 0, id, device, author, sent_at, kind, body, message_number, author_number FROM message_staging
        UNION ALL
        SELECT conversation, sequence, target, zeroblob(16), device, author, sent_at, kind, body, NULL, NULL FROM message_change
        ORDER BY conversation, sequence
        """;

    public const string States = "SELECT conversation, sequence, body FROM message_state ORDER BY conversation, sequence";

    public const string Mentions = "SELECT user, conversation, sequence, author FROM mention ORDER BY user, conversation, sequence";

    public const string Cursors = "SELECT user, conversation, sequence, rewinds FROM read_cursor ORDER BY user, conversation";

    public const string Said =
        """
        SELECT conversation, sequence, author, body, (SELECT state.body FROM message_state AS state WHERE state.conversation = entry.conversation AND state.sequence = entry.sequence)
        FROM (
            SELECT conversation, sequence, author, body FROM message WHERE kind = 1 AND body != x''
            UNION ALL
            SELECT conversation, sequence, author, body FROM message_staging WHERE kind = 1 AND body != x'') AS entry
        """;

    public const string InsertGrain =
        "INSERT INTO grain_state (name, key_high, key_low, key_text, payload, version, modified_at) VALUES (?, ?, ?, ?, ?, ?, ?)";

    public const string InsertMessage =
        """
        INSERT INTO message (conversation, sequence, id, device, author, sent_at, kind, body, message_number, author_number)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    public const string InsertChange =
        "INSERT INTO message_change (conversation, sequence, target, device, author, sent_at, kind, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    public const string InsertState = MessageLogSql.SetState;

    public const string InsertMention = MessageLogSql.InsertMention;

    public const string InsertCursor = "INSERT INTO read_cursor (user, conversation, sequence, rewinds) VALUES (?, ?, ?, ?)";

    /// <summary>No message is in the index of words yet: the server puts them there, as it does with those that are older than the index.</summary>
    public const string NoteUnindexed =
        "INSERT INTO message_unindexed (conversation, after, up_to) SELECT conversation, 0, max(sequence) FROM message GROUP BY conversation";
}
