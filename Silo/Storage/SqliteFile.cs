using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Storage;

/// <summary>
/// The SQLite file and the one way in. Everything that may write goes through <see cref="Gate"/>; readers do not, since
/// in WAL mode they never wait for a writer.
/// </summary>
/// <param name="path">Where the file is, or will be.</param>
/// <param name="patience">Seconds to wait when someone outside the gate (a backup, a person) holds SQLite's lock.</param>
/// <param name="more">Statements that every writing connection begins with, after its own.</param>
public sealed class SqliteFile(string path, int patience = 10, string more = "") : IDisposable
{
    /// <summary>Where the file is.</summary>
    public string Path { get; } = path;

    /// <summary>The gate in front of everything that may write.</summary>
    public WriteGate Gate { get; } = new();

    /// <summary>How grain storage opens connections: pooled, each open only while it is inside the gate.</summary>
    internal string GatedConnectionString { get; } = ConnectionString(path, SqliteOpenMode.ReadWriteCreate, patience, pooling: true);

    /// <summary>
    /// FULL: a commit is on disk when it returns, power cut or not. The journal is written back every 16 MB: pages that change
    /// often are then written once for many commits.
    /// </summary>
    internal string Settings { get; } = $"PRAGMA synchronous = FULL; PRAGMA busy_timeout = {patience}000; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY; {more}";

    /// <summary>A connection for someone who holds it long and enters the gate before each use.</summary>
    public SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(ConnectionString(Path, SqliteOpenMode.ReadWriteCreate, patience, pooling: false));
        try
        {
            connection.Open();
            connection.Execute(Settings);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection that cannot write and needs no gate.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(ConnectionString(Path, SqliteOpenMode.ReadOnly, patience, pooling: false));
        connection.Open();
        return connection;
    }

    /// <summary>Closes pooled connections, so that SQLite tidies its journal away.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(GatedConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    // DefaultTimeout, because the provider goes on retrying for 30 seconds after SQLite's own patience has ended.
    private static string ConnectionString(string path, SqliteOpenMode mode, int patience, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, DefaultTimeout = patience, Pooling = pooling }.ToString();
}
