using ChatMux.Silo.Backup.PostgreSql;
using ChatMux.Silo.Backup.Sqlite;
using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage.PostgreSql;

namespace ChatMux.Silo.Backup;

/// <summary>
/// Brings everything from the SQLite database of the data directory into an empty PostgreSQL database. The server of the former is
/// stopped, so that nobody writes what would stay behind.
/// </summary>
internal sealed class MigrateCommand(IConfiguration settings, TextWriter output, Progress progress, CancellationToken stop)
{
    public async Task Run()
    {
        var connectionString = PostgreSqlDatabase.ConnectionString(settings);
        var path = DataDirectory.Database(DataDirectory.Path(settings));
        if (!File.Exists(path)) throw new StartupException($"There is no database {path}: is {DataDirectory.Setting} set as for the server?");
        using var directory = DataDirectoryLock.Take(DataDirectory.Path(settings));
        using var connection = LiveFile.Open(path);
        var sums = await new EmptyDatabase(connectionString, progress, stop).Fill(connection, sums => { });
        Report.Write(output, sums);
        output.WriteLine(Report.NotInFile);
        output.WriteLine($"{PostgreSqlDatabase.Place(connectionString)} has everything that {path} has, and was read back; the latter is as it was. Start the cluster with --ChatMux:Cluster=PostgreSql.");
    }
}
