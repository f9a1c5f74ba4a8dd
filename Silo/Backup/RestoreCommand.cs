using ChatMux.Silo.Backup.PostgreSql;
using ChatMux.Silo.Backup.Rows;
using ChatMux.Silo.Backup.Sqlite;
using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage.PostgreSql;

namespace ChatMux.Silo.Backup;

/// <summary>Brings a backup into the database that the settings name, which is empty and which no server uses.</summary>
internal sealed class RestoreCommand(IConfiguration settings, TextWriter output, Progress progress, CancellationToken stop)
{
    public async Task Run(string file)
    {
        using var backup = BackupFile.Open(file);
        void Check(IReadOnlyList<TableSum> read) => backup.Note.Check(read, file);
        var (place, sums) = ClusterSetting.Read(settings) == ClusterKind.PostgreSql
            ? await IntoPostgreSql(backup, Check)
            : await IntoSqlite(backup, Check);
        Report.Write(output, sums);
        output.WriteLine(Report.NotInFile);
        output.WriteLine($"{place} has everything that {file} has of {backup.Note.MadeAt:yyyy-MM-dd HH:mm:ss}Z, and was read back: ChatMux can be started on it.");
    }

    private async Task<(string Place, IReadOnlyList<TableSum> Sums)> IntoPostgreSql(BackupFile backup, Action<IReadOnlyList<TableSum>> check)
    {
        var connectionString = PostgreSqlDatabase.ConnectionString(settings);
        return (PostgreSqlDatabase.Place(connectionString), await new EmptyDatabase(connectionString, progress, stop).Fill(backup.Connection, check));
    }

    private async Task<(string Place, IReadOnlyList<TableSum> Sums)> IntoSqlite(BackupFile backup, Action<IReadOnlyList<TableSum>> check)
    {
        using var directory = DataDirectoryLock.Take(DataDirectory.Path(settings));
        var path = DataDirectory.Database(directory.Path);
        // What is left of a database would be taken for the journal of the new one.
        if (((string[])["", "-wal", "-shm", "-journal"]).Any(ending => File.Exists(path + ending)))
            throw new StartupException($"{directory.Path} has a database already: move {path} away and what begins with its name, or give another {DataDirectory.Setting}.");
        // Of a restore that was killed: nobody but the holder of the directory writes here.
        foreach (var left in Directory.GetFiles(directory.Path, $"{Path.GetFileName(path)}.*{UnfinishedFile.Ending}*")) File.Delete(left);
        return (path, await new NewFile(path, progress, stop).Make(new SqliteSource(backup.Connection), null, check));
    }
}
