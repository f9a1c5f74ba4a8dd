using ChatMux.Silo.Backup.PostgreSql;
using ChatMux.Silo.Backup.Rows;
using ChatMux.Silo.Backup.Sqlite;
using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage.PostgreSql;

namespace ChatMux.Silo.Backup;

/// <summary>Copies the database that the settings name into a file, also while a server writes it.</summary>
internal sealed class BackupCommand(IConfiguration settings, TextWriter output, Progress progress, CancellationToken stop)
{
    public async Task Run(string file)
    {
        var madeAt = TimeProvider.System.GetUtcNow();
        var (place, sums) = ClusterSetting.Read(settings) == ClusterKind.PostgreSql ? await OfPostgreSql(file, madeAt) : await OfSqlite(file, madeAt);
        Report.Write(output, sums);
        output.WriteLine(Report.NotInFile);
        output.WriteLine(Report.WhatFileTells);
        output.WriteLine($"{place} as it was at {madeAt:yyyy-MM-dd HH:mm:ss}Z is in {file}, and was read back from there.");
    }

    private async Task<(string Place, IReadOnlyList<TableSum> Sums)> OfSqlite(string file, DateTimeOffset madeAt)
    {
        var path = DataDirectory.Database(DataDirectory.Path(settings));
        using var connection = LiveFile.Open(path);
        return (path, await Make(new SqliteSource(connection), file, madeAt));
    }

    private async Task<(string Place, IReadOnlyList<TableSum> Sums)> OfPostgreSql(string file, DateTimeOffset madeAt)
    {
        var connectionString = PostgreSqlDatabase.ConnectionString(settings);
        await using var database = await LiveDatabase.Open(connectionString, stop);
        return (PostgreSqlDatabase.Place(connectionString), await Make(database.Rows, file, madeAt));
    }

    private Task<IReadOnlyList<TableSum>> Make(IRowSource rows, string file, DateTimeOffset madeAt) =>
        new NewFile(file, progress, stop).Make(rows, sums => new BackupNote(madeAt, sums), sums => { });
}
