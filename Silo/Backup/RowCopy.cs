using ChatMux.Silo.Backup.Rows;
using ChatMux.Silo.Hosting;

namespace ChatMux.Silo.Backup;

/// <summary>Carries all rows from one place to another, adds them up on their way, and says how far it is.</summary>
internal sealed class RowCopy(Progress progress, CancellationToken stop)
{
    /// <summary>Answers what went by.</summary>
    public async Task<IReadOnlyList<TableSum>> Copy(IRowSource from, IRowTarget to, string doing) =>
    [
        await Pass("grain_state", from.Grains(), to.Write, doing),
        await Pass("log_entry", from.Entries(), to.Write, doing),
        await Pass("log_state", from.States(), to.Write, doing),
        await Pass("mention", from.Mentions(), to.Write, doing),
        await Pass("read_cursor", from.Cursors(), to.Write, doing),
    ];

    /// <summary>Reads what was written once more.</summary>
    /// <exception cref="StartupException">It is not what was to be written.</exception>
    public async Task ReadBack(IRowSource written, IReadOnlyList<TableSum> expected)
    {
        var found = await Copy(written, new NoTarget(), "read back");
        foreach (var (was, wanted) in found.Zip(expected))
        {
            if (was != wanted)
                throw new StartupException($"What was written is not what was read: {was.Table} has {was.Rows} rows with the checksum {was.Checksum} instead of {wanted.Rows} with {wanted.Checksum}, so it was undone.");
        }
    }

    private async Task<TableSum> Pass<T>(string table, IAsyncEnumerable<T> rows, Func<IAsyncEnumerable<T>, Task> write, string doing) where T : struct, ILogicalRow
    {
        using var sum = new TableChecksum(table);
        progress.Begin($"{table}: {{0:N0}} rows {doing}");
        await write(AddedUp(rows, sum));
        return sum.End();
    }

    private async IAsyncEnumerable<T> AddedUp<T>(IAsyncEnumerable<T> rows, TableChecksum sum) where T : struct, ILogicalRow
    {
        await foreach (var row in rows)
        {
            stop.ThrowIfCancellationRequested();
            sum.Add(row);
            progress.Count();
            yield return row;
        }
    }
}
