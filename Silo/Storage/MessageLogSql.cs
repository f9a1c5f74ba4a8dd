using ChatMux.Grains.Interfaces;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Storage;

/// <summary>The statements of the message log and how its rows become values.</summary>
internal static class MessageLogSql
{
    public const string Head =
        "SELECT sequence, message_number FROM message WHERE conversation = $conversation ORDER BY sequence DESC LIMIT 1";

    /// <summary>The number of an author's last message in a conversation.</summary>
    public const string AuthorNumber =
        """
        SELECT author_number FROM message WHERE conversation = $conversation AND author = $author AND kind = 1
        ORDER BY sequence DESC LIMIT 1
        """;

    /// <summary>Changes nothing when the device gave this id before.</summary>
    public const string Insert =
        """
        INSERT INTO message (conversation, sequence, device, id, author, sent_at, kind, message_number, author_number, body)
        VALUES ($conversation, $sequence, $device, $id, $author, $sentAt, $kind, $number, $authorNumber, $body)
        ON CONFLICT (conversation, device, id) DO NOTHING
        """;

    public const string MoveCursor =
        """
        INSERT INTO read_cursor (user, conversation, sequence) VALUES ($user, $conversation, $sequence)
        ON CONFLICT (user, conversation) DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > sequence
        """;

    public const string ReadBefore = Entries + " AND sequence < $bound ORDER BY sequence DESC LIMIT $count";

    public const string ReadAfter = Entries + " AND sequence > $bound ORDER BY sequence LIMIT $count";

    public const string Find = Entries + " AND device = $device AND id = $id";

    public const string Cursors = "SELECT conversation, sequence FROM read_cursor WHERE user = $user";

    /// <summary>
    /// Messages above the cursor and up to a head, less the reader's own among them; each is the difference of two running numbers, taken
    /// at the first and last row of a range. The first row is one above the cursor, so that rows below may be pruned.
    /// </summary>
    public const string CountUnread =
        """
        SELECT
            coalesce(
                (SELECT message_number FROM message
                 WHERE conversation = $conversation AND sequence <= $upTo ORDER BY sequence DESC LIMIT 1)
              - (SELECT message_number - (kind = 1) FROM message
                 WHERE conversation = $conversation AND sequence > $after AND sequence <= $upTo ORDER BY sequence LIMIT 1), 0)
          - coalesce(
                (SELECT author_number FROM message
                 WHERE conversation = $conversation AND author = $reader AND kind = 1 AND sequence <= $upTo
                 ORDER BY sequence DESC LIMIT 1)
              - (SELECT author_number - 1 FROM message
                 WHERE conversation = $conversation AND author = $reader AND kind = 1 AND sequence > $after AND sequence <= $upTo
                 ORDER BY sequence LIMIT 1), 0)
        """;

    private const string Entries =
        "SELECT sequence, id, author, device, sent_at, kind, body FROM message WHERE conversation = $conversation";

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
                row.GetInt64(4), (LogEntryKind)row.GetInt32(5), row.GetFieldValue<byte[]>(6)));
        }
        return entries;
    }
}
