namespace ChatMux.Silo.Backup.PostgreSql;

/// <summary>
/// How the rows lie in the tables of PostgreSQL (<c>Storage/PostgreSql/Schema</c>). Read by their keys, in the order of bytes as SQLite has
/// it; the time that people look at is cut to seconds, as SQLite has it too.
/// </summary>
internal static class RowSql
{
    public const string Grains =
        """
        SELECT name, key_high, key_low, key_text, payload, version, floor(extract(epoch FROM modified_at))::bigint
        FROM grain_state ORDER BY name COLLATE "C", key_high, key_low, key_text COLLATE "C"
        """;

    public const string Entries =
        "SELECT conversation, sequence, target, id, device, author, sent_at, kind, body FROM log_entry ORDER BY conversation, sequence";

    public const string States = "SELECT conversation, sequence, body FROM log_state ORDER BY conversation, sequence";

    public const string Mentions = "SELECT called, conversation, sequence, author FROM mention ORDER BY called, conversation, sequence";

    public const string Cursors = "SELECT reader, conversation, sequence, rewinds FROM read_cursor ORDER BY reader, conversation";

    public const string CopyGrains = "COPY grain_state (name, key_high, key_low, key_text, payload, version, modified_at) FROM STDIN (FORMAT BINARY)";

    public const string CopyEntries = "COPY log_entry (conversation, sequence, target, id, device, author, sent_at, kind, body) FROM STDIN (FORMAT BINARY)";

    public const string CopyStates = "COPY log_state (conversation, sequence, body) FROM STDIN (FORMAT BINARY)";

    public const string CopyMentions = "COPY mention (called, conversation, sequence, author) FROM STDIN (FORMAT BINARY)";

    public const string CopyCursors = "COPY read_cursor (reader, conversation, sequence, rewinds) FROM STDIN (FORMAT BINARY)";

    /// <summary>As text: PostgreSQL reads the words as it does when a message is written.</summary>
    public const string CopyWords = "COPY message_word (number, sequence, words) FROM STDIN";

    public const string NumberConversations = "INSERT INTO conversation_number (conversation) SELECT DISTINCT conversation FROM log_entry WHERE kind = 1 AND body != ''";

    public const string ConversationNumbers = "SELECT conversation, number FROM conversation_number";

    /// <summary>How many messages should have words and have none, and how many words belong to none of these.</summary>
    public const string WrongWords =
        """
        SELECT count(*) FROM (
            SELECT number, sequence FROM log_entry JOIN conversation_number USING (conversation) WHERE kind = 1 AND body != '') AS said
        FULL JOIN message_word USING (number, sequence) WHERE said.number IS NULL OR message_word.number IS NULL
        """;

    /// <summary>Nobody else writes into these, nor joins the cluster, until everything is there.</summary>
    public const string LockAll =
        "LOCK TABLE membership, grain_state, log_entry, log_state, mention, read_cursor, conversation_number, message_word IN EXCLUSIVE MODE";

    public const string IsEmpty =
        """
        SELECT NOT (EXISTS (SELECT 1 FROM grain_state) OR EXISTS (SELECT 1 FROM log_entry) OR EXISTS (SELECT 1 FROM log_state)
            OR EXISTS (SELECT 1 FROM mention) OR EXISTS (SELECT 1 FROM read_cursor) OR EXISTS (SELECT 1 FROM message_word)
            OR EXISTS (SELECT 1 FROM conversation_number))
        """;

    /// <summary>Silos say every ten seconds that they are alive; one that was killed says nothing any more. 6 is Dead.</summary>
    public const string Running = "SELECT address || ':' || port FROM membership WHERE status BETWEEN 1 AND 5 AND alive_time > now() - interval '1 minute' LIMIT 1";

    /// <summary>The indexes beside the keys.</summary>
    public const string SecondaryIndexes =
        """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        WHERE NOT indisprimary AND indrelid IN ('log_entry'::regclass, 'mention'::regclass, 'message_word'::regclass)
        """;

    public const string Analyze = "ANALYZE grain_state, log_entry, log_state, mention, read_cursor, conversation_number, message_word";
}
