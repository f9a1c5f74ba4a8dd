namespace ChatMux.Silo.Backup.Rows;

/// <summary>For rows that are only added up.</summary>
internal sealed class NoTarget : IRowTarget
{
    public Task Write(IAsyncEnumerable<GrainRow> grains) => Pass(grains);

    public Task Write(IAsyncEnumerable<EntryRow> entries) => Pass(entries);

    public Task Write(IAsyncEnumerable<StateRow> states) => Pass(states);

    public Task Write(IAsyncEnumerable<MentionRow> mentions) => Pass(mentions);

    public Task Write(IAsyncEnumerable<CursorRow> cursors) => Pass(cursors);

    private static async Task Pass<T>(IAsyncEnumerable<T> rows)
    {
        await foreach (var _ in rows)
        {
        }
    }
}
