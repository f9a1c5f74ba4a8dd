using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Interfaces.Sessions;
using ChatMux.Grains.Interfaces.Users;
using ChatMux.Grains.Messages;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatMux.Silo.Storage;

/// <summary>The writing connection of the log with its prepared statements. One thread at a time, inside the gate.</summary>
internal sealed class MessageLogConnection : IDisposable
{
    /// <summary>How many rows are staged before they are moved: enough to fill pages, few enough for a pause nobody notices.</summary>
    public const int MoveAt = 256;

    private const int Constraint = 19; // SQLITE_CONSTRAINT

    private readonly SqliteConnection _connection;
    private readonly PreparedStatement _begin, _commit, _mark, _undo, _release, _head, _author, _isMoved, _insert, _insertChange, _setState, _insertMention, _clearMentions, _move, _clear, _cursor;
    private readonly MessageIndex _index;
    private readonly LogNumbers _numbers = new();
    private readonly HashSet<(ConversationId, DeviceId, MessageId)> _staged;

    public MessageLogConnection(SqliteFile file)
    {
        _connection = file.OpenWriter();
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _mark = Prepare("SAVEPOINT append");
        _undo = Prepare("ROLLBACK TO append");
        _release = Prepare("RELEASE append");
        _head = Prepare(MessageLogSql.Head);
        _author = Prepare(MessageLogSql.AuthorNumber);
        _isMoved = Prepare(MessageLogSql.IsMoved);
        _insert = Prepare(MessageLogSql.Insert);
        _insertChange = Prepare(MessageLogSql.InsertChange);
        _setState = Prepare(MessageLogSql.SetState);
        _insertMention = Prepare(MessageLogSql.InsertMention);
        _clearMentions = Prepare(MessageLogSql.ClearMentions);
        _move = Prepare(MessageLogSql.Move);
        _clear = Prepare(MessageLogSql.ClearStaging);
        _cursor = Prepare(MessageLogSql.MoveCursor);
        _index = new MessageIndex(_connection);
        _staged = ReadStaged();
    }

    /// <summary>Begins a transaction, and moves what was staged when there is enough of it.</summary>
    public void Begin()
    {
        _begin.Execute();
        if (_staged.Count < MoveAt) return;
        _index.AddStaged();
        _move.Execute();
        _clear.Execute();
        _staged.Clear();
    }

    public void Commit() => _commit.Execute();

    /// <summary>All of the entries or none; the transaction goes on either way.</summary>
    public AppendOutcome Append(ConversationId conversation, IReadOnlyList<LogEntry> entries)
    {
        var end = _numbers.Of(conversation, () => Head(conversation));
        if (entries[0].Sequence <= end.Head) return AppendOutcome.SequenceTaken;
        if (entries[0].Sequence > end.Head + 1) throw new MessageLogRejectedException($"{conversation}: {entries[0].Sequence} would leave a gap after {end.Head}");
        // A single statement undoes itself when it fails; several need a mark to go back to, and a change is several, and so is what calls somebody.
        var several = entries.Count > 1 || entries[0].IsChange || entries[0].Mentions is not null;
        if (several) _mark.Execute();
        try
        {
            for (var i = 0; i < entries.Count; i++)
            {
                if (TryInsert(conversation, end, entries[i])) continue;
                Undo(conversation, entries.Take(i), several);
                return AppendOutcome.DuplicateId;
            }
        }
        catch (Exception e) when (e is not SqliteException { SqliteErrorCode: not Constraint })
        {
            Undo(conversation, entries, several);
            throw new MessageLogRejectedException($"{conversation}: {entries[0].Sequence} is no row of the table", e);
        }
        if (several) _release.Execute();
        return AppendOutcome.Appended;
    }

    public void MoveCursor(UserId user, ConversationId conversation, ReadCursor cursor) =>
        _cursor.Bind(1, user).Bind(2, conversation).Bind(3, cursor.Sequence).Bind(4, cursor.Rewinds).Execute();

    /// <summary>Erases the next thousand messages, of an author or of everybody. Answers the last one's number, or null when there were none.</summary>
    public long? Erase(ConversationId conversation, UserId? author, MessageLogSql.Erasing sql, long after)
    {
        List<(string, object)> which = [("$conversation", MessageLogSql.Bytes(conversation.Value))];
        if (author is { } user) which.Add(("$author", MessageLogSql.Bytes(user.Value)));
        Run(sql.Staged, which);
        which.Add(("$after", after));
        using var last = _connection.Command(sql.UpTo, [.. which]);
        var upTo = last.ExecuteScalar() as long?;
        which.Add(("$upTo", upTo ?? after));
        Run(sql.Words, which);
        Run(sql.Moved, which);
        Run(sql.States, which);
        Run(sql.Mentions, which);
        // They are found by going through all of the conversation's, so once, at the end.
        if (upTo is null) Run(sql.Changes, which);
        return upTo;
    }

    /// <summary>Indexes some of the messages that are older than the index. Answers whether there may be more.</summary>
    public bool IndexOlder() => _index.AddOlder();

    private void Run(string sql, List<(string, object)> parameters)
    {
        using var command = _connection.Command(sql, [.. parameters]);
        command.ExecuteNonQuery();
    }

    public void Rewrite(ConversationId conversation, long sequence, byte[] body)
    {
        foreach (var sql in MessageLogSql.Rewrite)
            Run(sql, [("$conversation", MessageLogSql.Bytes(conversation.Value)), ("$sequence", sequence), ("$body", body)]);
    }

    public void ForgetCursors(UserId user)
    {
        using var command = _connection.Command(MessageLogSql.ForgetCursors, ("$user", MessageLogSql.Bytes(user.Value)));
        command.ExecuteNonQuery();
    }

    /// <summary>Closing undoes a transaction that is still open.</summary>
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<PreparedStatement>)[_begin, _commit, _mark, _undo, _release, _head, _author, _isMoved, _insert, _insertChange, _setState, _insertMention, _clearMentions, _move, _clear, _cursor]) statement.Dispose();
        _index.Dispose();
        _connection.Dispose();
    }

    private bool TryInsert(ConversationId conversation, LogNumbers.End end, LogEntry entry)
    {
        if (entry.IsChange)
        {
            InsertChange(conversation, end, entry);
            return true;
        }
        if (!_staged.Add((conversation, entry.Device, entry.Id))) return false;
        if (_isMoved.Bind(1, conversation).Bind(2, entry.Device).Bind(3, entry.Id).First(row => true) is not null)
        {
            _staged.Remove((conversation, entry.Device, entry.Id));
            return false;
        }
        Insert(conversation, end, entry);
        return true;
    }

    private void Insert(ConversationId conversation, LogNumbers.End end, LogEntry entry)
    {
        // An act stands among the messages and is not counted.
        var counts = entry.Kind == LogEntryKind.Message ? 1 : 0;
        var number = end.MessageNumber + counts;
        var authorNumber = counts + _numbers.OfAuthor(end, entry.Author, () => AuthorNumber(conversation, entry.Author));
        _insert
            .Bind(1, conversation).Bind(2, entry.Sequence).Bind(3, entry.Device).Bind(4, entry.Id).Bind(5, entry.Author)
            .Bind(6, entry.SentAtMs).Bind(7, (int)entry.Kind).Bind(8, number).Bind(9, authorNumber).Bind(10, entry.Body.Span)
            .Execute();
        InsertMentions(conversation, entry.Sequence, entry);
        (end.Head, end.MessageNumber) = (entry.Sequence, number);
        end.Authors[entry.Author] = authorNumber;
    }

    private void InsertChange(ConversationId conversation, LogNumbers.End end, LogEntry entry)
    {
        var words = entry.Kind == LogEntryKind.Edit || entry.Deletes;
        if (words) _index.Remove(conversation, entry.Target);
        _insertChange
            .Bind(1, conversation).Bind(2, entry.Sequence).Bind(3, entry.Author).Bind(4, entry.Device)
            .Bind(5, entry.SentAtMs).Bind(6, (int)entry.Kind).Bind(7, entry.Target).Bind(8, entry.Body.Span)
            .Execute();
        _setState.Bind(1, conversation).Bind(2, entry.Target).Bind(3, entry.State.Span).Execute();
        if (entry.Mentions is not null)
            _clearMentions.Bind(1, conversation).Bind(2, entry.Target).Execute();
        InsertMentions(conversation, entry.Target, entry);
        end.Head = entry.Sequence;
        foreach (var sql in entry.Deletes ? MessageLogSql.EmptyTarget : [])
            Run(sql, [("$conversation", MessageLogSql.Bytes(conversation.Value)), ("$target", entry.Target)]);
        if (words) _index.Add(conversation, entry.Target);
    }

    private void InsertMentions(ConversationId conversation, long message, LogEntry entry)
    {
        if (entry.Mentions is not { } mentions) return;
        _insertMention.Bind(2, conversation).Bind(3, message).Bind(4, entry.Author);
        if (mentions.Everyone) _insertMention.Bind(1, []).Execute();
        foreach (var user in mentions.Users) _insertMention.Bind(1, user).Execute();
    }

    private void Undo(ConversationId conversation, IEnumerable<LogEntry> tried, bool several)
    {
        _numbers.Forget(conversation);
        foreach (var entry in tried) _staged.Remove((conversation, entry.Device, entry.Id));
        if (!several) return;
        _undo.Execute();
        _release.Execute();
    }

    private HashSet<(ConversationId, DeviceId, MessageId)> ReadStaged()
    {
        using var command = _connection.Command(MessageLogSql.StagedIds);
        using var row = command.ExecuteReader();
        var staged = new HashSet<(ConversationId, DeviceId, MessageId)>();
        while (row.Read())
            staged.Add((MessageLogSql.Id<ConversationId>(row, 0), MessageLogSql.Id<DeviceId>(row, 1), MessageLogSql.Id<MessageId>(row, 2)));
        return staged;
    }

    private (long Head, long MessageNumber) Head(ConversationId conversation) => _head.Bind(1, conversation)
        .First(row => (raw.sqlite3_column_int64(row, 0), raw.sqlite3_column_int64(row, 1))) ?? (0, 0);

    private long AuthorNumber(ConversationId conversation, UserId author) => _author.Bind(1, conversation).Bind(2, author)
        .First(row => raw.sqlite3_column_int64(row, 1)) ?? 0;

    private PreparedStatement Prepare(string sql) => new(_connection, sql);
}
