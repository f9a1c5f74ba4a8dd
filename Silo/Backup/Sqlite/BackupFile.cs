using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace ChatMux.Silo.Backup.Sqlite;

/// <summary>A backup that is read. One of an older schema is read from a copy that has been brought to this build's.</summary>
internal sealed class BackupFile : IDisposable
{
    private readonly DirectoryInfo? _copied;

    private BackupFile(SqliteConnection connection, BackupNote note, DirectoryInfo? copied) => (Connection, Note, _copied) = (connection, note, copied);

    public SqliteConnection Connection { get; }

    public BackupNote Note { get; }

    /// <exception cref="StartupException">There is none, or it cannot be read by this build.</exception>
    public static BackupFile Open(string path)
    {
        if (!File.Exists(path)) throw new StartupException($"There is no file {path}.");
        using var file = new SqliteFile(path);
        var connection = file.OpenReader();
        try
        {
            connection.Execute("BEGIN");
            var note = BackupNote.Read(connection);
            var age = SchemaAges.Of(SqliteSchema.Had(connection), SqliteSchema.Known);
            if (age == SchemaAge.Newer) throw new StartupException($"{path} was made by a newer ChatMux: restore it with that version.");
            if (age == SchemaAge.Same) return new BackupFile(connection, note, null);
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException)
        {
            connection.Dispose();
            throw new StartupException($"{path} is no backup, or it is damaged: {e.Message}");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        connection.Dispose();
        return OpenUpgraded(path);
    }

    public void Dispose()
    {
        Connection.Dispose();
        _copied?.Delete(recursive: true);
    }

    private static BackupFile OpenUpgraded(string path)
    {
        var directory = Directory.CreateTempSubdirectory("chatmux-backup");
        try
        {
            using var copy = new SqliteFile(Path.Join(directory.FullName, Path.GetFileName(path)));
            File.Copy(path, copy.Path);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(copy.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            SqliteSchema.Apply(copy);
            var connection = copy.OpenReader();
            return new BackupFile(connection, BackupNote.Read(connection), directory);
        }
        catch
        {
            directory.Delete(recursive: true);
            throw;
        }
    }
}
