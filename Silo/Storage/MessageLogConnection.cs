using System.Runtime.InteropServices;
using ChatMux.Grains.Interfaces.Messages;
using ChatMux.Grains.Messages;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Storage;

/// <summary>The writing connection of the log with its prepared statements. One thread at a time, inside the gate.</summary>
internal sealed class MessageLogConnection : IDisposable
{
    private const int Constraint = 19; // SQLITE_CONSTRAINT

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _commit, _mark, _release, _undo, _head, _insert, _cursor;

    public MessageLogConnection(SqliteFile file)
    {
        _connection = file.OpenWriter();
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _mark = Prepare("SAVEPOINT append");
        _release = Prepare("RELEASE append");
        _undo = Prepare("ROLLBACK TO append; RELEASE append");
        _head = Prepare(MessageLogSql.Head, "$conversation");
        _insert = Prepare(MessageLogSql.Insert, "$conversation", "$sequence", "$device", "$id", "$author", "$sentAt", "$kind", "$number", "$body");
        _cursor = Prepare(MessageLogSql.MoveCursor, "$user", "$conversation", "$sequence");
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    /// <summary>All of the entries or none; the transaction goes on either way.</summary>
    public AppendOutcome Append(ConversationId conversation, IReadOnlyList<LogEntry> entries)
    {
        var key = MessageLogSql.Bytes(conversation.Value);
        var (head, number) = Head(key);
        if (entries[0].Sequence <= head) return AppendOutcome.SequenceTaken;
        if (entries[0].Sequence > head + 1) throw new MessageLogRejectedException($"{conversation}: {entries[0].Sequence} would leave a gap after {head}");
        // A single statement undoes itself when it fails; several need a mark to go back to.
        var several = entries.Count > 1;
        if (several) _mark.ExecuteNonQuery();
        try
        {
            foreach (var entry in entries)
            {
                if (entry.Kind == LogEntryKind.Message) number++;
                if (Insert(key, entry, number)) continue;
                if (several) _undo.ExecuteNonQuery();
                return AppendOutcome.DuplicateId;
            }
        }
        catch (Exception e) when (e is not SqliteException { SqliteErrorCode: not Constraint })
        {
            if (several) _undo.ExecuteNonQuery();
            throw new MessageLogRejectedException($"{conversation}: {entries[0].Sequence} is no row of the table", e);
        }
        if (several) _release.ExecuteNonQuery();
        return AppendOutcome.Appended;
    }

    public void MoveCursor(byte[] user, byte[] conversation, long sequence)
    {
        _cursor.Parameters[0].Value = user;
        _cursor.Parameters[1].Value = conversation;
        _cursor.Parameters[2].Value = sequence;
        _cursor.ExecuteNonQuery();
    }

    /// <summary>Closing undoes a transaction that is still open.</summary>
    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_begin, _commit, _mark, _release, _undo, _head, _insert, _cursor]) command.Dispose();
        _connection.Dispose();
    }

    private (long Head, long Number) Head(byte[] conversation)
    {
        _head.Parameters[0].Value = conversation;
        using var reader = _head.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0);
    }

    private bool Insert(byte[] conversation, LogEntry entry, long number)
    {
        var values = _insert.Parameters;
        values[0].Value = conversation;
        values[1].Value = entry.Sequence;
        values[2].Value = MessageLogSql.Bytes(entry.Device.Value);
        values[3].Value = MessageLogSql.Bytes(entry.Id.Value);
        values[4].Value = MessageLogSql.Bytes(entry.Author.Value);
        values[5].Value = entry.SentAtMs;
        values[6].Value = (int)entry.Kind;
        values[7].Value = number;
        values[8].Value = MemoryMarshal.TryGetArray(entry.Body, out var whole) && whole.Array is { } array && array.Length == whole.Count
            ? array
            : entry.Body.ToArray();
        return _insert.ExecuteNonQuery() == 1;
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
