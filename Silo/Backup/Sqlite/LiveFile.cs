using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Backup.Sqlite;

/// <summary>A SQLite database as it was at one moment. Whoever writes it goes on meanwhile: what is read is in the file or its journal until the reader ends.</summary>
internal static class LiveFile
{
    /// <summary>A connection in a transaction that only reads.</summary>
    /// <exception cref="StartupException">There is none, or it has not the schema of this build.</exception>
    public static SqliteConnection Open(string path)
    {
        if (!File.Exists(path)) throw new StartupException($"There is no database {path}: is {DataDirectory.Setting} set as for the server?");
        using var file = new SqliteFile(path);
        var connection = file.OpenReader();
        try
        {
            connection.Execute("BEGIN");
            return SchemaAges.Of(SqliteSchema.Had(connection), SqliteSchema.Known) switch
            {
                SchemaAge.Newer => throw new StartupException($"The database {path} was written by a newer ChatMux: use the command of that version."),
                SchemaAge.Older => throw new StartupException($"The database {path} was written by an older ChatMux: start this version on it once, or use the command of the version that wrote it."),
                _ => connection,
            };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
