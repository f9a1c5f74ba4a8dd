using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using Npgsql;

namespace ChatMux.Silo.Storage.PostgreSql;

/// <summary>The statements of the message log (<c>Schema/0003</c>) and how its rows become values.</summary>
internal static class LogSql
{
    private const string Columns = "entry.sequence, entry.target, entry.id, entry.device, entry.author, entry.sent_at, entry.kind, entry.body";

    private const string WithState =
        $"""
        SELECT {Columns}, state.body FROM log_entry AS entry
        LEFT JOIN log_state AS state ON state.conversation = entry.conversation AND state.sequence = entry.sequence
        """;

    /// <summary>
    /// An entry that would leave a gap gets no number, and so fails: <c>first</c> is the first of those that are written together, and the
    /// one before it must be there.
    /// </summary>
    public const string Insert =
        """
        INSERT INTO log_entry (conversation, sequence, target, id, device, author, sent_at, kind, body)
        SELECT conversation, CASE WHEN first = 1 OR EXISTS (
                SELECT 1 FROM log_entry AS before WHERE before.conversation = entry.conversation AND before.sequence = entry.first - 1)
            THEN sequence END, target, id, device, author, sent_at, kind, body
        FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::uuid[], $6::uuid[], $7::uuid[], $8::bigint[], $9::smallint[], $10::bytea[])
            AS entry (conversation, sequence, first, target, id, device, author, sent_at, kind, body)
        """;

    public const string SetStates =
        """
        INSERT INTO log_state (conversation, sequence, body) SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bytea[])
        ON CONFLICT (conversation, sequence) DO UPDATE SET body = excluded.body
        """;

    public const string ClearMentions =
        """
        DELETE FROM mention USING unnest($1::uuid[], $2::bigint[]) AS message (conversation, sequence)
        WHERE mention.conversation = message.conversation AND mention.sequence = message.sequence
        """;

    public const string InsertMentions = "INSERT INTO mention (called, conversation, sequence, author) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[])";

    /// <summary>What a deletion takes out: the text of a message.</summary>
    public const string EmptyMessages =
        """
        UPDATE log_entry SET body = '' FROM unnest($1::uuid[], $2::bigint[]) AS gone (conversation, sequence)
        WHERE log_entry.conversation = gone.conversation AND log_entry.sequence = gone.sequence
        """;

    /// <summary>And that of the edits before it.</summary>
    public const string EmptyEdits =
        """
        UPDATE log_entry SET body = '' FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS gone (conversation, sequence, deletion)
        WHERE log_entry.conversation = gone.conversation AND log_entry.target = gone.sequence AND log_entry.kind = 2 AND log_entry.sequence < gone.deletion
        """;

    public const string MoveCursors =
        """
        INSERT INTO read_cursor AS held (reader, conversation, sequence, rewinds) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[])
        ON CONFLICT (reader, conversation) DO UPDATE SET sequence = excluded.sequence, rewinds = excluded.rewinds
        WHERE (excluded.rewinds, excluded.sequence) > (held.rewinds, held.sequence)
        """;

    public const string Head = "SELECT coalesce(max(sequence), 0) FROM log_entry WHERE conversation = $1";

    public const string ReadBefore = $"{WithState} WHERE entry.conversation = $1 AND entry.kind IN (1, 5, 7) AND entry.sequence < $2 ORDER BY entry.sequence DESC LIMIT $3";

    public const string ReadAfter = $"{WithState} WHERE entry.conversation = $1 AND entry.sequence > $2 ORDER BY entry.sequence LIMIT $3";

    public const string ReadMessages = $"{WithState} WHERE entry.conversation = $1 AND entry.kind = 1 AND entry.sequence = ANY($2) ORDER BY entry.sequence";

    public const string ReadActs = $"{WithState} WHERE entry.conversation = $1 AND entry.kind IN (5, 6) AND entry.sequence < $2 ORDER BY entry.sequence DESC LIMIT $3";

    public const string ReadSealedChanges = $"{WithState} WHERE entry.conversation = $1 AND entry.kind = 7 AND entry.sequence > $2 ORDER BY entry.sequence LIMIT $3";

    public const string ReadAuthor = $"{WithState} WHERE entry.conversation = $1 AND entry.author = $2 AND entry.kind = 1 AND entry.sequence > $3 ORDER BY entry.sequence LIMIT $4";

    public const string Find = $"{WithState} WHERE entry.conversation = $1 AND entry.device = $2 AND entry.id = $3 AND entry.kind IN (1, 5, 7)";

    public const string Rewrite = "UPDATE log_entry SET body = $3 WHERE conversation = $1 AND sequence = $2 AND kind IN (5, 6)";

    /// <summary>One range, no longer than the cap and what the reader, and the people who are left out, wrote in it.</summary>
    public static readonly Count CountUnread = Count.Of(more =>
        $"""
        SELECT count(*) FROM (
            SELECT 1 FROM log_entry
            WHERE conversation = $1 AND kind IN (1, 5, 7) AND kind = 1 AND author != $2 AND sequence > $3 AND sequence <= $4 {more}
            ORDER BY sequence LIMIT $5) AS unread
        """);

    /// <summary>By name or with everybody: two ranges, each no longer than the cap and what does not count in it.</summary>
    public static readonly Count CountMentions = Count.Of(more =>
        $"""
        SELECT
            (SELECT count(*) FROM (SELECT 1 FROM mention
                WHERE called = $2 AND conversation = $1 AND sequence > $3 AND sequence <= $4 {more} LIMIT $5) AS named)
            + (SELECT count(*) FROM (SELECT 1 FROM mention
                WHERE called = '00000000-0000-0000-0000-000000000000' AND conversation = $1 AND sequence > $3 AND sequence <= $4 AND author != $2 {more}
                LIMIT $5) AS everybody)
        """);

    /// <summary>How something is counted.</summary>
    /// <param name="All">Leaves out nobody but the reader.</param>
    /// <param name="Without">Leaves out some people as well.</param>
    public sealed record Count(string All, string Without)
    {
        public static Count Of(Func<string, string> sql) => new(sql(""), sql("AND author NOT IN (SELECT unnest($6::uuid[]))"));
    }

    public const string Cursors = "SELECT conversation, sequence, rewinds FROM read_cursor WHERE reader = $1";

    public static readonly string[] Forget = ["DELETE FROM read_cursor WHERE reader = $1", "DELETE FROM mention WHERE called = $1"];

    /// <summary>Everybody: no user has this id.</summary>
    public static readonly Guid Everyone = Guid.Empty;

    public static Guid Uuid<T>(T id) where T : struct, IHexId<T> => Guid.ParseExact(id.Value, "N");

    public static T Id<T>(NpgsqlDataReader row, int column) where T : struct, IHexId<T> => T.Of(row.GetGuid(column).ToString("N"));

    public static async Task<List<LogEntry>> ReadEntries(NpgsqlCommand command)
    {
        await using var row = await command.ExecuteReaderAsync();
        var entries = new List<LogEntry>();
        while (await row.ReadAsync())
        {
            entries.Add(new LogEntry(
                row.GetInt64(0), Id<MessageId>(row, 2), Id<UserId>(row, 4), Id<DeviceId>(row, 3), row.GetInt64(5), (LogEntryKind)row.GetInt16(6),
                row.GetFieldValue<byte[]>(7))
            {
                Target = row.GetInt64(1),
                State = row.IsDBNull(8) ? default : row.GetFieldValue<byte[]>(8),
            });
        }
        return entries;
    }
}
