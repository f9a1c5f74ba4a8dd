using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Storage;

/// <summary>
/// The SQLite file and the one way in. Everything that may write goes through <see cref="Gate"/>; readers do not, since
/// in WAL mode they never wait for a writer.
/// </summary>
/// <param name="path">Where the file is, or will be.</param>
/// <param name="settings">Statements that every writing connection begins with.</param>
public sealed class SqliteFile(string path, string settings = SqliteFile.Durable) : IDisposable
{
    /// <summary>A commit is on disk when it returns, power cut or not; a lock held by another process is waited for.</summary>
    public const string Durable = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;";

    /// <summary>Where the file is.</summary>
    public string Path { get; } = path;

    /// <summary>The gate in front of everything that may write.</summary>
    public WriteGate Gate { get; } = new();

    /// <summary>How grain storage opens connections: pooled, each open only while it is inside the gate.</summary>
    internal string GatedConnectionString { get; } = ConnectionString(path, SqliteOpenMode.ReadWriteCreate, pooling: true);

    internal string Settings { get; } = settings;

    /// <summary>A connection for someone who holds it long and enters the gate before each use.</summary>
    public SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(ConnectionString(Path, SqliteOpenMode.ReadWriteCreate, pooling: false));
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
        var connection = new SqliteConnection(ConnectionString(Path, SqliteOpenMode.ReadOnly, pooling: false));
        connection.Open();
        return connection;
    }

    /// <summary>Closes pooled connections, so that SQLite tidies its journal away.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(GatedConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = pooling }.ToString();
}
