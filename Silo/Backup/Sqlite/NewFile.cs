using ChatMux.Silo.Backup.Rows;
using ChatMux.Silo.Hosting;
using ChatMux.Silo.Storage;

namespace ChatMux.Silo.Backup.Sqlite;

/// <summary>A SQLite database that is made of rows: a backup, or what a server starts on. Either it is whole, or it is not there.</summary>
internal sealed class NewFile(string path, Progress progress, CancellationToken stop)
{
    /// <summary>Answers what it has.</summary>
    /// <param name="from">The rows.</param>
    /// <param name="note">What it says about itself, made of what it has; null for nothing.</param>
    /// <param name="check">What is asked about what was read, before it stays.</param>
    /// <exception cref="StartupException">It is there already, or has not become what it should.</exception>
    public async Task<IReadOnlyList<TableSum>> Make(IRowSource from, Func<IReadOnlyList<TableSum>, BackupNote>? note, Action<IReadOnlyList<TableSum>> check)
    {
        using var file = new UnfinishedFile(path);
        var copy = new RowCopy(progress, stop);
        IReadOnlyList<TableSum> sums;
        using (var target = new SqliteTarget(file.Path, stop))
        {
            sums = await copy.Copy(from, target, "written");
            check(sums);
            progress.Say("making the indexes");
            target.End(note?.Invoke(sums));
        }
        using (var written = new SqliteFile(file.Path))
        using (var connection = written.OpenReader())
        {
            if (note is not null) BackupNote.Read(connection).Check(sums, path);
            await copy.ReadBack(new SqliteSource(connection, withNumbers: true), sums);
        }
        stop.ThrowIfCancellationRequested();
        file.Finish();
        return sums;
    }
}
