using ChatMux.Grains.Interfaces;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ChatMux.Silo.Storage;

/// <summary>
/// A statement that is parsed once and run often, bound without ADO.NET's parameter objects: for the few statements that
/// run for every message (measured in docs/performance.md). Parameters are counted from 1.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private const int IdBytes = 16;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public PreparedStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public PreparedStatement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    public PreparedStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // An empty span would be bound as NULL.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, parameter, 0) : raw.sqlite3_bind_blob(_statement, parameter, value));
        return this;
    }

    /// <summary>Binds an id as its bytes.</summary>
    public PreparedStatement Bind<T>(int parameter, T id) where T : struct, IHexId<T>
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        Convert.FromHexString(id.Value, bytes, out _, out var written);
        return Bind(parameter, bytes[..written]);
    }

    /// <summary>Binds an id that is told by its bytes.</summary>
    public PreparedStatement Bind(int parameter, Guid id)
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(parameter, bytes);
    }

    public PreparedStatement Bind(int parameter, string text)
    {
        Check(raw.sqlite3_bind_text(_statement, parameter, text));
        return this;
    }

    public PreparedStatement BindNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(_statement, parameter));
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute()
    {
        try
        {
            while (Step())
            {
            }
            return raw.sqlite3_changes(_connection);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>Reads the first row, or null when there is none.</summary>
    public T? First<T>(Func<sqlite3_stmt, T> read) where T : struct
    {
        try
        {
            return Step() ? read(_statement) : null;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result != raw.SQLITE_DONE) Check(result);
        return false;
    }

    private void Check(int result)
    {
        if (result == raw.SQLITE_OK) return;
        throw new SqliteException(
            raw.sqlite3_errmsg(_connection).utf8_to_string(), result & 0xFF, raw.sqlite3_extended_errcode(_connection));
    }
}
